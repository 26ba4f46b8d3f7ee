import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { SessionController } from '../context/session-controller.js';
import type { SessionState } from '../session/session-state.js';
import { type DisplayState, displayState, reflectState } from './reflect-state.js';
import { tokens } from './shared-styles.js';

const WORDS: Record<DisplayState, string> = {
  idle: 'Not connected',
  connecting: 'Connecting…',
  connected: 'Connected',
  failed: 'Not connected',
  listening: 'Listening',
  hearing: 'Hearing you',
  thinking: 'Thinking…',
  speaking: 'Speaking',
};

/** Which way the sound travels, and why not the better one. */
function way({ kind, reason }: NonNullable<SessionState['transport']>): string {
  const name = kind === 'webrtc' ? 'WebRTC' : 'WebSocket';
  return reason ? `${name}, because WebRTC is blocked here` : name;
}

/**
 * Says in a word what the conversation is doing.
 *
 * @tag connection-status
 * @csspart dot - the coloured dot
 * @csspart label - the word
 * @csspart transport - which way the sound travels, and why
 * @cssprop [--realtime-accent] - colour of the dot while connected
 * @cssprop [--realtime-danger] - colour of the dot after a failure
 * @cssstate idle, connecting, connected, failed, listening, hearing, thinking, speaking - also as `data-state`
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
        align-items: center;
        gap: 0.5rem;
        font-size: 0.875rem;
        color: var(--_quiet);
      }
      [part='dot'] {
        inline-size: 0.625rem;
        aspect-ratio: 1;
        border-radius: 50%;
        background: var(--_line);
        transition: background 0.2s;
      }
      :host([data-state]:not([data-state='idle'], [data-state='failed'])) [part='dot'] {
        background: var(--_accent);
      }
      :host([data-state='failed']) [part='dot'] {
        background: var(--_danger);
      }
      :host(:is([data-state='connecting'], [data-state='thinking'])) [part='dot'] {
        animation: pulse 1.2s ease-in-out infinite;
      }
      [part='transport'] {
        font-size: 0.75rem;
      }
      [part='transport']::before {
        content: '· ';
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
  readonly #transport = new SessionController(this, ({ transport }) => transport);

  protected override render(): TemplateResult {
    const { value: state } = this.#state;
    const { value: transport } = this.#transport;
    reflectState(this, this.#internals, state);
    return html`<span part="dot"></span>
      <span part="label" role="status">${WORDS[state]}</span>
      ${
        transport
          ? html`<span part="transport" title=${transport.reason?.message ?? nothing}
              >${way(transport)}</span
            >`
          : nothing
      }`;
  }
}

if (!customElements.get('connection-status')) customElements.define('connection-status', ConnectionStatus);

declare global {
  interface HTMLElementTagNameMap {
    'connection-status': ConnectionStatus;
  }
}
