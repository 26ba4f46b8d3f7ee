import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, waitFor } from 'storybook/test';
import type { RealtimeVoiceChat } from '../src/elements/realtime-voice-chat.js';
import { english } from '../src/texts/english.js';
import { at, inside, press, subject } from './support/play.js';

const choices = (...options: string[]) => ({ control: 'select' as const, options });

export default {
  title: 'Elements/realtime-voice-chat',
  component: 'realtime-voice-chat',
  parameters: { width: '34rem' },
  argTypes: {
    'turn-detection': choices('semantic_vad', 'server_vad', 'none'),
    eagerness: choices('auto', 'low', 'medium', 'high'),
    output: choices('audio', 'text'),
  },
} satisfies Meta;
type Story = StoryObj;

/** Without children it shows a complete interface of its own. */
export const Idle = at('idle', 'idle');

/** The browser is asking the person for the microphone. */
export const Asking = at('asking', 'asking');

export const Connecting = at('connecting', 'connecting');

export const Listening = at('listening', 'listening');

export const Hearing = at('hearing', 'hearing');

export const Thinking = at('thinking', 'thinking');

export const Speaking = at('speaking', 'speaking');

/** What was not heard of the answer is told apart. */
export const Interrupted = at('interrupted', 'interrupted');

export const Muted = at('muted', 'muted');

export const Finished = at('finished', 'idle');

/** Each failure is one sentence that says what to do. */
export const MicrophoneDenied = at('microphone denied', 'failed', async (context) => {
  await expect(await inside(subject(context)).findByRole('alert')).toBeVisible();
});

export const ServiceUnreachable = at('service unreachable', 'failed');

/** The browser lets no sound out before something is clicked: the kit offers a button. */
export const SoundBlocked: Story = {
  parameters: { moment: 'sound blocked' },
  async play(context) {
    const chat = subject<RealtimeVoiceChat>(context);
    await expect(await inside(chat).findByText(english.chat.resume)).toBeVisible();
  },
};

/** The microphone hears the loudspeaker: the kit keeps the answer from being cut off, and suggests headphones. */
export const Echo = at('echo', 'speaking', async (context) => {
  const chat = subject<RealtimeVoiceChat>(context);
  await expect(await inside(chat).findByText(english.chat.headphones)).toBeVisible();
});

/** Where the network lets no media through, the sound goes over a WebSocket. */
export const Fallback = at('fallback', 'connected');

/** A theme is a few tokens. */
export const Themed: Story = {
  parameters: { moment: 'speaking' },
  args: {
    '--realtime-accent': 'light-dark(#0b6e4f, #7fdcb9)',
    '--realtime-on-accent': 'light-dark(#ffffff, #04291d)',
    '--realtime-radius': '0.25rem',
  },
};

/** From the first press to the last, by hand. */
export const Pressed: Story = {
  async play(context) {
    const chat = subject<RealtimeVoiceChat>(context);
    const button = chat.shadowRoot?.querySelector('record-button') as Element;
    await press(button, english.record.start);
    await waitFor(() => expect(chat.session.state.recording).toBe(true));
    await press(button, english.record.stop);
    await waitFor(() => expect(chat.session.state.recording).toBe(false));
  },
};

/** Fixed in a corner of the page, it must not lie over its own documentation. */
const inAFrame = { width: undefined, docs: { story: { inline: false, iframeHeight: 640 } } };

/** `variant="floating"` is a button in a corner that opens a panel; on a phone the panel is the screen. */
export const Floating: Story = {
  args: { variant: 'floating' },
  parameters: inAFrame,
  async play(context) {
    const chat = subject<RealtimeVoiceChat>(context);
    await press(chat, english.chat.open);
    await waitFor(() => expect(chat.open).toBe(true));
    await press(chat, english.chat.close);
    await waitFor(() => expect(chat.open).toBe(false));
  },
};

export const FloatingOpen: Story = {
  args: { variant: 'floating', open: true },
  parameters: { ...inAFrame, moment: 'speaking' },
};

/** `variant="compact"` is one button and a status. */
export const Compact: Story = { args: { variant: 'compact' }, parameters: { width: undefined } };

export const CompactSpeaking: Story = {
  args: { variant: 'compact' },
  parameters: { width: undefined, moment: 'speaking' },
};

export const CompactFailed: Story = {
  args: { variant: 'compact' },
  parameters: { width: '20rem', moment: 'microphone denied' },
};

/** With `consent` nothing is sent, and no microphone asked for, before the person has agreed. */
export const Consent: Story = {
  args: { consent: '2026-11' },
  async play(context) {
    const chat = subject<RealtimeVoiceChat>(context);
    chat.setConsent(false);
    await press(chat.shadowRoot?.querySelector('record-button') as Element, english.record.start);
    await expect(await inside(chat).findByRole('alertdialog')).toBeVisible();
    await expect(chat.session.state.status).toBe('idle');
  },
};

/** While a call is recorded, it says so. */
export const Recorded: Story = {
  args: { record: 'call' },
  parameters: { moment: 'speaking' },
  async play(context) {
    await waitFor(() => expect(inside(subject(context)).getByText(english.chat.recording)).toBeVisible());
  },
};
