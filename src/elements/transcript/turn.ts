import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Turn } from '../../session/session-state.js';
import type { Texts } from '../../texts/english.js';
import { cross } from '../icons.js';
import { type Highlight, paintText } from './painted-text.js';

/** So much of a turn is shown at first, and so much more each time one asks; longer ones could hang a page. */
export const PAGE_LENGTH = 10_000;

/** Everything that decides what one turn looks like. */
export interface TurnView {
  turn: Turn;
  words: Texts['transcript'];
  /** How much of its text was heard, in UTF-16 units. */
  heardLength: number;
  /** How much of it is shown at most. */
  limit: number;
  markdown: boolean;
  /** Shows times in this way; absent: none. */
  clock: Intl.DateTimeFormat | null;
  matches: readonly Highlight[];
  /** The word that is heard in the recording. */
  spoken: Highlight | null;
  /** `none`: no recording has it. */
  replay: 'none' | 'ready' | 'playing';
  /** What came of copying it, just now. */
  copied: 'copied' | 'uncopied' | null;
}

/** The text of a turn with what was never heard of it. */
export const wholeText = ({ text, unheard = '' }: Turn) => text + unheard;

export function renderTurn(view: TurnView): TemplateResult {
  const { turn, words, clock, copied, replay } = view;
  const { role, startedAt } = turn;
  const button = (part: string, label: string, icon: TemplateResult) =>
    html`<button part=${part} type="button" aria-label=${label} title=${label} tabindex="-1">
      <svg viewBox="0 0 24 24" aria-hidden="true">${icon}</svg>
    </button>`;
  return html`<div class="head">
      <span part="name">${words[role]}</span>
      ${
        clock && startedAt
          ? html`<time part="time" datetime=${new Date(startedAt).toISOString()}
              >${clock.format(startedAt)}</time
            >`
          : nothing
      }${
        replay === 'none'
          ? nothing
          : button(
              'replay',
              replay === 'playing' ? words.pause : words.replay,
              replay === 'playing' ? bars : play,
            )
      }${turn.text ? button('copy', words[copied ?? 'copy'], copied ? (copied === 'copied' ? check : cross) : sheets) : nothing}
    </div>
    ${said(view)} ${pictures(view)} ${note(view)}`;
}

/** Without white space around it: that would be part of the text. */
function said({ turn, words, heardLength, limit, markdown, matches, spoken }: TurnView): unknown {
  const { role, status, unheard } = turn;
  const whole = wholeText(turn);
  const known = unheard ? whole.length : heardLength;
  if (!known) return status === 'streaming' ? html`<div part="text" class="dots"></div>` : nothing;
  // Half a character at the end: the other half has not come yet, or comes with more.
  const text = whole.slice(0, limit).replace(/[\ud800-\udbff]$/, '');
  const content = paintText(text, {
    shown: Math.min(known, text.length),
    heard: unheard ? turn.text.length : text.length,
    markdown: markdown && role === 'assistant',
    growing: status === 'streaming',
    highlights: spoken ? [...matches, spoken].sort((a, b) => a.from - b.from) : matches,
  });
  const more = known > limit ? html`<button part="more" type="button">${words.more}</button>` : nothing;
  return html`<div part="text">${content}${more}</div>`;
}

function pictures({ turn, words }: TurnView): unknown {
  // Pictures that were put into the conversation here; nothing is ever fetched for one.
  return turn.images
    ?.filter((url) => url.startsWith('data:image/'))
    .map((url) => html`<img part="image" src=${url} alt=${words.image} decoding="async" />`);
}

function note({ turn, words }: TurnView): TemplateResult | typeof nothing {
  const remark = remarkOn(turn, words);
  return remark ? html`<span part="note">${remark}</span>` : nothing;
}

/** What there is to know of a turn besides its words; `''` where there is nothing. */
export function remarkOn({ role, text, status, images }: Turn, words: Texts['transcript']): string {
  if (status === 'interrupted') return words.interrupted;
  if (status === 'failed') return role === 'user' ? words.untranscribed : words.failed;
  return text || images || status === 'streaming' ? '' : words.nothing;
}

const play = svg`<path d="M8 5.5v13l10.5-6.5Z"/>`;
const bars = svg`<path d="M7 5.5h3.5v13H7Zm6.5 0H17v13h-3.5Z"/>`;
const check = svg`<path class="line" d="m5 12.5 4.5 4.5L19 7.5"/>`;
const sheets = svg`<path class="line" d="M9 9h10v11H9ZM15 5H5v11"/>`;
