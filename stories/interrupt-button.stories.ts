import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect } from 'storybook/test';
import { english } from '../src/texts/english.js';
import { at, hasState, inside, press, subject } from './support/play.js';

const { interrupt } = english.interrupt;

export default { title: 'Elements/interrupt-button', component: 'interrupt-button' } satisfies Meta;
type Story = StoryObj;

/** There is no answer to interrupt. It can be found and focused all the same. */
export const Idle = at('idle', 'idle', async (context) => {
  await expect(inside(subject(context)).getByRole('button')).toHaveAttribute('aria-disabled', 'true');
});

export const Thinking = at('thinking', 'thinking');

export const Speaking = at('speaking', 'speaking', async (context) => {
  const button = subject(context);
  await expect(inside(button).getByRole('button')).not.toHaveAttribute('aria-disabled');
});

export const Interrupted: Story = {
  parameters: { moment: 'speaking' },
  async play(context) {
    const button = subject(context);
    await hasState(button, 'speaking');
    await press(button, interrupt);
    await hasState(button, 'idle');
  },
};
