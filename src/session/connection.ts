import { EchoGuard } from '../audio/echo-guard.js';
import { LevelMeter } from '../audio/level-meter.js';
import type { Transport } from '../transports/transport.js';

/** The sound of one connection, for recorders and meters. */
export interface SessionMedia {
  readonly context: AudioContext;
  /** The microphone while it is open, and silence otherwise. */
  readonly input: AudioNode;
  /** What the answers sound like, whatever the volume. */
  readonly output: AudioNode;
}

/** One transport with its audio context; made in the click that connects, so that the browser lets sound out. */
export class Connection implements SessionMedia {
  readonly context = new AudioContext({ latencyHint: 'interactive' });
  readonly input = new GainNode(this.context);
  readonly output = new GainNode(this.context);
  readonly meters = {
    input: new LevelMeter(this.context, this.input),
    output: new LevelMeter(this.context, this.output),
  };
  /** It learns how much of the answers comes back here. */
  readonly guard = new EchoGuard();
  readonly transport: Transport;
  /** Resolves when connected or failed; never rejects. */
  ready: Promise<void> = Promise.resolve();
  readonly #abort = new AbortController();

  constructor(createTransport: (context: AudioContext) => Transport) {
    try {
      this.transport = createTransport(this.context);
      this.transport.output?.connect(this.output);
    } catch (error) {
      void this.context.close();
      throw error;
    }
  }

  /** Aborted when this connection is over. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  close(): void {
    this.#abort.abort();
    this.transport.close();
    void this.context.close();
  }
}
