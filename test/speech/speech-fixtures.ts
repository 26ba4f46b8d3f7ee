import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { float32ToPcm16, pcm16ToFloat32 } from '../../server/local/src/audio/pcm.ts';
import { resample } from '../../server/local/src/audio/resampler.ts';
import { cacheFolder } from '../../server/local/src/speech/model-cache.ts';
import { prepareModels } from '../../server/local/src/speech/model-files.ts';
import { splitSentences } from '../../server/local/src/speech/sentences.ts';
import { SPEECH_SAMPLE_RATE, Synthesiser } from '../../server/local/src/speech/synthesiser.ts';
import type { Speaker } from '../../server/local/src/speech/voices.ts';
import { readWav, writeWav } from './wav.ts';

export { readWav, writeWav } from './wav.ts';
export { wordErrorRate, wordErrors } from './word-error.ts';

/** The person who uses the service in tests: a man, and none of the service's own voices. */
export const TEST_USER: Speaker = { id: 501, pace: 0.65 };

const PAUSE_BETWEEN_SENTENCES_MS = 200;

export interface UserSpeechOptions {
  /** Hz; default 24 000. */
  sampleRate?: number;
  /** ms; default 0. */
  leadingSilenceMs?: number;
  /** ms; default 0. */
  trailingSilenceMs?: number;
}

/**
 * What the test user sounds like when he says the text. Made once, then read
 * from the cache, so that every run hears exactly the same.
 * @returns mono PCM, signed 16 bit
 */
export async function userSpeech(
  text: string,
  { sampleRate = SPEECH_SAMPLE_RATE, leadingSilenceMs = 0, trailingSilenceMs = 0 }: UserSpeechOptions = {},
): Promise<Int16Array> {
  const recording = pcm16ToFloat32(await cachedSpeech(text));
  const speech = float32ToPcm16(resample(recording, SPEECH_SAMPLE_RATE, sampleRate));
  return joinWithSilence(
    [silence(leadingSilenceMs, sampleRate), speech, silence(trailingSilenceMs, sampleRate)],
    0,
    sampleRate,
  );
}

/** Puts silence (ms) between recordings of the same sample rate (Hz). */
export function joinWithSilence(parts: Int16Array[], silenceMs: number, sampleRate: number): Int16Array {
  const gap = silence(silenceMs, sampleRate).length;
  const length = parts.reduce((sum, part) => sum + part.length, 0) + gap * Math.max(0, parts.length - 1);
  const joined = new Int16Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length + gap;
  }
  return joined;
}

function silence(ms: number, sampleRate: number): Int16Array {
  return new Int16Array(Math.round((ms / 1000) * sampleRate));
}

async function cachedSpeech(text: string): Promise<Int16Array> {
  const key = JSON.stringify([TEST_USER, PAUSE_BETWEEN_SENTENCES_MS, text]);
  const folder = join(cacheFolder(), 'test-user');
  const path = join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.wav`);
  if (!existsSync(path)) {
    const samples = await synthesise(text);
    await mkdir(folder, { recursive: true });
    // Written elsewhere first: another test process may look for it at the same time.
    const unfinished = `${path}.${randomUUID()}`;
    await writeWav(unfinished, samples, SPEECH_SAMPLE_RATE);
    await rename(unfinished, path);
  }
  return (await readWav(path)).samples;
}

let synthesiser: Promise<Synthesiser> | undefined;

async function synthesise(text: string): Promise<Int16Array> {
  synthesiser ??= prepareModels().then((files) => Synthesiser.load(files));
  const speaking = await synthesiser;
  const parts: Int16Array[] = [];
  for (const sentence of splitSentences(text)) {
    parts.push(float32ToPcm16(await speaking.synthesise(sentence, TEST_USER, 1)));
  }
  return joinWithSilence(parts, PAUSE_BETWEEN_SENTENCES_MS, SPEECH_SAMPLE_RATE);
}
