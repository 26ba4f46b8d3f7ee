import { float32ToPcm16 } from '../audio/pcm.ts';
import { prepareModels, type PreparationOptions } from './model-files.ts';
import { Recogniser } from './recogniser.ts';
import { splitSentences } from './sentences.ts';
import type { SpeakOptions, SpeechEngine } from './speech-engine.ts';
import { toSpokenText } from './text-normalisation.ts';
import { SPEECH_SAMPLE_RATE, Synthesiser } from './synthesiser.ts';
import { VoiceDetectorPool } from './voice-detector.ts';
import { DEFAULT_VOICE, speakerOf } from './voices.ts';

const PAUSE_BETWEEN_SENTENCES_SECONDS = 0.3;
/** The threshold of a session that does not say. */
const USUAL_THRESHOLD = 0.5;

interface Models {
  synthesiser: Synthesiser;
  recogniser: Recogniser;
  detectors: VoiceDetectorPool;
}

/**
 * Loads the models: about 2 s, and 0.5 GB of memory in use.
 * @throws Error when a package is missing, the native library does not load here,
 *   or the cache cannot be written; the message says what to do
 */
export async function createSpeechEngine(options: PreparationOptions = {}): Promise<SpeechEngine> {
  const files = await prepareModels(options);
  const [synthesiser, recogniser] = await Promise.all([Synthesiser.load(files), Recogniser.load(files)]);
  const loaded = { synthesiser, recogniser, detectors: new VoiceDetectorPool(files.voiceActivity) };
  await warmUp(loaded);

  let models: Models | undefined = loaded;
  function open(): Models {
    if (!models) throw new Error('The speech engine is closed.');
    return models;
  }

  async function* speak(text: string, { voice, speed, signal }: SpeakOptions): AsyncGenerator<Int16Array> {
    let pauseSeconds = 0;
    for (const sentence of splitSentences(toSpokenText(text))) {
      const speech = await open().synthesiser.synthesise(sentence, speakerOf(voice), speed, signal);
      yield float32ToPcm16(withLeadingSilence(speech, pauseSeconds / speed));
      pauseSeconds = PAUSE_BETWEEN_SENTENCES_SECONDS;
    }
  }

  return {
    createVoiceDetector: (detector) => open().detectors.create(detector),
    transcribe: async (samples, transcription) => open().recogniser.transcribe(samples, transcription),
    speak,
    close() {
      models = undefined;
    },
  };
}

/** First calls are several times slower; no user should have to wait for that. */
async function warmUp({ synthesiser, recogniser, detectors }: Models): Promise<void> {
  detectors.create({ threshold: USUAL_THRESHOLD, silenceDurationMs: 0 }).close();
  await recogniser.transcribe(await synthesiser.synthesise('Ready.', speakerOf(DEFAULT_VOICE), 1));
}

function withLeadingSilence(speech: Float32Array, seconds: number): Float32Array {
  const silence = Math.round(seconds * SPEECH_SAMPLE_RATE);
  const samples = new Float32Array(silence + speech.length);
  samples.set(speech, silence);
  return samples;
}
