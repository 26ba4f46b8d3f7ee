import text from '../../custom-elements.json?raw';
import type { Manifest } from './arg-types.js';

/** What `npm run build` and `npm run storybook` write of the elements' doc blocks. */
export const manifest = JSON.parse(text) as Manifest;
