import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { expect, waitFor } from 'storybook/test';
import type { partyPlanning } from '../src/testing/index.js';
import { conversation } from '../src/testing/index.js';
import { english } from '../src/texts/english.js';
import { inside, press, subject, write } from './support/play.js';

const words = english.transcript;

export default {
  title: 'Elements/transcript-log',
  component: 'transcript-log',
  parameters: { width: '36rem' },
} satisfies Meta;
type Story = StoryObj;

/** As high as its text; a long one needs a height, and scrolls. */
const HIGH = 'block-size: 26rem';

/** While nothing was said it shows its `empty` slot. */
export const Empty: Story = {
  render: () => html`<transcript-log><p slot="empty">Nothing was said yet.</p></transcript-log>`,
  parameters: { snippet: '<transcript-log><p slot="empty">Nothing was said yet.</p></transcript-log>' },
};

export const Finished: Story = { parameters: { moment: 'finished' } };

export const Hearing: Story = { parameters: { moment: 'hearing' } };

export const Thinking: Story = { parameters: { moment: 'thinking' } };

/** An answer appears with its sound, not seconds ahead of it. */
export const Speaking: Story = {
  parameters: { moment: 'speaking' },
  async play(context) {
    const log = inside(subject(context));
    await expect(await log.findByText(/A big pot/)).not.toHaveTextContent('shopping list');
  },
};

/** What was heard, and what was not. */
export const Interrupted: Story = {
  parameters: { moment: 'interrupted' },
  async play(context) {
    await expect(await inside(subject(context)).findByText(words.interrupted)).toBeVisible();
  },
};

/** Where a turn was recorded it can be heard again, and its words are marked while they sound. */
export const Replayed: Story = {
  parameters: { moment: 'replayed' },
  async play(context) {
    const log = subject(context);
    await waitFor(() => expect(log.shadowRoot?.querySelector('mark[part=heard]')).toBeVisible());
    await expect(inside(log).getByRole('button', { name: words.pause })).toBeVisible();
  },
};

/** The service could not make out what was said. */
export const NotUnderstood: Story = {
  parameters: {
    moment: conversation()
      .user('Mumble.', { transcript: 'failed' })
      .assistant('Sorry, I did not get that. Could you say it again?'),
  },
};

/** With `times` each turn says when. */
export const Times: Story = { args: { times: true }, parameters: { moment: 'finished' } };

/** With `search` there is a field to search in. */
export const Search: Story = {
  args: { search: true, style: HIGH },
  parameters: { moment: 'finished' },
  async play(context) {
    const log = inside(subject(context));
    await write(await log.findByRole('searchbox'), 'pirate');
    await expect(await log.findByText(words.match(4, 4))).toBeVisible();
    await press(subject(context), words.next);
    await expect(await log.findByText(words.match(1, 4))).toBeVisible();
  },
};

const markdown = conversation()
  .user('What do I need for a chilli?')
  .assistant(
    [
      'For **twelve people**:',
      '- 2 kg beans, *soaked overnight*',
      '- 1 kg tomatoes',
      '',
      'Begin with `onions`; the rest is in [the recipe](https://example.com/chilli).',
    ].join('\n'),
    { ms: 4000 },
  );

/** Answers may hold basic Markdown. */
export const Markdown: Story = {
  parameters: { moment: markdown },
  async play(context) {
    await expect(await inside(subject(context)).findByRole('link')).toHaveAttribute('rel');
  },
};

export const WithoutMarkdown: Story = { args: { 'no-markdown': true }, parameters: { moment: markdown } };

/** Whatever is said is text: never HTML, never a script. */
export const Hostile: Story = {
  parameters: {
    moment: conversation()
      .user('<img src=x onerror="alert(1)"> <b>bold?</b>')
      .assistant('[Press me](javascript:alert(1)) <script>alert(2)</script> \u202Edlrow olleh\u202C')
      .user(`W${'o'.repeat(400)}w`)
      .assistant('👩‍👩‍👧‍👦🏳️‍🌈 that is all.'),
  },
  async play(context) {
    const log = subject(context);
    await waitFor(() => expect(log.shadowRoot?.querySelectorAll('li')).toHaveLength(4));
    await expect(log.shadowRoot?.querySelector('a, img, script, b')).toBeNull();
  },
};

const long = Array.from({ length: 60 }).reduce(
  (sofar: typeof partyPlanning, _, n) =>
    sofar.user(`Question ${n + 1}: how many are we?`).assistant(`Answer ${n + 1}: we are ${n + 1}.`),
  conversation(),
);

/** It follows the conversation, unless one has scrolled up; then a button leads back. */
export const ScrolledUp: Story = {
  args: { style: HIGH },
  parameters: { moment: long },
  async play(context) {
    const log = inside(subject(context));
    await log.findByText('Answer 60: we are 60.');
    log.getByRole('log').scrollTop = 0;
    await expect(await log.findByRole('button', { name: words.jump })).toBeVisible();
  },
};
