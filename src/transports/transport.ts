import type { ClientEvent, ServerEvent } from '../protocol/events.js';
import { parseServerEvent } from '../protocol/parse-server-event.js';
import { RealtimeError } from '../protocol/realtime-error.js';
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

  constructor(message: ClientEvent, direction: 'sent');
  constructor(message: ServerEvent, direction: 'received');
  constructor(message: ClientEvent | ServerEvent, direction: 'sent' | 'received') {
    super('event');
    this.message = message;
    this.direction = direction;
  }
}

/** What became audible, the same for every transport. */
export class PlaybackEvent extends Event {
  readonly phase: 'started' | 'ended' | 'interrupted';
  /** The item whose sound it is; `null` where the service owns playback and does not say. */
  readonly itemId: string | null;

  constructor(phase: PlaybackEvent['phase'], itemId: string | null) {
    super('playback');
    this.phase = phase;
    this.itemId = itemId;
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

/** From `connect` to the confirmed session, fetching the token included. */
const CONNECT_TIMEOUT_MS = 15_000;

/**
 * A pipe to the service, for one connection. This class holds what every pipe
 * shares: the handshake, events that wait for it, and the one way to end.
 *
 * @fires event RealtimeMessageEvent, for each message in either direction
 * @fires playback PlaybackEvent
 * @fires close TransportCloseEvent, once, when an established connection ends by itself
 */
export abstract class Transport extends EventTarget {
  #phase: 'opening' | 'configuring' | 'ready' | 'closed' = 'opening';
  readonly #waiting: ClientEvent[] = [];
  /** What the service complained of before it hung up. */
  #complaint: string | undefined;
  #config: SessionConfig | undefined;
  #settle: { resolve: () => void; reject: (error: RealtimeError) => void } | undefined;

  /** The answer's sound, for a level meter; `null` until there is any. */
  abstract readonly output: AudioNode | null;

  /**
   * Opens the connection; resolves when the service has confirmed the session's settings.
   * May be called once.
   * @throws RealtimeError when that fails; the transport is closed then
   */
  abstract connect(options: ConnectOptions): Promise<void>;

  /**
   * Sends a microphone's sound from now on, or none. May be called before `connect`: sound is kept
   * until it can be sent. The stream stays the caller's to stop.
   * @returns ms of sound taken from the previous stream, all of it sent when this resolves
   */
  abstract setMicrophone(stream: MediaStream | null): Promise<number>;

  /** Silences the answer now and tells the service how much of it was heard. */
  abstract interrupt(): Promise<void>;

  /** Ends the connection and frees all it holds. May be called again. */
  close(): void {
    this.fail(new RealtimeError('connection-lost', 'The connection was closed.'), false);
  }

  /** Sends an event, once the session is configured. */
  send(event: ClientEvent): void {
    if (this.#phase === 'ready') this.#emit(event);
    else if (this.#phase !== 'closed') this.#waiting.push(event);
  }

  protected get closed(): boolean {
    return this.#phase === 'closed';
  }

  protected get established(): boolean {
    return this.#phase === 'ready';
  }

  /** What the service complained of last, for the subclass to say why it hung up. */
  protected get complaint(): string | undefined {
    return this.#complaint;
  }

  /** Puts one text message on the wire. */
  protected abstract transmit(text: string): void;

  /** Acts on an event before the session hears of it. */
  protected abstract handle(event: ServerEvent): void;

  /** Frees sockets, worklets and listeners. Called once. */
  protected abstract release(): void;

  /**
   * Waits for `session.created`, sends the settings, waits for `session.updated`.
   * Begins before the pipe is open, so that whatever goes wrong on the way is told here.
   */
  protected handshake(config: SessionConfig, signal: AbortSignal): Promise<void> {
    const timer = setTimeout(() => {
      this.fail(
        new RealtimeError(
          'service-unreachable',
          'The voice service did not answer in time. Check your connection and try again.',
        ),
      );
    }, CONNECT_TIMEOUT_MS);
    signal.addEventListener('abort', () => this.close(), { once: true });
    this.#config = config;
    return new Promise<void>((resolve, reject) => {
      this.#settle = { resolve, reject };
    }).finally(() => clearTimeout(timer));
  }

  /** Takes one message from the wire. */
  protected receive(data: unknown): void {
    if (this.closed) return;
    let event: ServerEvent;
    try {
      event = parseServerEvent(data);
    } catch (error) {
      this.fail(error as RealtimeError);
      return;
    }
    this.handle(event);
    this.dispatchEvent(new RealtimeMessageEvent(event, 'received'));
    if (this.#phase !== 'ready') this.#advance(event);
  }

  /** Ends the connection for a reason, of which the caller of `connect` or the listeners hear once. */
  protected fail(error: RealtimeError, unasked = true): void {
    if (this.closed) return;
    const established = this.#phase === 'ready';
    this.#phase = 'closed';
    this.#waiting.length = 0;
    this.release();
    this.#settle?.reject(error);
    if (established && unasked) this.dispatchEvent(new TransportCloseEvent(error));
  }

  #advance(event: ServerEvent): void {
    if (event.type === 'session.created' && this.#phase === 'opening' && this.#config) {
      this.#phase = 'configuring';
      this.#emit({ type: 'session.update', session: this.#config });
    } else if (event.type === 'session.updated' && this.#phase === 'configuring') {
      this.#phase = 'ready';
      for (const waiting of this.#waiting.splice(0)) this.#emit(waiting);
      this.#settle?.resolve();
    } else if (event.type === 'error') {
      this.#complaint = event.error.message;
      if (this.#phase === 'configuring') {
        this.fail(
          new RealtimeError(
            'session-rejected',
            `The voice service does not accept these settings: ${event.error.message}`,
          ),
        );
      }
    }
  }

  #emit(event: ClientEvent): void {
    this.transmit(JSON.stringify(event));
    this.dispatchEvent(new RealtimeMessageEvent(event, 'sent'));
  }
}
