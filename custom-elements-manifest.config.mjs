import { resolved } from './scripts/manifest-plugin.mjs';

/** What `npm run build` makes `custom-elements.json` of: the elements, what they inherit, and their events. */
export default {
  globs: ['src/**/*.ts'],
  exclude: ['**/*.test.ts', '**/*.test-support.ts', '**/*.types.ts'],
  litelement: true,
  packagejson: false,
  plugins: [resolved()],
};
