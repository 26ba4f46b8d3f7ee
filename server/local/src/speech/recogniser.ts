import type { ModelFiles } from './model-files.ts';
import { SerialQueue } from './serial-queue.ts';
import { loadSherpa, type SherpaRecognizer } from './sherpa.ts';
import type { TranscribeOptions } from './speech-engine.ts';
import { splitAtPauses } from './split-at-pauses.ts';
import { trimQuiet } from './trim-quiet.ts';

/** The sample rate that recognition and voice detection work at, Hz. */
export const HEARING_SAMPLE_RATE = 16_000;

/** Less than this holds no word; the model cannot take much less. */
const MIN_SPEECH_SECONDS = 0.1;
/** Speech that begins with the first sample makes the model invent a word before it. */
const LEADING_SILENCE_SECONDS = 0.2;

/** Speech to text: Moonshine, which reads a whole utterance at once. */
export class Recogniser {
  readonly #recogniser: SherpaRecognizer;
  /** A lane each, so that a finished turn never waits for a partial transcript. */
  readonly #lanes = { final: new SerialQueue(), partial: new SerialQueue() };

  private constructor(recogniser: SherpaRecognizer) {
    this.#recogniser = recogniser;
  }

  static async load({ recogniser: { encoder, decoder, tokens } }: ModelFiles): Promise<Recogniser> {
    const recogniser = await loadSherpa().OfflineRecognizer.createAsync({
      modelConfig: { moonshine: { encoder, mergedDecoder: decoder }, tokens, numThreads: 1 },
    });
    return new Recogniser(recogniser);
  }

  /** @param samples mono, 16 000 Hz, -1…1 */
  async transcribe(
    samples: Float32Array,
    { priority = 'final', signal }: TranscribeOptions = {},
  ): Promise<string> {
    const texts: string[] = [];
    const spoken = trimQuiet(samples, HEARING_SAMPLE_RATE);
    for (const piece of splitAtPauses(spoken, HEARING_SAMPLE_RATE)) {
      if (piece.length < MIN_SPEECH_SECONDS * HEARING_SAMPLE_RATE) continue;
      const text = await this.#lanes[priority].run(() => this.#decode(piece), signal);
      if (text) texts.push(text);
    }
    return texts.join(' ');
  }

  async #decode(samples: Float32Array): Promise<string> {
    const silence = LEADING_SILENCE_SECONDS * HEARING_SAMPLE_RATE;
    const padded = new Float32Array(silence + samples.length);
    padded.set(samples, silence);
    const stream = this.#recogniser.createStream();
    stream.acceptWaveform({ samples: padded, sampleRate: HEARING_SAMPLE_RATE });
    const { text } = await this.#recogniser.decodeAsync(stream);
    return text.trim();
  }
}
