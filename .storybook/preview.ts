import { type Preview, setCustomElementsManifest } from '@storybook/web-components-vite';
import '../src/index.js';
import { argTypesOf, eventsOf } from '../stories/support/arg-types.js';
import { pretendDevices } from '../stories/support/devices.js';
import { manifest } from '../stories/support/manifest.js';
import { snippet } from '../stories/support/snippet.js';
import { languages, onStage, renderElement, setStage } from '../stories/support/stage.js';

pretendDevices();
setCustomElementsManifest(manifest);

const choice = (
  name: string,
  icon: 'contrast' | 'transfer' | 'globe',
  items: { value: string; title: string }[],
) => ({
  name,
  toolbar: { title: name, icon, items, dynamicTitle: true },
});

const viewport = (name: string, width: number, height: number) => ({
  name,
  styles: { width: `${width}px`, height: `${height}px` },
});

const preview: Preview = {
  tags: ['autodocs'],
  render: renderElement,
  loaders: [setStage],
  decorators: [onStage],
  globalTypes: {
    theme: choice('Theme', 'contrast', [
      { value: 'system', title: 'As the system' },
      { value: 'light', title: 'Light' },
      { value: 'dark', title: 'Dark' },
      { value: 'contrast', title: 'Forced colours (how)' },
    ]),
    direction: choice('Direction', 'transfer', [
      { value: 'auto', title: 'By language' },
      { value: 'ltr', title: 'Left to right' },
      { value: 'rtl', title: 'Right to left' },
    ]),
    language: choice(
      'Language',
      'globe',
      Object.entries(languages).map(([value, title]) => ({ value, title })),
    ),
  },
  initialGlobals: { theme: 'system', direction: 'auto', language: 'en' },
  parameters: {
    layout: 'fullscreen',
    a11y: {
      test: 'error',
      options: { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
      // A story is a part of a page: what only a page can have is not asked of it.
      config: {
        rules: ['page-has-heading-one', 'landmark-one-main', 'bypass'].map((id) => ({ id, enabled: false })),
      },
    },
    actions: { handles: eventsOf(manifest) },
    controls: { sort: 'none' },
    docs: {
      extractArgTypes: (tag: string) => argTypesOf(manifest, tag),
      source: { type: 'code', language: 'html', transform: snippet },
    },
    options: {
      storySort: {
        order: [
          'Start here',
          'Whole conversation',
          'Elements',
          ['realtime-voice-chat'],
          'Theming',
          'Themes',
          'Your own layout',
        ],
      },
    },
    viewport: {
      options: {
        column: viewport('Column, 280', 280, 640),
        phone: viewport('Phone, 320', 320, 640),
        tablet: viewport('Tablet, 768', 768, 1024),
        wide: viewport('Wide, 1280', 1280, 800),
      },
    },
  },
};

export default preview;
