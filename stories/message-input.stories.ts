import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, fireEvent, waitFor } from 'storybook/test';
import type { MessageInput } from '../src/elements/message-input.js';
import { inside, subject, write } from './support/play.js';

export default {
  title: 'Elements/message-input',
  component: 'message-input',
  parameters: { width: '30rem' },
} satisfies Meta;
type Story = StoryObj;

/** Enter sends, and the field is empty again. */
export const Empty: Story = {
  async play(context) {
    const input = subject<MessageInput>(context);
    const field = inside(input).getByRole('textbox');
    await write(field, 'We are twelve people.');
    await waitFor(() => expect(input.value).toBe('We are twelve people.'));
    await fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(field).toHaveValue(''));
    await expect(input).toHaveFocus();
  },
};

export const Filled: Story = { args: { value: 'We are twelve people, and two of us eat no meat.' } };

/** It grows with what is typed, and scrolls from a height on. */
export const Long: Story = {
  args: { value: Array.from({ length: 12 }, (_, i) => `${i + 1}. Something that we need`).join('\n') },
};

export const Disconnected: Story = { parameters: { moment: 'service unreachable' } };

export const OwnWords: Story = {
  args: { label: 'Your question', placeholder: 'Or write your question here' },
};
