/**
 * What the service needs of a machine that can hear and speak. One engine is
 * shared by all sessions (it holds the models); whatever has state is created
 * per session.
 */
export interface SpeechEngine {
  /**
   * A detector with its own state: one for each input audio buffer.
   * Blocks for about 50 ms when no closed detector of that threshold can be used again.
   */
  createVoiceDetector(options: VoiceDetectorOptions): VoiceDetector;
  /**
   * Recognises finished or growing speech. Takes about 50 ms per second of audio.
   * @param samples mono, 16 000 Hz, -1…1; any length
   * @returns the words, `''` when there are none
   * @throws the signal's reason when aborted
   */
  transcribe(samples: Float32Array, options?: TranscribeOptions): Promise<string>;
  /**
   * Speaks a text, sentence by sentence, faster than real time. Markdown, emoji
   * and symbols may be in it; with no word in it nothing is yielded.
   * @yields mono PCM, 24 000 Hz, signed 16 bit; one sentence each, the pauses
   *   between sentences included
   * @throws the signal's reason when aborted
   */
  speak(text: string, options: SpeakOptions): AsyncIterable<Int16Array>;
  /** Lets the models go; whatever is asked of the engine afterwards throws. */
  close(): void;
}

export interface VoiceDetectorOptions {
  /** Probability above which a frame counts as speech, 0…1; less than 0.2 counts as 0.2. */
  threshold: number;
  /** Silence that ends a stretch of speech, ms. */
  silenceDurationMs: number;
}

/**
 * One edge of speech; times are ms from the first sample ever pushed.
 * - `started`: where speech really began, 150 to 200 ms before it was noticed.
 * - `stopped`: where speech really ended plus `silenceDurationMs`, which is the
 *   moment at which it was noticed; what the protocol calls `audio_end_ms`.
 */
export type VoiceEdge = { type: 'started'; atMs: number } | { type: 'stopped'; atMs: number };

export interface VoiceDetector {
  /**
   * Feeds any number of samples (mono, 16 000 Hz, -1…1). Blocks for about 3 ms
   * per second of audio.
   * @returns the edges found, in order
   */
  push(samples: Float32Array): VoiceEdge[];
  /** True between a `started` and its `stopped`. */
  readonly speaking: boolean;
  /** Forgets a stretch of speech under way; the clock goes on. */
  reset(): void;
  /** Frees the detector; it finds nothing any more. */
  close(): void;
}

export interface TranscribeOptions {
  /**
   * A `final` transcript never waits for `partial` ones; those wait for each
   * other. Default `final`.
   */
  priority?: 'final' | 'partial';
  /** Drops what has not begun, and lets the caller go at once. */
  signal?: AbortSignal;
}

export interface SpeakOptions {
  /** An OpenAI voice name; each has its own speaker. Any other name gets the default voice. */
  voice: string;
  /** 0.25…1.5, 1 is normal. */
  speed: number;
  signal: AbortSignal;
}
