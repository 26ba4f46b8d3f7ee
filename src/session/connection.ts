import { LevelMeter } from '../audio/level-meter.js';
import type { Transport } from '../transports/transport.js';

/** One transport with its audio context; made in the click that connects, so that the browser lets sound out. */
export class Connection {
  readonly context = new AudioContext({ latencyHint: 'interactive' });
  readonly transport: Transport;
  /** Resolves when connected or failed; never rejects. */
  ready: Promise<void> = Promise.resolve();
  readonly #abort = new AbortController();
  #meter: LevelMeter | null = null;

  constructor(createTransport: (context: AudioContext) => Transport) {
    try {
      this.transport = createTransport(this.context);
    } catch (error) {
      void this.context.close();
      throw error;
    }
  }

  /** Aborted when this connection is over. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** How loud the answer is. */
  level(): number {
    const { output } = this.transport;
    if (output) this.#meter ??= new LevelMeter(this.context, output);
    return this.#meter?.level() ?? 0;
  }

  close(): void {
    this.#abort.abort();
    this.transport.close();
    void this.context.close();
  }
}
