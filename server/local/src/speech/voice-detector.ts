import { HEARING_SAMPLE_RATE } from './recogniser.ts';
import { loadSherpa, type SherpaVad } from './sherpa.ts';
import type { VoiceDetector, VoiceDetectorOptions, VoiceEdge } from './speech-engine.ts';

/** What the Silero model judges at once, samples. */
const WINDOW = 512;
const WINDOW_MS = (WINDOW * 1000) / HEARING_SAMPLE_RATE;
/** The model also looks at the end of the window before, samples. */
const LOOK_BACK = 64;
/** Voice in this many windows running is speech: a knock is shorter, a "no" twice as long. */
const MIN_SPEECH_WINDOWS = 4;
/** A window is called voice when the one before was voice too: speech began there. */
const NOTICED_LATE_MS = WINDOW_MS;
/** The model goes on hearing voice for about this long after it has ended. */
const LINGERS_MS = 2 * WINDOW_MS;
/** Root mean square of a window, -60 dBFS: what is quieter was not said to us. */
const MIN_LOUDNESS = 10 ** (-60 / 20);
/** The model ends speech 0.15 below the threshold, so below this it would never end. */
const MIN_THRESHOLD = 0.2;
/** So short that the model's own timing is switched off (0 would mean its defaults), s. */
const NO_DURATION = 0.001;
/** Longer than any session: the model must not cut long speech by itself, s. */
const NO_LIMIT = 24 * 60 * 60;
/** What the model's buffer first holds; it grows by itself, s. */
const BUFFER = 30;
/** How many unused models are kept for the next session. */
const MAX_IDLE = 8;

/**
 * Makes detectors. Loading a model blocks for about 50 ms and its memory comes
 * back late, so those of closed detectors are used again.
 */
export class VoiceDetectorPool {
  readonly #model: string;
  #idle: { threshold: number; vad: SherpaVad }[] = [];

  /** @param model path of the Silero weights */
  constructor(model: string) {
    this.#model = model;
  }

  create({ threshold: wanted, silenceDurationMs }: VoiceDetectorOptions): VoiceDetector {
    const threshold = Math.max(MIN_THRESHOLD, wanted);
    const vad = this.#take(threshold) ?? this.#load(threshold);
    return new SileroDetector(vad, silenceDurationMs, () => {
      this.#idle = [...this.#idle, { threshold, vad }].slice(-MAX_IDLE);
    });
  }

  #take(threshold: number): SherpaVad | undefined {
    const index = this.#idle.findIndex((idle) => idle.threshold === threshold);
    return index < 0 ? undefined : this.#idle.splice(index, 1)[0]!.vad;
  }

  #load(threshold: number): SherpaVad {
    const { Vad } = loadSherpa();
    const sileroVad = {
      model: this.#model,
      threshold,
      windowSize: WINDOW,
      minSpeechDuration: NO_DURATION,
      minSilenceDuration: NO_DURATION,
      maxSpeechDuration: NO_LIMIT,
    };
    return new Vad({ sileroVad, sampleRate: HEARING_SAMPLE_RATE, numThreads: 1 }, BUFFER);
  }
}

/**
 * Takes from the model only whether a window holds voice. When speech begins and
 * ends is decided here, because the model's own timing is known only afterwards.
 */
class SileroDetector implements VoiceDetector {
  readonly #silenceDurationMs: number;
  readonly #giveBack: () => void;
  readonly #window = new Float32Array(WINDOW);
  #filled = 0;
  #vad: SherpaVad | undefined;
  /** End of the last whole window. */
  #clockMs = 0;
  #voicedWindows = 0;
  #voiceEndedMs = 0;
  #lastStopMs = 0;
  #speaking = false;

  constructor(vad: SherpaVad, silenceDurationMs: number, giveBack: () => void) {
    this.#vad = vad;
    this.#silenceDurationMs = silenceDurationMs;
    this.#giveBack = giveBack;
    this.reset();
  }

  get speaking(): boolean {
    return this.#speaking;
  }

  push(samples: Float32Array): VoiceEdge[] {
    const edges: VoiceEdge[] = [];
    let taken = 0;
    while (taken < samples.length) {
      const part = samples.subarray(taken, taken + WINDOW - this.#filled);
      this.#window.set(part, this.#filled);
      this.#filled += part.length;
      taken += part.length;
      if (this.#filled < WINDOW) break;
      this.#filled = 0;
      const edge = this.#hearWindow();
      if (edge) edges.push(edge);
    }
    return edges;
  }

  reset(): void {
    this.#speaking = false;
    this.#voicedWindows = 0;
    this.#vad?.reset();
    // Without a past to look back at, the first window would be judged one window late.
    this.#vad?.acceptWaveform(new Float32Array(LOOK_BACK));
  }

  close(): void {
    if (!this.#vad) return;
    this.#vad = undefined;
    this.#speaking = false;
    this.#giveBack();
  }

  #hearWindow(): VoiceEdge | undefined {
    this.#clockMs += WINDOW_MS;
    return this.#isVoice() ? this.#hearVoice() : this.#hearSilence();
  }

  #isVoice(): boolean {
    if (!this.#vad) return false;
    this.#vad.acceptWaveform(this.#window);
    if (!this.#vad.isDetected()) {
      this.#vad.clear();
      return false;
    }
    return this.#speaking || rootMeanSquare(this.#window) >= MIN_LOUDNESS;
  }

  #hearVoice(): VoiceEdge | undefined {
    this.#voicedWindows++;
    this.#voiceEndedMs = this.#clockMs - LINGERS_MS;
    if (this.#speaking || this.#voicedWindows < MIN_SPEECH_WINDOWS) return undefined;
    this.#speaking = true;
    const beganMs = this.#clockMs - this.#voicedWindows * WINDOW_MS - NOTICED_LATE_MS;
    return { type: 'started', atMs: Math.max(this.#lastStopMs, beganMs) };
  }

  #hearSilence(): VoiceEdge | undefined {
    this.#voicedWindows = 0;
    if (!this.#speaking || this.#clockMs - this.#voiceEndedMs < this.#silenceDurationMs) return undefined;
    this.#speaking = false;
    this.#lastStopMs = this.#voiceEndedMs + this.#silenceDurationMs;
    return { type: 'stopped', atMs: this.#lastStopMs };
  }
}

function rootMeanSquare(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}
