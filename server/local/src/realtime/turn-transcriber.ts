import type { SpeechEngine } from '../speech/speech-engine.ts';
import { StableWords } from './stable-words.ts';

/** New sound that is worth another recognition of the growing turn, ms. */
const PARTIAL_INTERVAL_MS = 500;
/** The same as a share of the turn: each recognition starts at its beginning again. */
const PARTIAL_INTERVAL_SHARE = 1 / 8;
/** A turn longer than this grows without recognition until it is done, ms. */
const LONGEST_PARTIAL_MS = 30_000;

export interface Transcript {
  /** What the recogniser made of the whole turn: what the brain is told. */
  heard: string;
  /** What the client is told: exactly the deltas, joined. */
  shown: string;
}

/** Writes one turn of the user down, while it grows and when it is done. */
export class TurnTranscriber {
  readonly #engine: SpeechEngine;
  readonly #onDelta: (text: string) => void;
  readonly #words = new StableWords();
  readonly #abort = new AbortController();
  #busy = false;
  #doneUpToMs = 0;

  /** @param onDelta gets text that will not change any more */
  constructor(engine: SpeechEngine, onDelta: (text: string) => void) {
    this.#engine = engine;
    this.#onDelta = onDelta;
  }

  /**
   * May recognise the turn so far. One recognition runs at a time: on a slow machine the text
   * comes in larger steps, never late.
   */
  async grow(speech: () => Float32Array, turnMs: number): Promise<void> {
    const intervalMs = Math.max(PARTIAL_INTERVAL_MS, turnMs * PARTIAL_INTERVAL_SHARE);
    if (this.#busy || turnMs > LONGEST_PARTIAL_MS || turnMs - this.#doneUpToMs < intervalMs) return;
    this.#busy = true;
    this.#doneUpToMs = turnMs;
    // A partial that fails is no loss: the whole turn is recognised later.
    const text = await this.#engine
      .transcribe(speech(), { priority: 'partial', signal: this.#abort.signal })
      .catch(() => '');
    this.#busy = false;
    if (!this.#abort.signal.aborted) this.#emit(this.#words.update(text));
  }

  /**
   * @param recognised the words, where they are known already
   * @throws what the engine throws
   */
  async finish(speech: Float32Array, recognised?: string): Promise<Transcript> {
    this.stop();
    const heard = await (recognised ?? this.#engine.transcribe(speech));
    this.#emit(this.#words.finish(heard));
    return { heard, shown: this.#words.text };
  }

  /** No more of the turn. */
  stop(): void {
    this.#abort.abort();
  }

  #emit(text: string): void {
    if (text) this.#onDelta(text);
  }
}
