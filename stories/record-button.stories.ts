import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, fireEvent } from 'storybook/test';
import { english } from '../src/texts/english.js';
import { at, hasState, inside, press, subject } from './support/play.js';

const { start, stop, hold } = english.record;

export default { title: 'Elements/record-button', component: 'record-button' } satisfies Meta;
type Story = StoryObj;

export const Idle = at('idle', 'idle', async (context) => {
  const button = subject(context);
  await press(button, start);
  await hasState(button, 'recording');
  await press(button, stop);
  await hasState(button, 'idle');
});

/** The browser is asking the person for the microphone. */
export const Asking = at('asking', 'connecting');

export const Connecting = at('connecting', 'connecting');

/** It records; the ring follows the voice. */
export const Recording = at('listening', 'recording', async (context) => {
  await expect(inside(subject(context)).getByRole('button', { name: stop })).toBeVisible();
});

export const Muted = at('muted', 'recording');

/** With `mode="hold"` it records while it is held down, also by Space and Enter. */
export const HoldToTalk: Story = {
  args: { mode: 'hold' },
  async play(context) {
    const button = subject(context);
    const enter = { key: 'Enter', code: 'Enter' };
    await fireEvent.keyDown(inside(button).getByRole('button', { name: hold }), enter);
    await hasState(button, 'recording');
    await fireEvent.keyUp(inside(button).getByRole('button'), enter);
    await hasState(button, 'idle');
  },
};

export const OwnLabel: Story = { args: { '(default)': 'Talk to us' } };

export const Larger: Story = {
  args: {
    '--realtime-button-size': '8rem',
    '--realtime-accent': '#0b7a5b',
    '--realtime-on-accent': '#ffffff',
  },
};

/** After a failure it can be pressed again. */
export const Failed = at('microphone denied', 'idle');
