import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { SessionController } from '../context/session-controller.js';
import { TextsController } from '../texts/texts-controller.js';
import { displayState, reflectState } from './reflect-state.js';
import { tokens } from './shared-styles.js';

/**
 * Says in a word what the conversation is doing. Announced to those who do not see it is only what calls for
 * attention: the browser's question, that it connects, is connected, or no longer is.
 *
 * @tag connection-status
 * @csspart dot - the coloured dot
 * @csspart label - the word
 * @csspart transport - which way the sound travels, and why
 * @cssprop [--realtime-accent] - colour of the dot while connected
 * @cssprop [--realtime-danger] - colour of the dot after a failure
 * @cssstate idle, asking, connecting, connected, failed, listening, hearing, thinking, speaking, interrupted, muted -
 *   also as `data-state`
 */
export class ConnectionStatus extends LitElement {
  static override properties = {
    htmlFor: { attribute: 'for' },
  };
  static override styles = [
    tokens,
    css`
      :host {
        display: inline-flex;
        gap: 0.5rem;
        font-size: 0.875rem;
        color: var(--_quiet);
        --_dot: color-mix(in srgb, var(--_quiet) 45%, transparent);
      }
      :host(:not([data-state='idle'])) {
        --_dot: var(--_accent);
      }
      :host([data-state='failed']) {
        --_dot: var(--_danger);
      }
      [part='dot'] {
        flex: none;
        inline-size: 0.625rem;
        block-size: 0.625rem;
        /* Beside the first line. */
        margin-block-start: calc((1lh - 0.625rem) / 2);
        border-radius: 50%;
        background: var(--_dot);
        forced-color-adjust: none;
        transition: 0.2s;
      }
      :host(:is([data-state='hearing'], [data-state='speaking'])) [part='dot'] {
        box-shadow: 0 0 0 0.1875rem color-mix(in srgb, var(--_accent) 35%, transparent);
      }
      :host([data-state='muted']) [part='dot'] {
        background: none;
        border: 2px solid var(--_quiet);
      }
      :host(:is([data-state='asking'], [data-state='connecting'], [data-state='thinking'])) [part='dot'] {
        animation: pulse 1.2s ease-in-out infinite;
      }
      .words {
        position: relative;
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 0.75rem;
        min-inline-size: 0;
        /* Cuts off the point between two words that stand in two lines. */
        overflow-x: clip;
      }
      .announced {
        position: absolute;
        inline-size: 1px;
        block-size: 1px;
        overflow: hidden;
        clip-path: inset(50%);
        white-space: nowrap;
      }
      [part='transport'] {
        font-size: 0.75rem;
      }
      [part='transport']::before {
        content: '·';
        position: absolute;
        margin-inline-start: -0.5rem;
      }
      @keyframes pulse {
        50% {
          opacity: 0.25;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        [part='dot'] {
          animation: none !important;
        }
      }
    `,
  ];

  /** The id of the `<realtime-voice-chat>` to speak of, when it is not around this element. */
  declare htmlFor?: string;

  readonly #internals = this.attachInternals();
  readonly #state = new SessionController(this, displayState);
  /** Changes seldom enough to be announced. */
  readonly #connection = new SessionController(this, ({ status, asking }) => (asking ? 'asking' : status));
  readonly #texts = new TextsController(this);
  readonly #transport = new SessionController(this, ({ transport }) => transport);

  protected override render(): TemplateResult {
    const { value: state } = this.#state;
    const { value: transport } = this.#transport;
    const { status: words } = this.#texts.value;
    reflectState(this, this.#internals, state);
    const announced = words[this.#connection.value];
    return html`<span part="dot"></span>
      <span class="words">
        <span part="label" aria-hidden=${words[state] === announced || nothing}>${words[state]}</span>
        <span class="announced" role="status">${announced}</span>
        ${
          transport
            ? html`<span part="transport" title=${transport.reason?.message ?? nothing}
                >${transport.reason ? words.fallback : transport.kind === 'webrtc' ? 'WebRTC' : 'WebSocket'}</span
              >`
            : nothing
        }
      </span>`;
  }
}

if (!customElements.get('connection-status')) customElements.define('connection-status', ConnectionStatus);

declare global {
  interface HTMLElementTagNameMap {
    'connection-status': ConnectionStatus;
  }
}
