import type { ClientEvent } from '../protocol/events.js';
import type { RealtimeError } from '../protocol/realtime-error.js';
import {
  type ConnectOptions,
  PlaybackEvent,
  type Progress,
  RealtimeMessageEvent,
  type Transport,
  TransportChangeEvent,
  TransportCloseEvent,
} from './transport.js';

/**
 * Tries one transport, and another where media cannot flow. Both are given the
 * microphone from the start, so that the second has what was said meanwhile.
 */
export class AutoTransport extends EventTarget implements Transport {
  readonly output: AudioNode | null;
  readonly #first: Transport;
  readonly #second: Transport;
  /** The one whose events count; both are fed until one is connected. */
  #current: Transport;
  #decided = false;
  #reason: RealtimeError | null = null;

  /**
   * @param first tried first, WebRTC as a rule
   * @param second tried when the first ends in `media-blocked`
   */
  constructor(first: Transport, second: Transport) {
    super();
    this.#first = this.#current = first;
    this.#second = second;
    this.#forward(first);
    this.#forward(second);
    // Only one of them will sound.
    this.output = first.output && new GainNode(first.output.context);
    for (const { output } of [first, second]) if (this.output) output?.connect(this.output);
  }

  async connect(options: ConnectOptions): Promise<void> {
    try {
      await this.#first.connect(options);
      this.#second.close();
    } catch (error) {
      if ((error as RealtimeError).code !== 'media-blocked' || options.signal.aborted) {
        this.#second.close();
        throw error;
      }
      this.#reason = error as RealtimeError;
      this.#current = this.#second;
      await this.#second.connect(options);
    } finally {
      this.#decided = true;
    }
  }

  async setMicrophone(stream: MediaStream | null): Promise<number> {
    const ms = await Promise.all(this.#fed.map((transport) => transport.setMicrophone(stream)));
    return Math.max(...ms);
  }

  send(event: ClientEvent): void {
    for (const transport of this.#fed) transport.send(event);
  }

  progress(itemId: string): Progress | null {
    return this.#current.progress(itemId);
  }

  interrupt(): Promise<void> {
    return this.#current.interrupt();
  }

  resume(): Promise<boolean> {
    return this.#current.resume();
  }

  setVolume(volume: number): void {
    for (const transport of this.#fed) transport.setVolume(volume);
  }

  async setLoudspeaker(deviceId: string): Promise<void> {
    await Promise.all(this.#fed.map((transport) => transport.setLoudspeaker(deviceId)));
  }

  close(): void {
    this.#first.close();
    this.#second.close();
  }

  get #fed(): Transport[] {
    return this.#decided ? [this.#current] : [this.#first, this.#second];
  }

  /** An event cannot be dispatched twice, so what comes from below goes out as a copy. */
  #forward(transport: Transport): void {
    const on = <E extends Event>(type: string, copy: (event: E) => Event) => {
      transport.addEventListener(type, (event) => {
        if (transport === this.#current) this.dispatchEvent(copy(event as E));
      });
    };
    on('event', (event: RealtimeMessageEvent) => new RealtimeMessageEvent(event.message, event.direction));
    on('playback', (event: PlaybackEvent) => new PlaybackEvent(event.phase, event.itemId, event.progress));
    on('transport', ({ kind }: TransportChangeEvent) => new TransportChangeEvent(kind, this.#reason));
    on('close', ({ error }: TransportCloseEvent) => new TransportCloseEvent(error));
  }
}
