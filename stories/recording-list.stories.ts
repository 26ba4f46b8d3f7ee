import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { expect, waitFor } from 'storybook/test';
import type { RealtimeVoiceChat } from '../src/elements/realtime-voice-chat.js';
import '../src/elements/recording-list.js';
import { english } from '../src/texts/english.js';
import { inside, subject } from './support/play.js';

const words = english.recordings;

export default {
  title: 'Elements/recording-list',
  component: 'recording-list',
  parameters: { width: '30rem' },
} satisfies Meta;
type Story = StoryObj;

/** `<realtime-voice-chat record="turns">` makes a recording of each turn, `record="call"` one of the whole call. */
export const Empty: Story = {};

/** To listen to, download and delete; it stays in the page until then. */
export const Recorded: Story = {
  parameters: { moment: 'recorded' },
  async play(context) {
    await expect(await inside(subject(context)).findAllByRole('listitem')).toHaveLength(2);
  },
};

/** Playing one. */
export const Playing: Story = {
  parameters: { moment: 'recorded' },
  async play(context) {
    const list = inside(subject(context));
    const chat = subject(context).closest('realtime-voice-chat') as RealtimeVoiceChat;
    // Before a click browsers let only silence be played.
    chat.recorder.player.element.muted = true;
    const [play] = await list.findAllByRole('button');
    play?.click();
    await expect(await list.findByRole('slider')).toBeVisible();
  },
};

/** Nothing is deleted by a single press. */
export const Deleting: Story = {
  parameters: { moment: 'recorded' },
  async play(context) {
    const list = inside(subject(context));
    await waitFor(() => expect(list.getAllByRole('button')).toHaveLength(6));
    list.getAllByRole('button').at(-1)?.click();
    await waitFor(() => expect(list.getByText(words.confirm)).toBeVisible());
  },
};

/** Recorded by the button beside it. */
export const WithButton: Story = {
  render: () =>
    html`<record-button style="align-self: center"></record-button><recording-list></recording-list>`,
  parameters: {
    moment: 'recorded',
    snippet: `<realtime-voice-chat token-url="/token" record="turns">
  <record-button></record-button>
  <recording-list></recording-list>
</realtime-voice-chat>`,
  },
};
