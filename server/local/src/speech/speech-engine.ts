/**
 * What the service needs of a machine that can hear and speak. One engine is
 * shared by all sessions (it holds the models); whatever has state is created
 * per session.
 */
export interface SpeechEngine {
  /** A detector with its own state: one for each input audio buffer. */
  createVoiceDetector(options: VoiceDetectorOptions): VoiceDetector;
  /**
   * Recognises finished or growing speech.
   * @param samples mono, 16 000 Hz, -1…1
   * @returns the words, `''` when there are none
   */
  transcribe(samples: Float32Array, signal?: AbortSignal): Promise<string>;
  /**
   * Speaks a text, sentence by sentence, faster than real time.
   * @yields mono PCM, 24 000 Hz, signed 16 bit
   */
  speak(text: string, options: SpeakOptions): AsyncIterable<Int16Array>;
  /** Frees the models. */
  close(): void;
}

export interface VoiceDetectorOptions {
  /** Probability above which a frame counts as speech, 0…1. */
  threshold: number;
  /** Silence that ends a stretch of speech, ms. */
  silenceDurationMs: number;
}

/** One edge of speech; times are ms from the first sample ever pushed. */
export type VoiceEdge = { type: 'started'; atMs: number } | { type: 'stopped'; atMs: number };

export interface VoiceDetector {
  /**
   * Feeds any number of samples (mono, 16 000 Hz, -1…1).
   * @returns the edges found, in order; `atMs` is where speech really began or
   *   ended, which lies before the moment it was noticed.
   */
  push(samples: Float32Array): VoiceEdge[];
  /** True between a `started` and its `stopped`. */
  readonly speaking: boolean;
  /** Forgets a stretch of speech under way; the clock goes on. */
  reset(): void;
  close(): void;
}

export interface SpeakOptions {
  /** An OpenAI voice name; each has its own speaker. */
  voice: string;
  /** 0.25…1.5, 1 is normal. */
  speed: number;
  signal: AbortSignal;
}
