import { pcm16ToFloat32 } from '../audio/pcm.ts';
import { createResampler } from '../audio/resampler.ts';
import { SESSION_RATE } from './audio-format.ts';

/** What voice detection and recognition take, Hz. */
export const SPEECH_RATE = 16_000;

/** A stretch of sound taken from the buffer. */
export interface Sound {
  /** 24 000 Hz: what the client gets back when it retrieves the item. */
  pcm: Int16Array;
  /** The same at 16 000 Hz: what is recognised. */
  speech: Float32Array;
}

/**
 * The input audio buffer. Its clock is the sound itself: ms of all that was ever written to it,
 * also what was cleared or committed since.
 */
export class InputBuffer {
  readonly #pcm = new Timeline<Int16Array>(SESSION_RATE, (length) => new Int16Array(length));
  readonly #speech = new Timeline<Float32Array>(SPEECH_RATE, (length) => new Float32Array(length));
  readonly #resampler = createResampler(SESSION_RATE, SPEECH_RATE);

  /** Where the sound written so far ends, ms. */
  get endMs(): number {
    return this.#pcm.endMs;
  }

  /** Where the sound still in the buffer begins, ms. */
  get startMs(): number {
    return this.#pcm.startMs;
  }

  /** @returns the same sound at 16 000 Hz */
  push(samples: Int16Array): Float32Array {
    this.#pcm.push(samples);
    const speech = this.#resampler.push(pcm16ToFloat32(samples));
    this.#speech.push(speech);
    return speech;
  }

  /** A copy for recognition. */
  speech(fromMs: number, toMs: number): Float32Array {
    return this.#speech.slice(fromMs, toMs);
  }

  /** Takes a stretch out, and drops what lies before it. */
  take(fromMs: number, toMs: number): Sound {
    const sound = { pcm: this.#pcm.slice(fromMs, toMs), speech: this.#speech.slice(fromMs, toMs) };
    this.dropBefore(toMs);
    return sound;
  }

  dropBefore(ms: number): void {
    this.#pcm.dropBefore(ms);
    this.#speech.dropBefore(ms);
  }
}

/** Sound in chunks on one time axis; its beginning can be dropped. */
class Timeline<T extends Int16Array | Float32Array> {
  readonly #rate: number;
  readonly #allocate: (length: number) => T;
  #chunks: T[] = [];
  /** First sample held, and the one after the last. */
  #start = 0;
  #end = 0;

  constructor(rate: number, allocate: (length: number) => T) {
    this.#rate = rate;
    this.#allocate = allocate;
  }

  get startMs(): number {
    return (this.#start * 1000) / this.#rate;
  }

  get endMs(): number {
    return (this.#end * 1000) / this.#rate;
  }

  push(chunk: T): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#end += chunk.length;
  }

  slice(fromMs: number, toMs: number): T {
    const from = Math.max(this.#start, this.#sample(fromMs));
    const to = Math.max(from, Math.min(this.#end, this.#sample(toMs)));
    const result = this.#allocate(to - from);
    let at = this.#start;
    for (const chunk of this.#chunks) {
      const head = Math.max(from, at);
      const tail = Math.min(to, at + chunk.length);
      if (head < tail) result.set(chunk.subarray(head - at, tail - at), head - from);
      at += chunk.length;
    }
    return result;
  }

  dropBefore(ms: number): void {
    const target = Math.min(this.#end, this.#sample(ms));
    while (this.#chunks[0] && this.#start + this.#chunks[0].length <= target) {
      this.#start += this.#chunks.shift()!.length;
    }
    if (this.#start < target) {
      this.#chunks[0] = this.#chunks[0]!.slice(target - this.#start) as T;
      this.#start = target;
    }
  }

  #sample(ms: number): number {
    return Math.round((ms * this.#rate) / 1000);
  }
}
