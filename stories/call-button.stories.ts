import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { english } from '../src/texts/english.js';
import { at, hasState, press, subject } from './support/play.js';

const { connect, hangUp } = english.call;

export default { title: 'Elements/call-button', component: 'call-button' } satisfies Meta;
type Story = StoryObj;

export const Idle = at('idle', 'idle', async (context) => {
  const button = subject(context);
  await press(button, connect);
  await hasState(button, 'connected');
  await press(button, hangUp);
  await hasState(button, 'idle');
});

export const Connecting = at('connecting', 'connecting');

export const Connected = at('connected', 'connected');

export const Failed = at('service unreachable', 'failed');

export const OwnLabel: Story = { args: { '(default)': 'Call the shop' } };
