import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { RecorderController } from '../context/recorder-controller.js';
import { SessionController } from '../context/session-controller.js';
import type { Turn } from '../session/session-state.js';
import { TextsController } from '../texts/texts-controller.js';
import { lineStyles, tokens } from './shared-styles.js';
import { Announcer } from './transcript/announcer.js';
import { controlStyles } from './transcript/control-styles.js';
import { Hearing } from './transcript/hearing.js';
import { NO_MATCHES } from './transcript/painted-text.js';
import { Scroller } from './transcript/scroller.js';
import type { Search } from './transcript/search.js';
import { transcriptStyles } from './transcript/styles.js';
import { TurnButtons } from './transcript/turn-buttons.js';
import { PAGE_LENGTH, renderTurn, type TurnView } from './transcript/turn.js';

/** How long it is shown that a turn was copied. */
const COPIED_MS = 2000;

interface Copied extends Pick<TurnView, 'copied'> {
  id?: string;
}

/**
 * Shows what both sides say, while they say it. Follows the conversation unless
 * the reader has scrolled up. Of a long conversation only what is seen is in the page.
 *
 * Screen readers are told of each turn once, when it is over: not while somebody speaks, and not what
 * was heard anyway.
 *
 * @tag transcript-log
 * @slot empty - shown while nothing was said
 * @csspart log - the list
 * @csspart turn - one contribution; also `user`, `assistant` or `system`, and its status
 * @csspart name - who speaks
 * @csspart time - when it was said
 * @csspart text - what is said
 * @csspart unheard - the rest of an answer that was cut off before it was heard
 * @csspart heard - the word that is heard, while a recording is played
 * @csspart image - a picture that was put into the conversation
 * @csspart note - what there is to know of a turn that was cut off or could not be transcribed
 * @csspart copy - the button that copies a turn
 * @csspart replay - the button that plays the recording from a turn on
 * @csspart more - the button that shows more of a very long turn
 * @csspart jump - the button that goes to the latest turn, for who has scrolled up
 * @csspart fresh - in it: how many turns are new
 * @csspart search - the line with the search
 * @csspart field - its field
 * @csspart count - which match of how many
 * @csspart previous - to the match before
 * @csspart next - to the match after
 * @csspart match - what was found; the one that was gone to is also `current`
 * @cssprop [--realtime-accent] - background of the person's turns
 * @cssprop [--realtime-raised] - background of the assistant's turns
 * @cssprop [--realtime-mark=#ffe27a] - background of what was found
 */
export class TranscriptLog extends LitElement {
  static override properties = {
    htmlFor: { attribute: 'for' },
    noAutoscroll: { type: Boolean, attribute: 'no-autoscroll' },
    noMarkdown: { type: Boolean, attribute: 'no-markdown' },
    times: { type: Boolean },
    search: { type: Boolean },
    captions: { type: Boolean },
  };
  static override styles = [tokens, lineStyles, transcriptStyles, controlStyles];

  static {
    // What has room in the view is known once it is there.
    this.disableWarning?.('change-in-update');
  }

  /** The id of the `<realtime-voice-chat>` to show, when it is not around this element. */
  declare htmlFor?: string;
  /** Leaves the scroll position alone. */
  declare noAutoscroll: boolean;
  /** Shows answers as they were written, in place of bold, lists, code and links. */
  declare noMarkdown: boolean;
  /** Shows when each turn was said. */
  declare times: boolean;
  /** Shows a field to search in. */
  declare search: boolean;
  /** Screen readers are told everything while it is said: for those who do not hear. */
  declare captions: boolean;

  readonly #turns = new SessionController(this, ({ turns }) => turns);
  readonly #recorder = new RecorderController(this);
  readonly #texts = new TextsController(this);
  readonly #scroller = new Scroller(this);
  readonly #hearing = new Hearing(this, this.#turns, this.#recorder);
  /** Loaded where there is a field to search in. */
  #search: Search | null = null;
  readonly #announcer = new Announcer();
  /** How much of very long turns is shown. */
  readonly #limits = new Map<string, number>();
  readonly #buttons = new TurnButtons();
  #copied: Copied = { copied: null };
  #clock: Intl.DateTimeFormat | null = null;
  #clockLang = '';

  constructor() {
    super();
    // What may be told depends on who speaks.
    new SessionController(this, ({ activity }) => activity);
    this.noAutoscroll = this.noMarkdown = this.times = this.search = this.captions = false;
  }

  /**
   * Copies the text of a turn, or of the whole conversation.
   * @returns false when the browser does not allow it
   */
  async copy(turnId?: string): Promise<boolean> {
    const words = this.#words;
    const lines = this.#turns.value
      .filter(({ id, text }) => text && id === (turnId ?? id))
      .map(({ role, text }) => (turnId ? text : words.says(words[role], text)));
    let copied: TurnView['copied'] = 'copied';
    try {
      await navigator.clipboard.writeText(lines.join('\n\n'));
    } catch {
      copied = 'uncopied';
    }
    this.#announcer.say(words[copied]);
    this.#showCopied({ id: turnId ?? '', copied });
    setTimeout(() => this.#showCopied({ copied: null }), COPIED_MS);
    return copied === 'copied';
  }

  /** Scrolls to a turn. */
  showTurn(turnId: string): void {
    const index = this.#turns.value.findIndex(({ id }) => id === turnId);
    if (index >= 0) this.#scroller.goTo(index);
  }

  protected override willUpdate(): void {
    const turns = this.#turns.value;
    if (this.search && !this.#search) void this.#loadSearch();
    this.#search?.setTurns(turns);
    this.#announcer.observe(this.#turns.session, turns, this.#words, this.captions);
    this.#hearing.setTurns(turns);
    this.#scroller.setHeard(this.#hearing.playing, this.#hearing.spoken?.index);
    this.#scroller.setTurns(turns);
    // Between what is measured before and after, so that all is laid out once.
    this.#announcer.tell(this.renderRoot.lastElementChild);
    if (this.#clockLang === this.#texts.lang) return;
    this.#clockLang = this.#texts.lang;
    this.#clock = new Intl.DateTimeFormat(this.#clockLang, { timeStyle: 'short' });
  }

  protected override updated(): void {
    this.#buttons.settle(this.renderRoot.querySelector('.turns > ol'));
  }

  protected override render(): TemplateResult {
    const some = this.#turns.value.length > 0;
    const words = this.#words;
    const { near, fresh, window, scrolled } = this.#scroller;
    const head = some
      ? this.search && this.#search?.render(words, window.last - 1, this.#find)
      : html`<slot name="empty"></slot>`;
    return html`${head || nothing}
      <div
        part="log"
        role="log"
        aria-live="off"
        aria-label=${words.label}
        class=${some ? (window.partial ? 'partial' : '') : 'none'}
        tabindex=${some ? 0 : -1}
        @scroll=${scrolled}
        @keydown=${this.#key}
        @click=${this.#press}
      >
        <div></div>
        <div class="turns">${some ? this.#list() : nothing}</div>
        <div></div>
      </div>
      ${
        near
          ? nothing
          : html`<button part="jump" type="button" @click=${this.#jump}>
              ${words.jump}${fresh ? html`<span part="fresh">${words.fresh(fresh)}</span>` : nothing}
            </button>`
      }
      <div class="announcer" aria-live="polite"></div>`;
  }

  #list(): TemplateResult {
    const turns = this.#rendered;
    const { first, partial } = this.#scroller.window;
    const count = this.#turns.value.length;
    const item = (turn: Turn, index: number) => {
      const { id, role, status } = turn;
      const view = this.#view(turn);
      return html`<li
        part="turn ${role} ${status}"
        class=${role}
        data-id=${id}
        aria-setsize=${partial ? count : nothing}
        aria-posinset=${partial ? first + index + 1 : nothing}
      >
        ${guard(Object.values(view), () => renderTurn(view))}
      </li>`;
    };
    return html`<ol>
      ${repeat(turns, ({ id }) => id, item)}
    </ol>`;
  }

  #view(turn: Turn): TurnView {
    const { id } = turn;
    const spoken = this.#hearing.spoken?.id === id ? this.#hearing.spoken : null;
    return {
      turn,
      words: this.#words,
      heardLength: this.#hearing.heardLength(turn),
      limit: this.#limits.get(id) ?? PAGE_LENGTH,
      markdown: !this.noMarkdown,
      clock: this.times ? this.#clock : null,
      matches: this.#search?.matchesIn(id) ?? NO_MATCHES,
      spoken,
      replay: spoken ? 'playing' : this.#recorder.recorder?.takeOf(id) ? 'ready' : 'none',
      copied: this.#copied.id === id ? this.#copied.copied : null,
    };
  }

  get #words() {
    return this.#texts.value.transcript;
  }

  get #rendered(): readonly Turn[] {
    const { first, last } = this.#scroller.window;
    return this.#turns.value.slice(first, last);
  }

  #showCopied(copied: Copied): void {
    this.#copied = copied;
    this.requestUpdate();
  }

  async #loadSearch(): Promise<void> {
    const module = await import('./transcript/search.js');
    this.#search ??= new module.Search();
    this.requestUpdate();
  }

  readonly #find = () => {
    const turn = this.#search?.turn ?? -1;
    if (turn >= 0) this.#scroller.goTo(turn);
    else this.requestUpdate();
  };

  readonly #jump = () => {
    this.#scroller.goTo(Infinity);
    this.renderRoot.querySelector<HTMLElement>('[part=log]')?.focus({ preventScroll: true });
  };

  /** A turn's buttons. */
  readonly #press = ({ target }: Event) => {
    const part = (target as Element).closest('button')?.part.value;
    const id = (target as Element).closest<HTMLElement>('[data-id]')?.dataset.id;
    const player = this.#recorder.recorder?.player;
    if (!part || id === undefined) return;
    if (part === 'copy') void this.copy(id);
    else if (part === 'more') this.#limits.set(id, (this.#limits.get(id) ?? PAGE_LENGTH) + PAGE_LENGTH);
    else if (this.#hearing.spoken?.id === id) player?.pause();
    else player?.playTurn(id);
    this.requestUpdate();
  };

  /** Between the buttons of turns; and to both ends, which a browser would miss while heights are guessed. */
  readonly #key = (event: KeyboardEvent) => {
    const { key } = event;
    const button = (event.target as Element).closest('button');
    if (key === 'Home' || key === 'End') {
      this.#scroller.goTo(key === 'Home' ? 0 : Infinity);
    } else if (!button || !/^Arrow(Up|Down)$/.test(key) || !this.#buttons.move(button, key === 'ArrowDown')) {
      return;
    }
    event.preventDefault();
  };
}

if (!customElements.get('transcript-log')) customElements.define('transcript-log', TranscriptLog);

declare global {
  interface HTMLElementTagNameMap {
    'transcript-log': TranscriptLog;
  }
}
