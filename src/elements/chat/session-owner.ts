import { ContextProvider } from '@lit/context';
import { LitElement, type PropertyDeclarations, type PropertyValues } from 'lit';
import { recorderContext } from '../../context/recorder-context.js';
import { sessionContext } from '../../context/session-context.js';
import { RealtimeError } from '../../protocol/realtime-error.js';
import { Recorder } from '../../recording/recorder.js';
import { RealtimeRecordingEvent, type RecordingTrack } from '../../recording/take.js';
import { RealtimeSession, type SessionOptions } from '../../session/realtime-session.js';
import { RealtimeErrorEvent, RealtimeTurnEvent } from '../../session/session-events.js';
import type { SessionSettings } from '../../session/session-settings.js';
import { AutoTransport } from '../../transports/auto-transport.js';
import { type GetToken, tokenFromUrl } from '../../transports/token-source.js';
import type { Transport } from '../../transports/transport.js';
import { WebRtcTransport } from '../../transports/webrtc-transport.js';
import { WebSocketTransport } from '../../transports/websocket-transport.js';

const OUTWARD = { bubbles: true, composed: true };
const TRACKS: readonly RecordingTrack[] = ['user', 'assistant', 'camera'];

/**
 * A chat without a face: it makes a session of its attributes, records it if it is to, provides both to the
 * controls inside, and tells the page what happens.
 */
export class SessionOwner extends LitElement implements SessionSettings {
  static override properties: PropertyDeclarations = {
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
    echoGuard: { attribute: 'echo-guard' },
    output: {},
    config: { attribute: false },
    getToken: { attribute: false },
    createTransport: { attribute: false },
    record: {},
    recordTracks: { attribute: 'record-tracks' },
    recordSeparate: { type: Boolean, attribute: 'record-separate' },
  };

  /**
   * How it is connected: `webrtc`; `websocket`; or `auto` (default), WebRTC, and WebSocket where the
   * network lets no media through.
   */
  declare transport: 'auto' | 'webrtc' | 'websocket';
  /** Where to `POST` for an ephemeral token, such as `/token`. */
  declare tokenUrl?: string;
  /** WebRTC: a page of your own server that takes SDP and answers with SDP, such as `/session`; then no key of any kind reaches the browser. */
  declare sessionUrl?: string;
  /** The service's address, such as `https://api.openai.com/v1`. It goes over the token's `base_url`; without either it is OpenAI's. */
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
  /**
   * What keeps the assistant from hearing itself: `auto` (default) lets the microphone be heard unless it
   * hears nothing but the answer; `half-duplex` never while an answer sounds; `off` always.
   */
  declare echoGuard?: SessionSettings['echoGuard'];
  /** `audio` (default, with its transcript) or `text`. */
  declare output?: SessionSettings['output'];
  /** A session object in the service's words, or parts of one; merged last. */
  declare config?: object;
  /** Gets a token, in place of `token-url`. */
  declare getToken?: GetToken;
  /** Makes the transport of each connection, in place of the one that `transport` names. */
  declare createTransport?: SessionOptions['createTransport'];

  /** What is recorded: nothing (`off`, default), a take for each press of record (`turns`), or the whole `call`. */
  declare record: 'off' | 'turns' | 'call';
  /** What is in a take: some of `user assistant camera`, default `user assistant`. */
  declare recordTracks: string;
  /** A file for each track, in place of one with all of them. */
  declare recordSeparate: boolean;

  /** The conversation itself; the same for the life of this element. */
  readonly session = this.#createSession();
  /** Why it cannot be recorded; until the next call. */
  protected recordingError: RealtimeError | null = null;
  #recorder: Recorder | null = null;
  readonly #recorderContext = new ContextProvider(this, { context: recorderContext, initialValue: null });
  #status = this.session.state.status;
  #way = this.session.state.transport;

  constructor() {
    super();
    this.transport = 'auto';
    this.record = 'off';
    this.recordTracks = 'user assistant';
    this.noAutoResponse = this.noInterrupt = this.recordSeparate = false;
    const { session } = this;
    new ContextProvider(this, { context: sessionContext, initialValue: session });
    session.addEventListener('error', (event) => this.#tellError(event.error));
    session.addEventListener('turn', (event) => {
      const { turn } = event;
      this.dispatchEvent(new RealtimeTurnEvent('realtime-turn-change', turn, OUTWARD));
    });
    session.addEventListener('change', this.#changed);
  }

  /** The takes of its conversations and their player; made when it is first needed. */
  get recorder(): Recorder {
    return (this.#recorder ??= this.#createRecorder());
  }

  /** Ends the call, unless the element is only being moved: then it is back before the microtask. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    queueMicrotask(() => {
      if (!this.isConnected) this.session.disconnect();
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('tokenUrl') || changed.has('getToken')) this.session.renewToken();
    if (changed.size > 0) this.session.updateSettings();
    if (changed.has('record') || changed.has('recordTracks')) this.#updateRecorder();
  }

  readonly #changed = () => {
    const { status, transport } = this.session.state;
    const [before, way] = [this.#status, this.#way];
    this.#status = status;
    this.#way = transport;
    if (status === 'connecting') this.recordingError = null;
    if (status !== before) this.dispatchEvent(new Event('realtime-status-change', OUTWARD));
    if (transport && transport !== way) this.dispatchEvent(new Event('realtime-transport-change', OUTWARD));
  };

  #tellError(error: RealtimeError): void {
    this.dispatchEvent(new RealtimeErrorEvent('realtime-error', error, OUTWARD));
  }

  #updateRecorder(): void {
    const { record, recordTracks } = this;
    const isMode = /^(off|turns|call)$/.test((this.record ||= 'off'));
    if (!isMode || !this.#tracks.length) {
      this.#recordingFailed(
        new RealtimeError(
          'invalid-config',
          `record="${record}" record-tracks="${recordTracks}" is not possible: use off, turns or call, and some of user, assistant, camera.`,
        ),
      );
    }
    if (this.record !== 'off') this.recorder.update();
    else this.#recorder?.update();
  }

  readonly #recordingFailed = (error: RealtimeError) => {
    this.recordingError = error;
    this.requestUpdate();
    this.#tellError(error);
  };

  get #tracks(): readonly RecordingTrack[] {
    const words = (this.recordTracks ?? '').split(' ');
    return TRACKS.filter((track) => words.includes(track));
  }

  #createRecorder(): Recorder {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- getters have a `this` of their own
    const chat = this;
    const recorder = new Recorder(this.session, {
      get mode() {
        return chat.record;
      },
      get tracks() {
        return chat.#tracks;
      },
      get separate() {
        return chat.recordSeparate;
      },
    });
    recorder.addEventListener('change', () => this.requestUpdate());
    recorder.addEventListener('error', (event) => this.#recordingFailed((event as RealtimeErrorEvent).error));
    recorder.addEventListener('recording', (event) => {
      const { take } = event as RealtimeRecordingEvent;
      this.dispatchEvent(new RealtimeRecordingEvent('realtime-recording', take, OUTWARD));
    });
    this.#recorderContext.setValue(recorder);
    return recorder;
  }

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
