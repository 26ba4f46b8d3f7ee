import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Turn } from '../../session/session-state.js';
import type { Texts } from '../../texts/english.js';
import { type Highlight, NO_MATCHES } from './painted-text.js';
import { PAGE_LENGTH, wholeText } from './turn.js';

/** No more are looked for. */
const MOST_MATCHES = 10_000;

interface Match extends Highlight {
  turn: number;
}

/** Finds words in turns, also in those that are not in the page. */
export class Search {
  #query = '';
  #turns: readonly Turn[] = [];
  #matches: Match[] = [];
  /** The same by turn: each turn that is rendered asks for its own. */
  readonly #byTurn = new Map<string, Match[]>();
  #current = 0;

  /** Which turn the current match is in; -1: there is none. */
  get turn(): number {
    return this.#matches[this.#current]?.turn ?? -1;
  }

  /** Looks again, if anything is being looked for. */
  setTurns(turns: readonly Turn[]): void {
    if (turns === this.#turns) return;
    this.#turns = turns;
    this.#look();
  }

  matchesIn(id: string): readonly Highlight[] {
    const current = this.#matches[this.#current];
    const matches = this.#byTurn.get(id);
    if (!matches) return NO_MATCHES;
    return matches.map((match) => (match === current ? { ...match, part: 'match current' } : match));
  }

  #look(): void {
    this.#matches = [];
    this.#byTurn.clear();
    if (!this.#query) return;
    const pattern = new RegExp(this.#query.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu');
    this.#turns.forEach((each, turn) => {
      const found = [...wholeText(each).slice(0, PAGE_LENGTH).matchAll(pattern)]
        .slice(0, MOST_MATCHES - this.#matches.length)
        .map(({ index, 0: { length } }) => ({ turn, from: index, to: index + length, part: 'match' }));
      if (found.length) this.#byTurn.set(each.id, found);
      for (const match of found) this.#matches.push(match);
    });
  }

  /** @param near where to begin; @param shown renders, and goes to the match that is current then */
  render(words: Texts['transcript'], near: number, shown: () => void): TemplateResult {
    const count = this.#matches.length;
    const find = ({ target }: Event) => {
      this.#query = (target as HTMLInputElement).value;
      this.#look();
      this.#current = Math.max(
        0,
        this.#matches.findLastIndex(({ turn }) => turn <= near),
      );
      shown();
    };
    const step = (by: number) => {
      if (count) this.#current = (this.#current + by + count) % count;
      shown();
    };
    const button = (part: 'previous' | 'next', by: number, icon: TemplateResult) =>
      html`<button
        part=${part}
        type="button"
        aria-label=${words[part]}
        title=${words[part]}
        @click=${() => step(by)}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">${icon}</svg>
      </button>`;
    const found = count ? words.match(this.#current + 1, count) : words.unmatched;
    return html`<div part="search" role="search">
      <input
        part="field"
        type="search"
        autocomplete="off"
        aria-label=${words.search}
        placeholder=${words.search}
        @input=${find}
        @keydown=${({ key, shiftKey, isComposing }: KeyboardEvent) => {
          if (key === 'Enter' && !isComposing) step(shiftKey ? -1 : 1);
        }}
      />
      <span part="count" role="status">${this.#query && found}</span>
      ${count ? [button('previous', -1, up), button('next', 1, down)] : nothing}
    </div>`;
  }
}

const up = svg`<path class="line" d="m6 14.5 6-6 6 6"/>`;
const down = svg`<path class="line" d="m6 9.5 6 6 6-6"/>`;
