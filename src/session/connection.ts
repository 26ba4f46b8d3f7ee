import type { EchoGuard } from '../audio/echo-guard.js';
import { LevelMeter } from '../audio/level-meter.js';
import { VoiceTracker } from '../audio/voice-tracker.js';
import type { Transport } from '../transports/transport.js';

/** The sound of one connection, for recorders and meters. */
export interface SessionMedia {
  readonly context: AudioContext;
  /** The microphone while it is open, and silence otherwise. */
  readonly input: AudioNode;
  /** What the answers sound like, whatever the volume. */
  readonly output: AudioNode;
}

/** How often voices are looked for, ms; the looks that the echo guard counts in. */
const LOOK_INTERVAL_MS = 50;

/** One transport with its audio context; made in the click that connects, so that the browser lets sound out. */
export class Connection implements SessionMedia {
  readonly context = new AudioContext();
  readonly input = new GainNode(this.context);
  readonly output = new GainNode(this.context);
  readonly meters = {
    input: new LevelMeter(this.input),
    output: new LevelMeter(this.output),
  };
  /** It learns how much of the answers comes back here; `null` before the microphone was open. */
  guard: EchoGuard | null = null;
  /** When the answers were heard. */
  readonly heard = new VoiceTracker();
  /** Called with both levels, dBFS, every 50 ms. */
  onlevels: ((inputDb: number, outputDb: number) => void) | null = null;
  readonly transport: Transport;
  /** Resolves when connected or failed; never rejects. */
  ready: Promise<void> = Promise.resolve();
  readonly #abort = new AbortController();
  readonly #timer = setInterval(() => this.#look(), LOOK_INTERVAL_MS);

  constructor(createTransport: (context: AudioContext) => Transport) {
    try {
      this.transport = createTransport(this.context);
      this.transport.output?.connect(this.output);
    } catch (error) {
      clearInterval(this.#timer);
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
    clearInterval(this.#timer);
    this.transport.close();
    void this.context.close();
  }

  #look(): void {
    const [inputDb, outputDb] = [this.meters.input.decibels(), this.meters.output.decibels()];
    this.heard.observe(outputDb, Date.now());
    this.onlevels?.(inputDb, outputDb);
  }
}
