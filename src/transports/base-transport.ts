import type { ClientEvent, ServerEvent } from '../protocol/events.js';
import { parseServerEvent } from '../protocol/parse-server-event.js';
import { RealtimeError } from '../protocol/realtime-error.js';
import type { SessionConfig } from '../protocol/session-config.js';
import { connectionLost, sessionExpired } from './connection-errors.js';
import {
  type ConnectOptions,
  type Progress,
  RealtimeMessageEvent,
  type Transport,
  TransportChangeEvent,
  TransportCloseEvent,
  type TransportKind,
} from './transport.js';

/** From `connect` to the confirmed session, fetching the token included. */
const CONNECT_TIMEOUT_MS = 15_000;

/**
 * What every pipe shares: the handshake, events that wait for it, and the one
 * way to end.
 */
export abstract class BaseTransport extends EventTarget implements Transport {
  abstract readonly kind: TransportKind;

  #phase: 'opening' | 'configuring' | 'ready' | 'closed' = 'opening';
  readonly #waiting: ClientEvent[] = [];
  /** What the service complained of before it hung up. */
  protected complaint: string | undefined;
  #config: SessionConfig | undefined;
  #settle!: { resolve: () => void; reject: (error: RealtimeError) => void };
  readonly #confirmed = new Promise<void>((resolve, reject) => (this.#settle = { resolve, reject }));
  /** Resolves when the session is confirmed, or never will be. */
  protected readonly settled = this.#confirmed.catch(() => {});

  abstract readonly output: AudioNode | null;
  abstract connect(options: ConnectOptions): Promise<void>;
  abstract setMicrophone(stream: MediaStream | null): Promise<number>;
  abstract progress(itemId: string): Progress | null;
  abstract interrupt(): Promise<void>;
  abstract resume(): Promise<boolean>;
  abstract setVolume(volume: number): void;
  abstract setLoudspeaker(deviceId: string): Promise<void>;

  close(): void {
    this.fail(connectionLost(), false);
  }

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
    return this.#confirmed.finally(() => clearTimeout(timer));
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
    // It hangs up now, and over a data channel without a reason.
    if (event.type === 'error' && event.error.code === 'session_expired') this.fail(sessionExpired());
    if (this.#phase !== 'ready') this.#advance(event);
  }

  /** Ends the connection for a reason, of which the caller of `connect` or the listeners hear once. */
  protected fail(error: RealtimeError, unasked = true): void {
    if (this.closed) return;
    const established = this.#phase === 'ready';
    this.#phase = 'closed';
    this.#waiting.length = 0;
    this.release();
    this.#settle.reject(error);
    if (established && unasked) this.dispatchEvent(new TransportCloseEvent(error));
  }

  #advance(event: ServerEvent): void {
    if (event.type === 'session.created' && this.#phase === 'opening' && this.#config) {
      this.#phase = 'configuring';
      this.#emit({ type: 'session.update', session: this.#config });
    } else if (event.type === 'session.updated' && this.#phase === 'configuring') {
      this.#phase = 'ready';
      this.dispatchEvent(new TransportChangeEvent(this.kind, null));
      for (const waiting of this.#waiting.splice(0)) this.#emit(waiting);
      this.#settle.resolve();
    } else if (event.type === 'error') {
      this.complaint = event.error.message;
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

/** Sends the sound of a context or an element elsewhere; few ever do, so the code for it comes then. */
export async function sendSoundTo(deviceId: string, player: object): Promise<void> {
  const loudspeaker = await import('../audio/loudspeaker.js');
  return loudspeaker.chooseLoudspeaker(player, deviceId);
}

/** Lets go of something that may still be opening; of one that never opened there is nothing to let go. */
export function closeWhenOpen(opening: Promise<{ close(): void }> | null): void {
  opening?.then(
    (open) => open.close(),
    () => {},
  );
}
