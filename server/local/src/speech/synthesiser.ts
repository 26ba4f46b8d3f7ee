import { availableParallelism } from 'node:os';
import { resample } from '../audio/resampler.ts';
import type { ModelFiles } from './model-files.ts';
import { SerialQueue } from './serial-queue.ts';
import { loadSherpa, type SherpaTts } from './sherpa.ts';
import type { Speaker } from './voices.ts';

/** The sample rate of all speech that comes out, Hz. */
export const SPEECH_SAMPLE_RATE = 24_000;

/** More threads than this gain nothing on a sentence. */
const MAX_THREADS = 2;
/** Variation of tone and rhythm; at the model's own 0.667 and 0.8 some words are slurred. */
const NOISE_SCALE = 0.333;
/** The model's sound begins and breaks off in its own faint noise; faded, it does not click. */
const FADE_IN_SECONDS = 0.005;
const FADE_OUT_SECONDS = 0.03;

/** Text to speech: the Piper voice. */
export class Synthesiser {
  readonly #tts: SherpaTts;
  readonly #queue = new SerialQueue();

  private constructor(tts: SherpaTts) {
    this.#tts = tts;
  }

  static async load({ voice }: ModelFiles): Promise<Synthesiser> {
    const tts = await loadSherpa().OfflineTts.createAsync({
      model: {
        vits: {
          model: voice.model,
          tokens: voice.tokens,
          dataDir: voice.espeakData,
          lengthScale: 1,
          noiseScale: NOISE_SCALE,
          noiseScaleW: NOISE_SCALE,
        },
        numThreads: Math.min(MAX_THREADS, availableParallelism()),
      },
    });
    return new Synthesiser(tts);
  }

  /**
   * Speaks one sentence; calls wait for each other, so that sessions take turns.
   * @param speed 1 is the speaker's normal pace
   * @returns mono, 24 000 Hz, -1…1, without silence at its ends
   */
  async synthesise(
    sentence: string,
    speaker: Speaker,
    speed: number,
    signal?: AbortSignal,
  ): Promise<Float32Array> {
    const { samples, sampleRate } = await this.#queue.run(
      () =>
        this.#tts.generateAsync({
          text: sentence,
          sid: speaker.id,
          speed: speaker.pace * speed,
          enableExternalBuffer: false,
        }),
      signal,
    );
    fadeEnds(samples, sampleRate);
    return resample(samples, sampleRate, SPEECH_SAMPLE_RATE);
  }
}

function fadeEnds(samples: Float32Array, sampleRate: number): void {
  const fadeIn = Math.min(samples.length, Math.round(FADE_IN_SECONDS * sampleRate));
  const fadeOut = Math.min(samples.length, Math.round(FADE_OUT_SECONDS * sampleRate));
  for (let i = 0; i < fadeIn; i++) samples[i]! *= i / fadeIn;
  for (let i = 0; i < fadeOut; i++) samples[samples.length - 1 - i]! *= i / fadeOut;
}
