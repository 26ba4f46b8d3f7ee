import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import type { DeviceSelect } from '../src/elements/device-select.js';
import { inside, subject } from './support/play.js';

export default {
  title: 'Elements/device-select',
  component: 'device-select',
  parameters: { width: '20rem' },
  argTypes: { kind: { control: 'select', options: ['audioinput', 'audiooutput', 'videoinput'] } },
} satisfies Meta;
type Story = StoryObj;

const choose = (id: string): Story['play'] => {
  return async (context) => {
    const select = inside(subject<DeviceSelect>(context)).getByRole('combobox');
    await userEvent.selectOptions(select, id);
    await waitFor(() => expect(select).toHaveValue(id));
  };
};

export const Microphone: Story = { args: { kind: 'audioinput' }, play: choose('microphone-2') };

export const Loudspeaker: Story = { args: { kind: 'audiooutput' }, play: choose('loudspeaker-2') };

export const Camera: Story = { args: { kind: 'videoinput' }, play: choose('camera-2') };

/** In a call the choice takes effect at once, without connecting anew. */
export const InACall: Story = {
  args: { kind: 'audioinput' },
  parameters: { moment: 'listening' },
  play: choose('microphone-1'),
};

export const OwnLabel: Story = { args: { label: 'Speak into' } };
