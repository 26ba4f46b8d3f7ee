import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { expect, userEvent, waitFor } from 'storybook/test';
import '../src/elements/transcript-export.js';
import type { TranscriptExport } from '../src/elements/transcript-export.js';
import { english } from '../src/texts/english.js';
import { inside, subject } from './support/play.js';

const words = english.export;

export default {
  title: 'Elements/transcript-export',
  component: 'transcript-export',
  parameters: { width: '30rem' },
  argTypes: { format: { control: 'select', options: ['txt', 'md', 'json', 'vtt', 'srt'] } },
} satisfies Meta;
type Story = StoryObj;

/** Nothing was said: there is nothing to save. */
export const Empty: Story = {
  async play(context) {
    const button = inside(subject(context)).getByRole('button', { name: words.download });
    await expect(button).toHaveAttribute('aria-disabled', 'true');
  },
};

/** A page may take the text itself, and prevent the download. */
export const Finished: Story = {
  parameters: { moment: 'finished' },
  async play(context) {
    const element = subject<TranscriptExport>(context);
    let text = '';
    element.addEventListener('realtime-export-request', (event) => {
      event.preventDefault();
      ({ text } = event);
    });
    const button = inside(element).getByRole('button', { name: words.download });
    await waitFor(() => expect(button).not.toHaveAttribute('aria-disabled'));
    button.click();
    await waitFor(() => expect(text).toContain('birthday party'));
  },
};

/** Captions for the recording of the same call. */
export const Captions: Story = {
  parameters: { moment: 'finished' },
  async play(context) {
    const element = subject<TranscriptExport>(context);
    await userEvent.selectOptions(inside(element).getByRole('combobox'), 'vtt');
    await waitFor(() => expect(element.text).toMatch(/^WEBVTT/));
  },
};
