import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { splitAtPauses } from './split-at-pauses.ts';

const SAMPLE_RATE = 16_000;

/** A tone with pauses of 200 ms that begin at the given seconds. */
function toneWithPauses(seconds: number, ...pausesAt: number[]): Float32Array {
  return Float32Array.from({ length: seconds * SAMPLE_RATE }, (_, i) => {
    const isPause = pausesAt.some((at) => i >= at * SAMPLE_RATE && i < (at + 0.2) * SAMPLE_RATE);
    return isPause ? 0 : Math.sin(i / 5);
  });
}

describe('splitAtPauses', () => {
  it('leaves what the recogniser takes at once in one piece', () => {
    const samples = toneWithPauses(15, 10);
    assert.deepEqual(splitAtPauses(samples, SAMPLE_RATE), [samples]);
    assert.equal(splitAtPauses(new Float32Array(0), SAMPLE_RATE)[0]?.length, 0);
  });

  it('cuts long audio inside its pauses and loses no sample', () => {
    const samples = toneWithPauses(30, 12, 21);
    const pieces = splitAtPauses(samples, SAMPLE_RATE);
    const [first, second] = pieces.map((piece) => piece.length / SAMPLE_RATE);
    assert.equal(pieces.length, 3);
    assert.ok(first! > 12 && first! < 12.2, `cut at ${first} s`);
    assert.ok(first! + second! > 21 && first! + second! < 21.2, `cut at ${first! + second!} s`);
    assert.deepEqual(Float32Array.from(pieces.flatMap((piece) => [...piece])), samples);
  });

  it('keeps the cuts of a recording that grows', () => {
    const samples = toneWithPauses(40, 11, 20, 33);
    const before = splitAtPauses(samples.subarray(0, 30 * SAMPLE_RATE), SAMPLE_RATE);
    const after = splitAtPauses(samples, SAMPLE_RATE);
    assert.equal(before[0]?.length, after[0]?.length);
    assert.equal(before[1]?.length, after[1]?.length);
  });
});
