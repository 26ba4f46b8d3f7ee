import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect } from 'storybook/test';
import { english } from '../src/texts/english.js';
import { at, hasState, inside, press, subject } from './support/play.js';

const { mute } = english.mute;

export default { title: 'Elements/mute-button', component: 'mute-button' } satisfies Meta;
type Story = StoryObj;

export const Audible = at('listening', 'audible', async (context) => {
  const button = subject(context);
  await press(button, mute);
  await hasState(button, 'muted');
  await press(button, mute);
  await hasState(button, 'audible');
});

export const Muted = at('muted', 'muted', async (context) => {
  await expect(inside(subject(context)).getByRole('button')).toHaveAttribute('aria-pressed', 'true');
});

export const OwnLabel: Story = { args: { '(default)': 'Pause the microphone' } };
