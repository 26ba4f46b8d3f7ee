import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, waitFor } from 'storybook/test';
import type { RealtimeVoiceChat } from '../src/elements/realtime-voice-chat.js';
import { layout } from './support/layout.js';
import { at, subject } from './support/play.js';

/**
 * A party is planned, by voice, with an interruption and a line in writing. The service is scripted: there is no key,
 * no network, and the microphone is a pretended one. Everything else is as in a page of yours, and
 * `realtime-voice-elements/testing` brings the same for your own stories and tests.
 */
export default {
  title: 'Whole conversation',
  component: 'realtime-voice-chat',
  parameters: { width: '34rem', controls: { disable: true } },
} satisfies Meta;
type Story = StoryObj;

const hasBegun: Story['play'] = async (context) => {
  const { session } = subject<RealtimeVoiceChat>(context);
  await waitFor(() => expect(session.state.turns[0]?.text).toMatch(/^Hi!/), { timeout: 3000 });
};

/** It begins when you look at it, and goes as fast as people speak. */
export const Live: Story = { parameters: { moment: 'live' }, play: hasBegun };

/** All that was said, at the end. */
export const AtItsEnd = at('finished', 'idle', async (context) => {
  const { turns } = subject<RealtimeVoiceChat>(context).session.state;
  await expect(turns.map(({ role }) => role[0]).join('')).toBe('uauauaua');
  await expect(turns.filter(({ status }) => status === 'interrupted')).toHaveLength(1);
});

/** The same with every control of the kit. */
export const EveryControl: Story = {
  ...layout(
    `
<connection-status></connection-status>
<transcript-log search times style="block-size: 24rem"></transcript-log>
<voice-meter style="inline-size: 100%"></voice-meter>
<div style="display: flex; flex-wrap: wrap; gap: 1rem; justify-content: center; align-items: end">
  <call-button></call-button>
  <mute-button></mute-button>
  <record-button></record-button>
  <interrupt-button></interrupt-button>
  <volume-slider></volume-slider>
</div>
<message-input></message-input>
<device-select kind="audioinput"></device-select>
<device-select kind="audiooutput"></device-select>`,
    { moment: 'live' },
  ),
  play: hasBegun,
};
