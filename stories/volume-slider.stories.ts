import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, fireEvent, waitFor } from 'storybook/test';
import { english } from '../src/texts/english.js';
import { inside, press, subject } from './support/play.js';

export default { title: 'Elements/volume-slider', component: 'volume-slider' } satisfies Meta;
type Story = StoryObj;

export const Full: Story = {};

export const Half: Story = {
  async play(context) {
    const slider = inside(subject(context)).getByRole('slider');
    await fireEvent.input(slider, { target: { value: '50' } });
    await waitFor(() => expect(slider).toHaveAttribute('aria-valuetext', '50%'));
  },
};

/** Silenced, and back to where it was by the same button. */
export const Silenced: Story = {
  async play(context) {
    const slider = subject(context);
    await press(slider, english.volume.mute);
    await waitFor(() => expect(inside(slider).getByRole('button')).toHaveAttribute('aria-pressed', 'true'));
  },
};
