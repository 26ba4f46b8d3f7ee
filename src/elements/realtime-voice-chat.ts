import { ContextProvider } from '@lit/context';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { request } from '../context/request.js';
import { sessionContext } from '../context/session-context.js';
import { SessionController } from '../context/session-controller.js';
import { RealtimeError } from '../protocol/realtime-error.js';
import { RealtimeSession, type SessionOptions } from '../session/realtime-session.js';
import { RealtimeErrorEvent, RealtimeTurnEvent } from '../session/session-events.js';
import type { SessionSettings } from '../session/session-settings.js';
import type { SessionState } from '../session/session-state.js';
import { AutoTransport } from '../transports/auto-transport.js';
import { type GetToken, tokenFromUrl } from '../transports/token-source.js';
import type { Transport } from '../transports/transport.js';
import { WebRtcTransport } from '../transports/webrtc-transport.js';
import { WebSocketTransport } from '../transports/websocket-transport.js';
import './connection-status.js';
import './record-button.js';
import { displayState, reflectState } from './reflect-state.js';
import { tokens } from './shared-styles.js';
import './transcript-log.js';

/**
 * A conversation by voice. It owns the session that every control inside it
 * finds by itself; without children it shows a complete interface of its own.
 *
 * @tag realtime-voice-chat
 * @slot - your own layout, in place of the default one
 * @slot empty - default layout: shown while nothing was said
 * @fires realtime-error - `.error`: what went wrong, once for each failure
 * @fires realtime-status-change - after `session.state.status` changed
 * @fires realtime-turn-change - `.turn .startedAt .endedAt`: a turn is over
 * @fires realtime-transport-change - after `session.state.transport` says which way the sound travels, and why
 * @fires realtime-resume-request - cancelable, before sound that the browser blocked is let out
 * @csspart header - default layout: the line on top
 * @csspart transcript - default layout: the transcript
 * @csspart controls - default layout: the line with the button
 * @csspart error - the sentence that says what went wrong
 * @csspart resume - the button that lets sound out where the browser blocked it
 * @cssprop [--realtime-accent] - the one strong colour
 * @cssprop [--realtime-surface] - the background
 * @cssprop [--realtime-text] - the text
 * @cssprop [--realtime-radius=1rem] - how round it is
 * @cssprop [--realtime-font=inherit] - the font
 * @cssstate idle, connecting, connected, failed, listening, hearing, thinking, speaking - also as `data-state`
 */
export class RealtimeVoiceChat extends LitElement implements SessionSettings {
  static override properties = {
    transport: {},
    tokenUrl: { attribute: 'token-url' },
    sessionUrl: { attribute: 'session-url' },
    serviceUrl: { attribute: 'service-url' },
    model: {},
    voice: {},
    instructions: {},
    language: {},
    transcriptionModel: { attribute: 'transcription-model' },
    transcriptionPrompt: { attribute: 'transcription-prompt' },
    turnDetection: { attribute: 'turn-detection' },
    eagerness: {},
    threshold: { type: Number },
    prefixPaddingMs: { type: Number, attribute: 'prefix-padding-ms' },
    silenceDurationMs: { type: Number, attribute: 'silence-duration-ms' },
    idleTimeoutMs: { type: Number, attribute: 'idle-timeout-ms' },
    noAutoResponse: { type: Boolean, attribute: 'no-auto-response' },
    noInterrupt: { type: Boolean, attribute: 'no-interrupt' },
    output: {},
    config: { attribute: false },
    getToken: { attribute: false },
    createTransport: { attribute: false },
  };
  static override styles = [
    tokens,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-block-size: 0;
      }
      :host(:not([data-own-layout])) {
        block-size: 32rem;
        background: var(--_surface);
        border: 1px solid var(--_line);
        border-radius: var(--_radius);
        overflow: hidden;
      }
      [part='header'] {
        padding: 0.875rem 1.25rem;
        border-block-end: 1px solid var(--_line);
      }
      transcript-log {
        flex: 1;
        min-block-size: 0;
      }
      [part='controls'] {
        display: flex;
        justify-content: center;
        padding: 1.75rem 1.25rem 1.25rem;
        border-block-start: 1px solid var(--_line);
      }
      [part='error'] {
        margin: 0;
        padding: 0.75rem 1.25rem;
        color: var(--_danger);
        background: color-mix(in srgb, var(--_danger) 10%, var(--_surface));
        font-size: 0.875rem;
        line-height: 1.45;
        overflow-wrap: anywhere;
      }
      [part='resume'] {
        all: unset;
        box-sizing: border-box;
        padding: 0.75rem 1.25rem;
        text-align: center;
        cursor: pointer;
        color: var(--_on-accent);
        background: var(--_accent);
      }
      [part='resume']:focus-visible {
        outline: 3px solid var(--_on-accent);
        outline-offset: -5px;
      }
      .hint {
        display: grid;
        place-content: center;
        padding: 1.5rem;
        text-align: center;
        text-wrap: balance;
        color: var(--_quiet);
      }
    `,
  ];

  /**
   * How it is connected: `webrtc`; `websocket`; or `auto` (default), WebRTC, and WebSocket where the
   * network lets no media through.
   */
  declare transport: 'auto' | 'webrtc' | 'websocket';
  /** Where to `POST` for an ephemeral token, such as `/token`. */
  declare tokenUrl?: string;
  /** WebRTC: a page of your own server that takes SDP and answers with SDP, such as `/session`; then no key of any kind reaches the browser. */
  declare sessionUrl?: string;
  /** The service's address when the token does not say, such as `https://api.openai.com/v1`. */
  declare serviceUrl?: string;
  /** The service's model, default `gpt-realtime-2.1`. */
  declare model?: string;
  /** The assistant's voice, default: the one the token was made for. */
  declare voice?: string;
  /** What the assistant is and how it behaves. */
  declare instructions?: string;
  /** The language spoken, ISO 639-1 such as `en`. */
  declare language?: string;
  /** Default `gpt-transcribe`. */
  declare transcriptionModel?: string;
  /** Words or names that the transcription may meet. */
  declare transcriptionPrompt?: string;
  /** Who finds the end of a turn: `semantic_vad` (default), `server_vad`, or `none`: the button. */
  declare turnDetection?: SessionSettings['turnDetection'];
  /** semantic_vad: `low`, `medium`, `high` or `auto` (default). */
  declare eagerness?: SessionSettings['eagerness'];
  /** server_vad: 0…1, default 0.5. */
  declare threshold?: number;
  /** server_vad: ms of sound kept from before speech was noticed, default 300. */
  declare prefixPaddingMs?: number;
  /** server_vad: ms of silence that end a turn, default 500. */
  declare silenceDurationMs?: number;
  /** server_vad: ms of silence after which the assistant speaks up, 5000…30000, default: never. */
  declare idleTimeoutMs?: number;
  /** Turns are found, but an answer comes only when recording stops. */
  declare noAutoResponse: boolean;
  /** Speaking does not cut an answer off. */
  declare noInterrupt: boolean;
  /** `audio` (default, with its transcript) or `text`. */
  declare output?: SessionSettings['output'];
  /** A session object in the service's words, or parts of one; merged last. */
  declare config?: object;
  /** Gets a token, in place of `token-url`. */
  declare getToken?: GetToken;
  /** Makes the transport of each connection, in place of the one that `transport` names. */
  declare createTransport?: SessionOptions['createTransport'];

  /** The conversation itself; the same for the life of this element. */
  readonly session = this.#createSession();
  readonly #internals = this.attachInternals();
  readonly #state = new SessionController(this, (state) => state, this.session);
  readonly #children = new MutationObserver(() => this.requestUpdate());
  #status: SessionState['status'] = 'idle';
  #way: SessionState['transport'] = null;

  constructor() {
    super();
    this.transport = 'auto';
    this.noAutoResponse = this.noInterrupt = false;
    new ContextProvider(this, { context: sessionContext, initialValue: this.session });
    this.session.addEventListener('error', (event) => {
      const { error } = event as RealtimeErrorEvent;
      const options = { bubbles: true, composed: true };
      this.dispatchEvent(new RealtimeErrorEvent('realtime-error', error, options));
    });
    this.session.addEventListener('turn', (event) => {
      const { turn, startedAt, endedAt } = event as RealtimeTurnEvent;
      const options = { bubbles: true, composed: true };
      this.dispatchEvent(new RealtimeTurnEvent('realtime-turn-change', turn, startedAt, endedAt, options));
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#children.observe(this, { childList: true });
  }

  /** Ends the call, unless the element is only being moved: then it is back before the microtask. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#children.disconnect();
    queueMicrotask(() => {
      if (!this.isConnected) this.session.disconnect();
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('tokenUrl') || changed.has('getToken')) this.session.renewToken();
    if (changed.size > 0) this.session.updateSettings();
  }

  protected override render(): TemplateResult {
    const ownLayout = [...this.children].some((child) => !child.slot);
    this.toggleAttribute('data-own-layout', ownLayout);
    reflectState(this, this.#internals, displayState(this.#state.value));
    const { error, soundBlocked } = this.#state.value;
    const message = html`<p part="error" role="alert" ?hidden=${!error}>${error?.message ?? nothing}</p>
      ${
        soundBlocked
          ? html`<button part="resume" type="button" @click=${this.#resume}>Tap to hear the answers</button>`
          : nothing
      }`;
    return ownLayout
      ? html`<slot></slot>${message}`
      : html`<header part="header"><connection-status></connection-status></header>
          <transcript-log part="transcript">
            <div slot="empty" class="hint">
              <slot name="empty">Press the button and say something.</slot>
            </div>
          </transcript-log>
          ${message}
          <footer part="controls"><record-button></record-button></footer>`;
  }

  protected override updated(): void {
    const { status, transport } = this.#state.value;
    const [before, way] = [this.#status, this.#way];
    this.#status = status;
    this.#way = transport;
    if (status !== before) this.#tell('realtime-status-change');
    if (transport && transport !== way) this.#tell('realtime-transport-change');
  }

  #tell(type: string): void {
    this.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
  }

  readonly #resume = () => {
    request(this, 'resume', this.session, (session) => void session.resume());
  };

  readonly #namedTransport = (context: AudioContext): Transport => {
    const { transport, sessionUrl } = this;
    if (transport === 'websocket') return new WebSocketTransport(context);
    const webrtc = new WebRtcTransport(context, sessionUrl);
    if (transport === 'webrtc') return webrtc;
    if (transport !== 'auto') {
      throw new RealtimeError(
        'invalid-config',
        `transport="${String(transport)}" is not possible; use one of auto, webrtc, websocket.`,
      );
    }
    // A WebSocket needs a token; where there is none, there is nothing to fall back to.
    const hasToken = this.tokenUrl || this.getToken || !sessionUrl;
    return hasToken ? new AutoTransport(webrtc, new WebSocketTransport(context)) : webrtc;
  };

  /** The session reads our properties when it needs them, so that they need not be copied. */
  #createSession(): RealtimeSession {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- getters have a `this` of their own
    const chat = this;
    return new RealtimeSession({
      createTransport: (context) => (chat.createTransport ?? chat.#namedTransport)(context),
      getToken: () => (chat.getToken ?? (chat.tokenUrl ? tokenFromUrl(chat.tokenUrl) : noToken))(),
      settings: chat,
      get serviceUrl() {
        return chat.serviceUrl;
      },
      get config() {
        return chat.config;
      },
    });
  }
}

function noToken(): never {
  throw new RealtimeError(
    'invalid-config',
    'There is no way to get a token: set token-url="/token" on <realtime-voice-chat>, or its getToken property.',
  );
}

if (!customElements.get('realtime-voice-chat'))
  customElements.define('realtime-voice-chat', RealtimeVoiceChat);

declare global {
  interface HTMLElementTagNameMap {
    'realtime-voice-chat': RealtimeVoiceChat;
  }
  interface HTMLElementEventMap {
    'realtime-error': RealtimeErrorEvent;
    'realtime-turn-change': RealtimeTurnEvent;
    'realtime-status-change': Event;
    'realtime-transport-change': Event;
  }
}
