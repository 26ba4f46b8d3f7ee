import type { EchoGuardMode } from '../audio/echo-guard.js';
import type { Voice } from '../audio/voice-tracker.js';
import type { ClientEvent, NewMessage, OtherEvent } from '../protocol/events.js';
import { RealtimeError } from '../protocol/realtime-error.js';
import type { SessionConfig } from '../protocol/session-config.js';
import { serviceUnreachable } from '../transports/connection-errors.js';
import { type GetToken, TokenSource } from '../transports/token-source.js';
import {
  type PlaybackEvent,
  RealtimeMessageEvent,
  type Transport,
  type TransportChangeEvent,
  type TransportCloseEvent,
} from '../transports/transport.js';
import { Connection, type SessionMedia } from './connection.js';
import type { DeviceChoice } from './device-choice.js';
import type { TranscriptFormat, TranscriptOptions } from './export-transcript.js';
import { heardLength } from './heard-text.js';
import { Listening } from './listening.js';
import type { Action } from './reduce.js';
import { type ResponseRequest, ResponseRequests } from './response-requests.js';
import type { SessionEventTarget } from './session-events.js';
import { buildSessionConfig, DEFAULT_MODEL, type SessionSettings } from './session-settings.js';
import type { SessionState, Turn } from './session-state.js';
import { SessionStore } from './session-store.js';

/** What a session is made of. */
export interface SessionOptions {
  /** Makes the pipe for one connection; called inside the click that connects. */
  createTransport: (context: AudioContext) => Transport;
  /** Where tokens come from: `tokenFromUrl('/token')`, or a function of your own. */
  getToken: GetToken;
  /**
   * The service's address, such as `https://api.openai.com/v1`. It goes over the token's `base_url`; without
   * either it is OpenAI's.
   */
  readonly serviceUrl?: string | undefined;
  /** How the conversation goes: the attributes of `<realtime-voice-chat>`, in camelCase. */
  readonly settings?: SessionSettings | undefined;
  /** A session object in the service's words, merged over the settings. */
  readonly config?: object | undefined;
}

/** Less sound than this is no turn, and the service refuses to commit it. */
const SHORTEST_TURN_MS = 100;

/** Sound that a service has sent lies in a browser's jitter buffer for so long, and on a busy machine for longer. */
const FADE_MS = 700;
/** How often it is then looked whether it still sounds, ms. */
const FADE_LOOK_MS = 200;

/**
 * A conversation with the service, without any interface. Its methods never
 * throw: what goes wrong is in `state.error` and told once by `error`.
 *
 * @fires change Event, at most once per microtask, when `state` is a new one
 * @fires event RealtimeMessageEvent, for each message in either direction
 * @fires turn RealtimeTurnEvent, when a turn is over
 * @fires error RealtimeErrorEvent
 */
export class RealtimeSession extends (EventTarget as new () => SessionEventTarget) {
  readonly #options: SessionOptions;
  readonly #tokens: TokenSource;
  readonly #store = new SessionStore(this);
  #connection: Connection | null = null;
  #listening: Listening | null = null;
  #camera: MediaStream | null = null;
  /** The end of the last recording: what it said is still being sent. */
  #ending: Promise<void> = Promise.resolve();
  readonly #requests = new ResponseRequests(
    (request) => this.#connection?.transport.send(request),
    () => Boolean(this.#model.responding),
  );
  /** When the person spoke who is not listened to any more. */
  #voice: Voice | null = null;
  /** The settings that the service has. */
  #sentConfig: SessionConfig | null = null;
  #devices: Promise<DeviceChoice> | null = null;

  /** @param options read whenever they are needed, so that they may be getters */
  constructor(options: SessionOptions) {
    super();
    this.#options = options;
    this.#tokens = new TokenSource(options.getToken);
  }

  /** All of it at this moment: frozen, and replaced by a new one when anything changes. */
  get state(): SessionState {
    return this.#store.state;
  }

  /** Forgets the token that was kept, after the place it came from has changed. */
  renewToken(): void {
    this.#tokens.renew();
  }

  /** Connects, if not connected. Best called in a click, so that the browser lets sound out. */
  async connect(): Promise<void> {
    await (this.#connection ?? this.#open())?.ready;
  }

  /** Ends the call: connection, sound and microphone. The turns stay. */
  disconnect(): void {
    this.#shutDown(null);
  }

  /**
   * Opens the microphone and sends what it hears, connecting first if need be; what is said until
   * the connection stands is kept. Call it in a click.
   */
  async startTurn(): Promise<void> {
    if (this.#listening || !(this.#connection || this.#settingsAreValid())) return;
    const { devices, muted } = this.#model;
    const listening: Listening = new Listening(devices.audioinput, muted, {
      guardMode: () => this.#guardMode,
      echoed: () => this.#know({ echo: true }),
      lost: () => void this.#chooseDevices((devices) => devices.microphoneLost(listening)),
    });
    this.#listening = listening;
    this.#know({ asking: true });
    const connection = this.#connection ?? this.#open(listening.opened);
    if (!connection) return;
    void this.resume();
    try {
      await listening.start(connection);
      await this.#ending; // what was said before is sent and committed first
      if (this.#listening !== listening) return; // ended meanwhile, and let go by whoever ended it
      this.#know({ asking: false });
      this.#apply({ type: 'recording', on: true });
      if (this.#manual && (this.#model.playing || this.#model.responding)) this.interrupt();
      this.send({ type: 'input_audio_buffer.clear' });
      await connection.transport.setMicrophone(listening.sent);
    } catch (cause) {
      if (this.#listening !== listening) return;
      const error = RealtimeError.from(
        cause,
        'audio-failed',
        'The browser could not listen. Reload the page.',
      );
      if (this.#connection !== connection || this.#model.status !== 'connected') this.#shutDown(error);
      else this.#stopListening(error);
    }
    await connection.ready;
  }

  /**
   * Closes the microphone. What was said and is not yet an item of the conversation becomes one, and
   * an answer is asked for unless the service does so by itself. Less than 100 ms is dropped.
   */
  endTurn(): Promise<void> {
    const listening = this.#listening;
    if (listening) {
      const { recording } = this.#model;
      this.#listening = null;
      this.#know({ asking: false });
      this.#apply({ type: 'recording', on: false });
      if (recording) this.#ending = this.#finish(listening);
      else listening.close(); // nothing of it was sent, and of the one before something may still be
    }
    return this.#ending;
  }

  async #finish(listening: Listening): Promise<void> {
    const connection = this.#connection;
    await listening.switching.catch(() => {});
    const lastMs = (await connection?.transport.setMicrophone(null).catch(() => 0)) ?? 0;
    const sentMs = listening.earlierMs + lastMs;
    listening.close();
    if (this.#connection !== connection) return;
    const { committed } = listening;
    const { voice } = listening.voice;
    // Where the service finds the turns, one in which nobody was heard is none.
    const unfinished = this.#model.hearing || (!committed && (this.#manual || voice));
    if (unfinished && sentMs >= SHORTEST_TURN_MS) {
      this.#voice = voice;
      this.send({ type: 'input_audio_buffer.commit' });
      // The service may have found the end at the same moment; then its answer is the one we ask for.
      this.#requests.make(this.#manual);
    } else {
      // Also of what the service may just begin to hear.
      this.send({ type: 'input_audio_buffer.clear' });
      if (committed && this.#options.settings?.noAutoResponse) this.#requests.make();
    }
  }

  /** Lets the answers be heard where the browser blocked them; call it in a click. */
  async resume(): Promise<void> {
    const audible = await this.#connection?.transport.resume();
    if (this.#model.status === 'connected') this.#know({ soundBlocked: audible === false });
  }

  /** Silences the microphone without closing it, or lets it be heard again. */
  setMuted(muted: boolean): void {
    this.#know({ muted });
    this.#listening?.setMuted(muted);
  }

  /** How loud the answers are, 0…1. */
  setVolume(volume: number): void {
    this.#know({ volume: Math.max(0, Math.min(1, volume)) });
    this.#connection?.transport.setVolume(this.#model.volume);
  }

  /**
   * Chooses a device, for this call and the next ones. A call goes on with it at once, and with the one
   * before if it cannot be used; `error` says so then.
   *
   * @param deviceId as `navigator.mediaDevices.enumerateDevices` names it, `''` for the system's default
   */
  useDevice(kind: MediaDeviceKind, deviceId: string): Promise<void> {
    return this.#chooseDevices((devices) => devices.use(kind, deviceId));
  }

  /** The sound of the connection, from its beginning to its end; `null` without one. */
  get media(): SessionMedia | null {
    return this.#connection;
  }

  /** The camera's picture, for whoever records it. */
  get camera(): MediaStream | null {
    return this.#camera;
  }

  /** Makes a camera known, or that there is none any more. Whoever opened it stops it. */
  setCamera(stream: MediaStream | null): void {
    this.#camera = stream;
    this.#know({ camera: stream !== null });
  }

  /** Says something in writing and asks for an answer, connecting first if need be. */
  async sendText(text: string): Promise<void> {
    const words = text.trim();
    if (!words) return;
    await this.#say({ type: 'message', role: 'user', content: [{ type: 'input_text', text: words }] });
  }

  /**
   * Shows the assistant a picture and asks for an answer, connecting first if need be.
   *
   * @param dataUrl a PNG or JPEG as a `data:` URL of at most 190 000 characters; `picture-refused` if it is not
   * @param text what to say of it
   */
  async sendImage(dataUrl: string, text = ''): Promise<void> {
    try {
      const module = await import('./picture.js');
      await this.#say(module.pictureMessage(dataUrl, text));
    } catch (cause) {
      this.#fail(known(cause));
    }
  }

  async #say(item: NewMessage): Promise<void> {
    const connection = this.#connection ?? this.#open();
    if (!connection) return;
    void this.resume();
    this.send({ type: 'conversation.item.create', item });
    this.#requests.make();
    await connection.ready;
  }

  /** Silences the answer and stops the making of it. Without one it does nothing. */
  interrupt(): void {
    if (this.#model.responding) this.send({ type: 'response.cancel' });
    this.#requests.forget();
    void this.#connection?.transport.interrupt();
  }

  /**
   * Sends any event of the protocol. Without a connection it is lost. A `response.create` waits for the
   * answer that is being made.
   */
  send(event: ClientEvent | OtherEvent): void {
    if (event.type === 'response.create') this.#requests.make(true, event as ResponseRequest);
    else this.#connection?.transport.send(event as ClientEvent);
  }

  /** How loud it is right now, 0…1: the microphone or the answer. Ask as often as you draw. */
  getLevel(direction: 'input' | 'output'): number {
    return this.#connection?.meters[direction].level() ?? 0;
  }

  /**
   * How much of a turn's text was heard, in UTF-16 units: all of it, but for an answer that is sounding
   * or about to. Ask as often as you draw.
   */
  getHeardLength({ id, text }: Turn): number {
    const progress = this.#model.soundBlocked ? null : this.#connection?.transport.progress(id);
    return progress ? heardLength(text, progress, this.#model.paceMs) : text.length;
  }

  /** The conversation as a file: `txt`, `md`, `json`, `vtt` or `srt`. */
  async exportTranscript(format: TranscriptFormat, options?: TranscriptOptions): Promise<string> {
    // Few pages ask for it, so the others do not load it.
    const module = await import('./export-transcript.js');
    return module.exportTranscript(this.state.turns, format, options);
  }

  /**
   * Tells the service of settings that changed during the call. What cannot be is told by `error`, and
   * the call goes on as it was.
   */
  updateSettings(): void {
    if (this.#model.status !== 'connected') return;
    try {
      const config = this.#buildConfig();
      const before = this.#sentConfig;
      if (JSON.stringify(config) === JSON.stringify(before)) return;
      this.#sentConfig = config;
      // A voice that has spoken cannot be changed, so it is only named if it is another one.
      const { input, output: { voice, ...output } = {} } = config.audio ?? {};
      const sameVoice = voice === before?.audio?.output?.voice;
      const audio = { input, output: sameVoice ? output : { ...output, voice } };
      this.send({ type: 'session.update', session: { ...config, audio } });
    } catch (error) {
      this.#fail(error as RealtimeError);
    }
  }

  /** Few pages choose devices, and few microphones are unplugged: the rest does not load what that needs. */
  async #chooseDevices(act: (devices: DeviceChoice) => void | Promise<void>): Promise<void> {
    this.#devices ??= import('./device-choice.js').then(({ DeviceChoice }) => {
      const devices = new DeviceChoice({
        devices: () => this.#model.devices,
        connection: () => this.#connection,
        listening: () => this.#listening,
        know: (fact) => this.#know(fact),
        fail: (error) => this.#fail(error),
        silenced: () => void this.endTurn(),
      });
      if (this.#connection) devices.connected(this.#connection);
      return devices;
    });
    try {
      await act(await this.#devices);
    } catch (cause) {
      this.#devices = null; // what could not be loaded may be next time
      this.#fail(known(cause));
    }
  }

  get #model() {
    return this.#store.model;
  }

  get #manual(): boolean {
    return this.#options.settings?.turnDetection === 'none';
  }

  /** An echo can only cut an answer off where voice detection is on. */
  get #guardMode(): EchoGuardMode {
    return this.#manual ? 'off' : (this.#options.settings?.echoGuard ?? 'auto');
  }

  #buildConfig(): SessionConfig {
    return buildSessionConfig(this.#options.settings ?? {}, this.#options.config);
  }

  #settingsAreValid(): boolean {
    try {
      this.#buildConfig();
      return true;
    } catch (error) {
      this.#shutDown(error as RealtimeError);
      return false;
    }
  }

  /** Makes everything that must be made inside the click, and connects once the microphone is there. */
  #open(microphone?: Promise<MediaStream>): Connection | null {
    try {
      const config = (this.#sentConfig = this.#buildConfig());
      const connection = new Connection(this.#options.createTransport);
      this.#connection = connection;
      this.#listen(connection);
      connection.transport.setVolume(this.#model.volume);
      // A telephone call silences the page, and its end may not let it sound again.
      connection.context.addEventListener('statechange', () => void this.resume(), {
        signal: connection.signal,
      });
      if (this.#devices) void this.#chooseDevices((devices) => devices.connected(connection));
      this.#apply({ type: 'connecting' });
      connection.ready = this.#establish(connection, config, microphone);
      return connection;
    } catch (cause) {
      this.#shutDown(
        RealtimeError.from(cause, 'audio-failed', 'This browser cannot play sound. Try another one.'),
      );
      return null;
    }
  }

  async #establish(
    { transport, signal }: Connection,
    config: SessionConfig,
    microphone?: Promise<MediaStream>,
  ): Promise<void> {
    const { serviceUrl, settings } = this.#options;
    try {
      await microphone; // a refused microphone costs no token
      if (signal.aborted) return;
      const model = settings?.model ?? DEFAULT_MODEL;
      await transport.connect({ token: this.#tokens, serviceUrl, model, config, signal });
      if (signal.aborted) return;
      this.#apply({ type: 'connected' });
      this.updateSettings();
      await this.resume();
    } catch (cause) {
      if (signal.aborted) return;
      this.#shutDown(known(cause));
    }
  }

  #listen({ transport, signal }: Connection): void {
    const on = <E extends Event>(type: string, act: (event: E) => void) =>
      transport.addEventListener(type, (event) => act(event as E), { signal });
    on('event', (event: RealtimeMessageEvent) => this.#message(event));
    on('playback', ({ phase, itemId, progress }: PlaybackEvent) => {
      this.#apply({ type: 'playback', phase, itemId, progress });
      if (phase === 'ended') this.#fade(itemId, FADE_MS);
    });
    on('transport', ({ kind, reason }: TransportChangeEvent) => this.#know({ transport: { kind, reason } }));
    on('close', ({ error }: TransportCloseEvent) => this.#shutDown(error));
  }

  /** Notes when the last of an answer was heard, as long as something of it still is. */
  #fade(itemId: string, afterMs: number): void {
    setTimeout(() => {
      if (this.#model.playing) return; // another answer
      this.#apply({ type: 'faded', itemId });
      if (Date.now() - (this.#connection?.heard.voice?.endedAt ?? 0) < FADE_MS)
        this.#fade(itemId, FADE_LOOK_MS);
    }, afterMs);
  }

  #message({ message, direction }: RealtimeMessageEvent): void {
    const committed = message.type === 'input_audio_buffer.committed';
    if (committed && this.#listening) this.#listening.committed = true;
    if (message.type === 'error' && message.error.code === 'conversation_already_has_active_response') {
      this.#requests.refused();
    }
    this.#apply({ type: direction, event: message } as Action);
    if (committed) this.#listening?.voice.forget();
    this.#requests.makeWaiting();
    this.dispatchEvent(new RealtimeMessageEvent(message, direction));
  }

  #stopListening(error: RealtimeError): void {
    this.#listening?.close();
    this.#listening = null;
    this.#know({ asking: false });
    this.#apply({ type: 'recording', on: false });
    this.#fail(error);
  }

  /** The one way a call ends, by wish (no error) or by failure. */
  #shutDown(error: RealtimeError | null): void {
    this.#listening?.close();
    this.#connection?.close();
    this.#listening = this.#connection = null;
    this.#ending = Promise.resolve();
    this.#requests.forget();
    this.#apply({ type: 'disconnected', error });
  }

  #fail(error: RealtimeError): void {
    this.#apply({ type: 'error', error });
  }

  #know(fact: Partial<SessionState>): void {
    this.#store.know(fact);
  }

  #apply(action: Action): void {
    const voice = this.#listening?.voice.voice ?? this.#voice;
    const heard = this.#connection?.heard;
    if (action.type === 'playback' && action.phase === 'started') heard?.forget();
    this.#store.apply(action, { voice, heard: heard?.voice });
  }
}

/** What only the network can have caused, where nothing else is known. */
function known(cause: unknown): RealtimeError {
  return cause instanceof RealtimeError ? cause : serviceUnreachable(cause);
}
