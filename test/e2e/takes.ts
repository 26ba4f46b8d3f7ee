import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import type { RealtimeVoiceChat } from '../../src/elements/realtime-voice-chat.ts';
import { resample } from '../../server/local/src/audio/resampler.ts';
import { HEARING_SAMPLE_RATE } from '../../server/local/src/speech/recogniser.ts';
import type { Visitor } from './visitor.ts';

/** A take as a stranger finds it: by its file alone. */
export interface ReadTake {
  type: string;
  startedAt: number;
  /** As the page says, ms. */
  duration: number;
  tracks: string[];
  turnIds: string[];
  /** What an independent parser finds in the file: kinds of streams, and how long the sound is, ms. */
  file: { streams: string[]; durationMs: number };
  /** Mono, 16 000 Hz. */
  sound: Float32Array;
}

/** Waits until there are so many takes, and reads them. */
export async function readTakes(visitor: Visitor, count: number): Promise<ReadTake[]> {
  await visitor.page.waitForFunction(
    (wanted) =>
      ((document.querySelector('realtime-voice-chat') as RealtimeVoiceChat).recorder?.takes.length ?? 0) >=
      wanted,
    { timeout: 10_000, polling: 50 },
    count,
  );
  const takes = await visitor.page.evaluate(async () => {
    const { recorder } = document.querySelector('realtime-voice-chat') as RealtimeVoiceChat;
    const encode = (bytes: Uint8Array) => {
      let letters = '';
      for (let i = 0; i < bytes.length; i += 0x8000) {
        letters += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
      }
      return btoa(letters);
    };
    const read = [];
    for (const take of recorder?.takes ?? []) {
      const bytes = await take.blob.arrayBuffer();
      const file = encode(new Uint8Array(bytes));
      const context = new AudioContext();
      const buffer = await context.decodeAudioData(bytes);
      void context.close();
      const samples = Int16Array.from(buffer.getChannelData(0), (sample) => sample * 32_767);
      const { type, startedAt, duration, tracks, turnIds } = take;
      read.push({
        about: { type, startedAt, duration, tracks: [...tracks], turnIds: [...turnIds] },
        file,
        pcm: encode(new Uint8Array(samples.buffer)),
        rate: buffer.sampleRate,
      });
    }
    return read;
  });
  return Promise.all(
    takes.map(async ({ about, file, pcm, rate }) => {
      const input = new Input({
        formats: ALL_FORMATS,
        source: new BufferSource(Uint8Array.from(Buffer.from(file, 'base64'))),
      });
      const tracks = await input.getTracks();
      const samples = Buffer.from(pcm, 'base64');
      const sound = Float32Array.from(
        { length: samples.length / 2 },
        (_, i) => samples.readInt16LE(i * 2) / 32_768,
      );
      return {
        ...about,
        file: {
          streams: tracks.map((track) => track.type).sort(),
          durationMs: (await ((await input.getPrimaryAudioTrack()) ?? input).computeDuration()) * 1000,
        },
        sound: resample(sound, rate, HEARING_SAMPLE_RATE),
      };
    }),
  );
}

/** A part of a take's sound, ms from its beginning. */
export function part({ sound }: ReadTake, fromMs: number, toMs = Infinity): Float32Array {
  const at = (ms: number) => Math.max(0, Math.round((ms / 1000) * HEARING_SAMPLE_RATE));
  return sound.subarray(at(fromMs), at(Math.min(toMs, 3_600_000)));
}
