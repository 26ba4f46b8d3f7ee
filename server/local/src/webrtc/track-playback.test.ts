import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { FRAME_SAMPLES } from './frame.ts';
import { TrackPlayback } from './track-playback.ts';

const FIRST = { responseId: 'resp_1', itemId: 'item_1' };
const SECOND = { responseId: 'resp_2', itemId: 'item_2' };

function sound(value: number, samples: number): Int16Array {
  return new Int16Array(samples).fill(value);
}

describe('playback over a track', () => {
  let log: string[];
  let playback: TrackPlayback;
  beforeEach(() => {
    log = [];
    playback = new TrackPlayback({
      started: (id) => log.push(`started ${id}`),
      stopped: (id) => log.push(`stopped ${id}`),
    });
  });

  /** Plays frames, and tells how many samples of each sound were in them. */
  function play(frames: number): Record<number, number> {
    const counts: Record<number, number> = {};
    for (let i = 0; i < frames; i++) {
      for (const sample of playback.nextFrame()) counts[sample] = (counts[sample] ?? 0) + 1;
    }
    return counts;
  }

  it('is silent when there is nothing to play', () => {
    assert.deepEqual(play(2), { 0: 2 * FRAME_SAMPLES });
    assert.deepEqual(playback.clear(), []);
    assert.deepEqual(log, []);
  });

  it('plays every sample once, and tells when it starts and stops', () => {
    playback.play(sound(1, 700), FIRST);
    playback.play(sound(2, 300), FIRST);
    assert.deepEqual(log, []);
    assert.deepEqual(play(1), { 1: 480 });
    assert.deepEqual(log, ['started resp_1']);
    playback.end('resp_1');
    assert.deepEqual(play(3), { 0: 920, 1: 220, 2: 300 });
    assert.deepEqual(log, ['started resp_1', 'stopped resp_1']);
  });

  it('waits in silence for sound that is still to come', () => {
    playback.play(sound(1, 480), FIRST);
    play(3);
    assert.deepEqual(log, ['started resp_1']);
    playback.play(sound(1, 480), FIRST);
    playback.end('resp_1');
    assert.deepEqual(play(1), { 1: 480 });
    assert.deepEqual(log, ['started resp_1', 'stopped resp_1']);
  });

  it('stops also when the end is told after the last sound was played', () => {
    playback.play(sound(1, 480), FIRST);
    play(2);
    playback.end('resp_1');
    play(1);
    assert.deepEqual(log, ['started resp_1', 'stopped resp_1']);
  });

  it('plays responses one after the other, however they come', () => {
    playback.play(sound(1, 480), FIRST);
    playback.play(sound(2, 480), SECOND);
    playback.play(sound(1, 480), FIRST);
    playback.end('resp_2');
    assert.deepEqual(play(2), { 1: 960 });
    playback.end('resp_1');
    assert.deepEqual(play(2), { 0: 480, 2: 480 });
    assert.deepEqual(log, ['started resp_1', 'stopped resp_1', 'started resp_2', 'stopped resp_2']);
  });

  it('tells of all that was cut off how much was played', () => {
    playback.play(sound(1, 4800), FIRST);
    playback.play(sound(2, 4800), SECOND);
    play(3);
    playback.end('resp_1');
    assert.deepEqual(playback.clear(), [
      { ...FIRST, playedMs: 60 },
      { ...SECOND, playedMs: 0 },
    ]);
    assert.deepEqual(play(1), { 0: 480 });
    assert.deepEqual(log, ['started resp_1']);
  });

  it('goes on counting in a response that goes on', () => {
    playback.play(sound(1, 4800), FIRST);
    play(2);
    assert.deepEqual(playback.clear(), [{ ...FIRST, playedMs: 40 }]);
    assert.deepEqual(playback.clear(), []);
    playback.play(sound(1, 4800), FIRST);
    play(1);
    assert.deepEqual(playback.clear(), [{ ...FIRST, playedMs: 60 }]);
    assert.deepEqual(log, ['started resp_1', 'started resp_1']);
  });
});
