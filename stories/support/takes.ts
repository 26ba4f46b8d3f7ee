/*
 * Recordings that were never made: where a browser lets no sound run before a click, none could be.
 */
import type { Recorder } from '../../src/recording/recorder.js';
import type { Take } from '../../src/recording/take.js';
import type { Turn } from '../../src/session/session-state.js';

const RATE_HZ = 8000;

/** Somebody humming, so many seconds, as a WAV file of 8 bits. */
function hum(seconds: number): Blob {
  const length = seconds * RATE_HZ;
  const file = new DataView(new ArrayBuffer(44 + length));
  const text = (at: number, letters: string) => {
    for (const [index, letter] of [...letters].entries()) file.setUint8(at + index, letter.charCodeAt(0));
  };
  text(0, 'RIFF');
  file.setUint32(4, 36 + length, true);
  text(8, 'WAVEfmt ');
  file.setUint32(16, 16, true);
  for (const [at, value] of Object.entries({ 20: 1, 22: 1, 32: 1, 34: 8 })) {
    file.setUint16(Number(at), value, true);
  }
  for (const at of [24, 28]) file.setUint32(at, RATE_HZ, true);
  text(36, 'data');
  file.setUint32(40, length, true);
  for (let index = 0; index < length; index += 1) {
    const at = (2 * Math.PI * index) / RATE_HZ;
    const syllable = 1 + Math.sin(4 * at);
    file.setUint8(44 + index, 128 + 20 * syllable * Math.sin(140 * at));
  }
  return new Blob([file], { type: 'audio/wav' });
}

/** A take that ended so long ago. */
function take(id: string, seconds: number, minutesAgo: number, tracks: Take['tracks']): Take {
  const startedAt = Date.now() - minutesAgo * 60_000 - seconds * 1000;
  const blob = hum(seconds);
  return {
    id,
    mode: 'turns',
    blob,
    type: blob.type,
    startedAt,
    duration: seconds * 1000,
    tracks,
    turnIds: [],
  };
}

/** Puts takes before those that are really made. */
export function pretendTakes(recorder: Recorder): void {
  let pretended = [take('a', 12, 4, ['user']), take('b', 7, 2, ['user', 'assistant'])];
  const made = () => Reflect.get(Object.getPrototypeOf(recorder) as object, 'takes', recorder) as Take[];
  Object.defineProperty(recorder, 'takes', { get: () => [...pretended, ...made()] });
  const forget = recorder.delete.bind(recorder);
  recorder.delete = (id) => {
    pretended = pretended.filter((each) => each.id !== id);
    forget(id);
  };
}

/** Every turn was recorded, and the middle of the last one is heard. */
export function pretendReplay(recorder: Recorder, turns: readonly Turn[]): void {
  const { startedAt = 0, endedAt = 0 } = turns.at(-1) ?? {};
  recorder.takeOf = () => take('a', 1, 0, ['user', 'assistant']);
  Object.defineProperty(recorder.player, 'at', { value: (startedAt + endedAt) / 2 });
}
