import { addons } from 'storybook/manager-api';
import { create } from 'storybook/theming';

const base = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';

addons.setConfig({
  theme: create({ base, brandTitle: 'realtime-voice-elements', brandTarget: '_self' }),
  // Storybook does not see that one types in a field inside a shadow tree, and would take the letters for its own.
  ui: { enableShortcuts: false },
});
