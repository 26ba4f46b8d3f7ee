import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import type { RealtimeVoiceChat } from '../src/elements/realtime-voice-chat.js';
import { english } from '../src/texts/english.js';
import { inside, subject, write } from './support/play.js';

const { settings } = english;

export default {
  title: 'Elements/turn-settings',
  component: 'turn-settings',
  parameters: { width: '26rem' },
} satisfies Meta;
type Story = StoryObj;

const choose = (value: string): NonNullable<Story['play']> => {
  return async (context) => {
    const form = inside(subject(context));
    await userEvent.selectOptions(await form.findByLabelText(settings.turnDetection), value);
    const chat = subject(context).closest('realtime-voice-chat') as RealtimeVoiceChat;
    await waitFor(() => expect(chat.turnDetection).toBe(value));
  };
};

/** The service understands when somebody has finished. */
export const ByMeaning: Story = { play: choose('semantic_vad') };

/** A pause ends the turn. */
export const BySilence: Story = { play: choose('server_vad') };

/** The record button ends the turn. */
export const ByButton: Story = { play: choose('none') };

/** A number out of range is not set, and the browser's words say why. */
export const OutOfRange: Story = {
  async play(context) {
    await choose('server_vad')(context);
    const form = inside(subject(context));
    const field = await form.findByLabelText(settings.threshold);
    await write(field, '7');
    await waitFor(() => expect(field).toHaveAttribute('aria-invalid', 'true'));
  },
};
