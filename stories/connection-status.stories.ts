import type { Meta } from '@storybook/web-components-vite';
import { expect } from 'storybook/test';
import { english } from '../src/texts/english.js';
import type { Moment } from './support/conversation.js';
import { at, inside, subject } from './support/play.js';

const { status } = english;

export default { title: 'Elements/connection-status', component: 'connection-status' } satisfies Meta;

/** Its word is that of its state. */
const says = (moment: Moment, state: keyof typeof status) =>
  at(moment, state, async (context) => {
    await expect(inside(subject(context)).getAllByText(status[state])[0]).toBeVisible();
  });

export const Idle = says('idle', 'idle');
/** The browser is asking the person for the microphone. */
export const Asking = says('asking', 'asking');
export const Connecting = says('connecting', 'connecting');
export const Connected = says('connected', 'connected');
export const Listening = says('listening', 'listening');
export const Hearing = says('hearing', 'hearing');
export const Thinking = says('thinking', 'thinking');
export const Speaking = says('speaking', 'speaking');
export const Interrupted = says('interrupted', 'interrupted');
export const Muted = says('muted', 'muted');
export const Failed = says('service unreachable', 'failed');

/** WebRTC was tried first, and is not possible here. */
export const Fallback = at('fallback', 'connected', async (context) => {
  await expect(inside(subject(context)).getByText(status.fallback)).toBeVisible();
});
