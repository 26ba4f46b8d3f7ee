import type { Meta } from '@storybook/web-components-vite';
import { layout } from './support/layout.js';

/**
 * `<realtime-voice-chat>` with children shows your layout in place of its own. The controls inside find the
 * conversation by themselves, however deep they stand and in whatever order; between them is plain HTML and CSS.
 * Take out what you do not need: a conversation works with a single button.
 */
export default {
  title: 'Your own layout',
  parameters: { controls: { disable: true } },
} satisfies Meta;

/** The least there can be. */
export const OneButton = layout(`<record-button>Talk to us</record-button>`, { width: undefined });

/** What is going on, what was said, and a button. */
export const StatusTranscriptButton = layout(
  `
<connection-status></connection-status>
<transcript-log style="block-size: 22rem"></transcript-log>
<div style="text-align: center"><record-button></record-button></div>`,
  { moment: 'speaking' },
);

/** The transcript above a line of controls, as in a messenger. The label is left to those who do not see the icon. */
export const Messenger = layout(
  `
<style>
  .line record-button { --realtime-button-size: 2.75rem }
  .line record-button::part(label) { position: absolute; clip-path: inset(50%) }
</style>
<transcript-log style="block-size: 22rem"></transcript-log>
<div class="line" style="display: flex; gap: 0.75rem; align-items: center">
  <message-input style="flex: 1"></message-input>
  <record-button></record-button>
</div>`,
  { moment: 'finished' },
);

/** Controls beside the transcript where there is room for it, and below where there is not. */
export const TwoColumns = layout(
  `
<div style="display: flex; flex-wrap: wrap; gap: 1.5rem">
  <transcript-log style="flex: 1 1 22rem; block-size: 24rem"></transcript-log>
  <div style="flex: 1 1 12rem; display: grid; gap: 1rem; align-content: start">
    <connection-status style="justify-self: center"></connection-status>
    <record-button></record-button>
    <voice-meter style="inline-size: 100%"></voice-meter>
    <device-select></device-select>
    <volume-slider></volume-slider>
  </div>
</div>`,
  { moment: 'hearing', width: '52rem' },
);

/** For a counter or a museum: one large button that is held down, or the space bar. */
export const Kiosk = layout(
  `
<div style="display: grid; gap: 1.5rem; justify-items: center">
  <voice-meter variant="wave" style="inline-size: 100%; block-size: 5rem"></voice-meter>
  <record-button mode="hold" hotkey="Space" style="--realtime-button-size: 10rem"></record-button>
  <connection-status></connection-status>
</div>`,
  { moment: 'listening' },
);

/** Controls may stand anywhere in the page: `for` names their conversation. */
export const ControlsElsewhere = layout(
  `
<p style="display: flex; gap: 1rem; align-items: center; justify-content: center">
  Questions about your order?
  <record-button for="orders" style="flex: none; --realtime-button-size: 2.75rem">Ask us</record-button>
</p>`,
  { beside: 'orders', moment: 'finished' },
);
