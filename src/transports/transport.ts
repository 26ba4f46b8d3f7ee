import type { ClientEvent, ServerEvent } from '../protocol/events.js';
import type { RealtimeError } from '../protocol/realtime-error.js';
import type { SessionConfig } from '../protocol/session-config.js';
import type { TokenSource } from './token-source.js';

/** What a transport needs for its one connection. */
export interface ConnectOptions {
  token: TokenSource;
  /** Overrides the token's `base_url`, such as `https://api.openai.com/v1`. */
  serviceUrl?: string | undefined;
  model: string;
  config: SessionConfig;
  /** Aborting it is the same as `close()`. */
  signal: AbortSignal;
}

/** One message on the wire; `event` of the transport and of the session. */
export class RealtimeMessageEvent extends Event {
  readonly direction: 'sent' | 'received';
  readonly message: ClientEvent | ServerEvent;

  constructor(message: ClientEvent | ServerEvent, direction: 'sent' | 'received') {
    super('event');
    this.message = message;
    this.direction = direction;
  }
}

/** How far the sound of an item has come. */
export interface Progress {
  readonly playedMs: number;
  /** The sound there is so far. */
  readonly totalMs: number;
  /** No more of it will come. */
  readonly complete: boolean;
}

/** What became audible, the same for every transport. */
export class PlaybackEvent extends Event {
  readonly phase: 'started' | 'ended' | 'interrupted';
  readonly itemId: string;
  /** How much was played when it was interrupted. */
  readonly progress: Progress | null;

  constructor(phase: PlaybackEvent['phase'], itemId: string, progress: Progress | null = null) {
    super('playback');
    this.phase = phase;
    this.itemId = itemId;
    this.progress = progress;
  }
}

/** The end of an established connection that nobody here asked for. */
export class TransportCloseEvent extends Event {
  readonly error: RealtimeError;

  constructor(error: RealtimeError) {
    super('close');
    this.error = error;
  }
}

/** Which way the sound travels; `reason` says why it is not the way that was tried first. */
export class TransportChangeEvent extends Event {
  readonly kind: TransportKind;
  readonly reason: RealtimeError | null;

  constructor(kind: TransportKind, reason: RealtimeError | null) {
    super('transport');
    this.kind = kind;
    this.reason = reason;
  }
}

export type TransportKind = 'websocket' | 'webrtc';

/**
 * A pipe to the service, for one connection.
 *
 * @fires event RealtimeMessageEvent, for each message in either direction
 * @fires playback PlaybackEvent
 * @fires transport TransportChangeEvent, when it is known which way the sound travels
 * @fires close TransportCloseEvent, once, when an established connection ends by itself
 */
export interface Transport extends EventTarget {
  /** The answers' sound, before volume; the same node for as long as the transport lives, `null` if it has none. */
  readonly output: AudioNode | null;

  /**
   * Opens the connection; resolves when the service has confirmed the session's settings.
   * May be called once.
   * @throws RealtimeError when that fails; the transport is closed then
   */
  connect(options: ConnectOptions): Promise<void>;

  /**
   * Sends a microphone's sound from now on, or none. May be called before `connect`.
   * The stream stays the caller's to stop, once this has resolved.
   * @returns ms of sound taken from the previous stream; once there is none, all of it has been sent
   */
  setMicrophone(stream: MediaStream | null): Promise<number>;

  /** Sends an event, once the session is configured. */
  send(event: ClientEvent): void;

  /** How much of an item was heard; `null` when all was, or there is nothing to hear. Pulled, never stored. */
  progress(itemId: string): Progress | null;

  /** Silences the answer now and has the service know how much of it was heard. */
  interrupt(): Promise<void>;

  /**
   * Lets sound out; call it in a click.
   * @returns false while the browser allows none
   */
  resume(): Promise<boolean>;

  /** How loud the answers are, 0…1. */
  setVolume(volume: number): void;

  /**
   * Which loudspeaker they come from.
   * @param deviceId `''` for the system's default
   * @throws RealtimeError `loudspeaker-failed`; they come from where they came before
   */
  setLoudspeaker(deviceId: string): Promise<void>;

  /** Ends the connection and frees all it holds. May be called again. */
  close(): void;
}
