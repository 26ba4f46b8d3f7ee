import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { SessionController } from '../context/session-controller.js';
import type { Turn } from '../session/session-state.js';
import { tokens } from './shared-styles.js';

const NAMES: Record<Turn['role'], string> = { user: 'You', assistant: 'Assistant', system: 'System' };

/** Scrolled up by no more than this counts as being at the end, in px. */
const END_TOLERANCE_PX = 32;

/**
 * Shows what both sides say, while they say it. Follows the conversation unless
 * the reader has scrolled up.
 *
 * @tag transcript-log
 * @slot empty - shown while nothing was said
 * @csspart log - the list
 * @csspart turn - one contribution; also `user`, `assistant` or `system`, and its status
 * @csspart name - who speaks
 * @csspart text - what is said
 * @csspart unheard - the rest of an answer that was cut off before it was heard
 * @csspart note - what there is to know of a turn that was cut off or could not be transcribed
 * @cssprop [--realtime-accent] - background of the person's turns
 * @cssprop [--realtime-raised] - background of the assistant's turns
 */
export class TranscriptLog extends LitElement {
  static override properties = {
    htmlFor: { attribute: 'for' },
    noAutoscroll: { type: Boolean, attribute: 'no-autoscroll' },
  };
  static override styles = [
    tokens,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-block-size: 0;
      }
      ::slotted([slot='empty']) {
        flex: 1;
      }
      [part='log'] {
        overflow-y: auto;
        overscroll-behavior: contain;
        scrollbar-width: thin;
      }
      [part='log']:focus-visible {
        outline: 2px solid var(--_accent);
        outline-offset: -2px;
      }
      ol {
        display: flex;
        flex-direction: column;
        gap: 0.875rem;
        margin: 0;
        padding: 1.25rem;
        list-style: none;
      }
      li {
        display: grid;
        gap: 0.25rem;
        max-inline-size: min(85%, 36rem);
        justify-items: start;
      }
      .user {
        align-self: end;
        justify-items: end;
      }
      [part='name'] {
        font-size: 0.75rem;
        color: var(--_quiet);
        padding-inline: 0.25rem;
      }
      p {
        margin: 0;
        padding: 0.625rem 0.875rem;
        border-radius: var(--_radius);
        border-end-start-radius: 0.25rem;
        background: var(--_raised);
        line-height: 1.5;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .user p {
        background: var(--_accent);
        color: var(--_on-accent);
        border-radius: var(--_radius);
        border-end-end-radius: 0.25rem;
      }
      [part='unheard'] {
        color: var(--_quiet);
        opacity: 0.75;
      }
      [part='note'] {
        font-size: 0.75rem;
        font-style: italic;
        color: var(--_quiet);
        padding-inline: 0.25rem;
      }
      .dots::after {
        content: '•••';
        letter-spacing: 0.15em;
        animation: wait 1.4s ease-in-out infinite;
      }
      @keyframes wait {
        50% {
          opacity: 0.3;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .dots::after {
          animation: none;
        }
      }
      @media (forced-colors: active) {
        p {
          border: 1px solid CanvasText;
        }
      }
    `,
  ];

  /** The id of the `<realtime-voice-chat>` to show, when it is not around this element. */
  declare htmlFor?: string;
  /** Leaves the scroll position alone. */
  declare noAutoscroll: boolean;

  readonly #turns = new SessionController(this, ({ turns }) => turns);
  #atEnd = true;
  #frame = 0;
  #shown = 0;

  constructor() {
    super();
    this.noAutoscroll = false;
  }

  protected override render(): TemplateResult {
    const turns = this.#turns.value;
    return html`${turns.length ? nothing : html`<slot name="empty"></slot>`}
      <div
        part="log"
        role="log"
        aria-label="Transcript"
        tabindex=${turns.length ? 0 : -1}
        @scroll=${this.#noticePosition}
      >
        ${
          turns.length
            ? html`<ol>
                ${repeat(
                  turns,
                  ({ id }) => id,
                  (turn) => renderTurn(turn, this.#heard(turn)),
                )}
              </ol>`
            : nothing
        }
      </div>`;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  protected override updated(): void {
    if (!this.#frame && this.#sounding) this.#frame = requestAnimationFrame(this.#reveal);
    if (this.#atEnd && !this.noAutoscroll) this.#log.scrollTop = this.#log.scrollHeight;
  }

  /** How much of a turn is shown: an answer appears with its sound, not seconds ahead of it. */
  #heard(turn: Turn): number {
    return this.#turns.session?.getHeardLength(turn) ?? turn.text.length;
  }

  get #sounding(): Turn | undefined {
    return this.#turns.value.findLast(({ role, status }) => role === 'assistant' && status === 'streaming');
  }

  /** Lets the words of a sounding answer appear: where playback stands is pulled, it is no state. */
  readonly #reveal = () => {
    const turn = this.#sounding;
    const heard = turn ? this.#heard(turn) : 0;
    if (heard !== this.#shown) this.requestUpdate();
    this.#shown = heard;
    this.#frame = turn ? requestAnimationFrame(this.#reveal) : 0;
  };

  get #log(): HTMLElement {
    return this.renderRoot.querySelector('[part=log]') as HTMLElement;
  }

  readonly #noticePosition = () => {
    const { scrollTop, clientHeight, scrollHeight } = this.#log;
    this.#atEnd = scrollTop + clientHeight >= scrollHeight - END_TOLERANCE_PX;
  };
}

function renderTurn({ role, text, status, unheard }: Turn, heardLength: number): TemplateResult {
  const waiting = !heardLength && status === 'streaming';
  const words = waiting ? nothing : text.slice(0, heardLength);
  const rest = unheard ? html`<span part="unheard">${unheard}</span>` : nothing;
  const content = text || unheard || waiting ? said(html`${words}${rest}`, waiting) : nothing;
  return html`<li part="turn ${role} ${status}" class=${role}>
    <span part="name">${NAMES[role]}</span>
    ${content} ${note({ role, text, status })}
  </li>`;
}

/** Without white space around it: that would be part of the text. */
function said(content: TemplateResult, waiting: boolean): TemplateResult {
  return html`<p part="text" dir="auto" class=${waiting ? 'dots' : nothing}>${content}</p>`;
}

function note({ role, text, status }: Omit<Turn, 'id'>): TemplateResult | typeof nothing {
  const words =
    status === 'interrupted'
      ? 'Interrupted'
      : status === 'failed'
        ? role === 'user'
          ? 'This could not be transcribed.'
          : 'This answer failed.'
        : text || status === 'streaming'
          ? ''
          : '(nothing was understood)';
  return words ? html`<span part="note">${words}</span>` : nothing;
}

if (!customElements.get('transcript-log')) customElements.define('transcript-log', TranscriptLog);

declare global {
  interface HTMLElementTagNameMap {
    'transcript-log': TranscriptLog;
  }
}
