import type { SpeechEngine, VoiceDetector, VoiceEdge } from '../src/speech/speech-engine.ts';

/**
 * A fake, for tests of the protocol only: "speech" in which each word is 200 ms of one loudness,
 * which stands for the word. It makes what is heard, and when, exact.
 */
export const WORD_MS = 200;

const RATE = 24_000;
const HEARING_RATE = 16_000;
const FRAME = HEARING_RATE / 50;
const FRAME_MS = 20;
const NOTICED_AFTER_MS = 2 * FRAME_MS;
/** Half of the softest word: a change of loudness rings a little when it is resampled. */
const SILENT_BELOW = 3000 / 0x8000;
/** Loudness of the first word, and of each next one relative to it; G.711 keeps them apart. */
const FIRST = 6000;
const RATIO = 1.09;

const VOCABULARY = 'hello there. i want a party for twenty guests and music. stop one two three.'.split(' ');

/** Says words of the vocabulary; a `|` is 100 ms of silence. */
export function say(text: string): Int16Array {
  const parts = text
    .split(' ')
    .filter(Boolean)
    .map((word) => {
      if (word === '|') return new Int16Array(RATE / 10);
      const index = VOCABULARY.indexOf(word);
      if (index < 0) throw new Error(`'${word}' is not in the vocabulary of the fake engine.`);
      return new Int16Array((RATE * WORD_MS) / 1000).fill(Math.round(FIRST * RATIO ** index));
    });
  return Int16Array.from(parts.flatMap((part) => [...part]));
}

export function silence(ms: number): Int16Array {
  return new Int16Array((RATE * ms) / 1000);
}

export interface ScriptedEngine extends SpeechEngine {
  /** Makes recognition fail until set back. */
  deaf: boolean;
  /** Makes speaking fail until set back. */
  mute: boolean;
  /** Detectors that were not closed. */
  readonly openDetectors: number;
}

export function createScriptedEngine(): ScriptedEngine {
  const detectors = new Set<FakeDetector>();
  const engine = {
    deaf: false,
    mute: false,
    get openDetectors() {
      return detectors.size;
    },
    createVoiceDetector({ silenceDurationMs }: { silenceDurationMs: number }) {
      const detector = new FakeDetector(silenceDurationMs, () => detectors.delete(detector));
      detectors.add(detector);
      return detector;
    },
    async transcribe(samples: Float32Array) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (engine.deaf) throw new Error('The fake engine is deaf.');
      return understand(samples);
    },
    async *speak(text: string, { speed, signal }: { speed: number; signal: AbortSignal }) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (engine.mute) throw new Error('The fake engine is mute.');
      signal.throwIfAborted();
      const words = text.split(/\s+/).filter(Boolean).length;
      yield new Int16Array(Math.round((words * WORD_MS * RATE) / 1000 / speed)).fill(5000);
    },
    close() {},
  };
  return engine;
}

function understand(samples: Float32Array): string {
  const words: string[] = [];
  const step = (HEARING_RATE * WORD_MS) / 1000;
  let at = 0;
  while (at < samples.length) {
    if (!isLoud(samples, at) || !isLoud(samples, at + FRAME / 2)) at++;
    else {
      const middle = samples[at + step / 2];
      if (middle !== undefined) words.push(wordOf(middle * 0x8000));
      at += step;
    }
  }
  return words.join(' ');
}

function isLoud(samples: ArrayLike<number>, at: number): boolean {
  return Math.abs(samples[at] ?? 0) >= SILENT_BELOW;
}

function wordOf(loudness: number): string {
  return VOCABULARY[Math.round(Math.log(loudness / FIRST) / Math.log(RATIO))] ?? '?';
}

class FakeDetector implements VoiceDetector {
  readonly #silenceMs: number;
  readonly close: () => void;
  speaking = false;
  #pending: number[] = [];
  #clockMs = 0;
  #quietMs = 0;
  #loudMs = 0;

  constructor(silenceMs: number, close: () => void) {
    this.#silenceMs = silenceMs;
    this.close = close;
  }

  push(samples: Float32Array): VoiceEdge[] {
    const edges: VoiceEdge[] = [];
    this.#pending.push(...samples);
    while (this.#pending.length >= FRAME) {
      const frame = this.#pending.splice(0, FRAME);
      this.#clockMs += FRAME_MS;
      const loud = isLoud(frame, FRAME / 2);
      this.#quietMs = loud ? 0 : this.#quietMs + FRAME_MS;
      this.#loudMs = loud ? this.#loudMs + FRAME_MS : 0;
      if (this.#loudMs === NOTICED_AFTER_MS && !this.speaking) {
        this.speaking = true;
        edges.push({ type: 'started', atMs: this.#clockMs - NOTICED_AFTER_MS });
      } else if (this.speaking && this.#quietMs >= this.#silenceMs) {
        this.speaking = false;
        edges.push({ type: 'stopped', atMs: this.#clockMs });
      }
    }
    return edges;
  }

  reset(): void {
    this.speaking = false;
    this.#quietMs = 0;
    this.#loudMs = 0;
  }
}
