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
  /** Both, until one is connected or neither can be. */
  #fed: Transport[];
  /** The one whose events count. */
  #current: Transport;
  #reason: RealtimeError | null = null;
  #loudspeaker = '';

  /**
   * @param first tried first, WebRTC as a rule
   * @param second tried when the first ends in `media-blocked`
   */
  constructor(first: Transport, second: Transport) {
    super();
    this.#current = first;
    this.#fed = [first, second];
    // Only one of them will sound.
    this.output = first.output && new GainNode(first.output.context);
    for (const transport of this.#fed) {
      this.#forward(transport);
      if (this.output) transport.output?.connect(this.output);
    }
  }

  async connect(options: ConnectOptions): Promise<void> {
    const [first, second] = this.#fed as [Transport, Transport];
    try {
      await first.connect(options);
      second.close();
    } catch (error) {
      if ((error as RealtimeError).code !== 'media-blocked' || options.signal.aborted) {
        second.close();
        throw error;
      }
      this.#reason = error as RealtimeError;
      this.#current = second;
      // Sound from the system's loudspeaker is better than none.
      void second.setLoudspeaker(this.#loudspeaker).catch(() => {});
      await second.connect(options);
    } finally {
      this.#fed = [this.#current];
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

  /** Only of the one that sounds: an element may have a choice where an audio context has none. */
  setLoudspeaker(deviceId: string): Promise<void> {
    this.#loudspeaker = deviceId;
    return this.#current.setLoudspeaker(deviceId);
  }

  close(): void {
    for (const transport of this.#fed) transport.close();
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
