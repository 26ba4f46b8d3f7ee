import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ReorderBuffer } from './reorder-buffer.ts';

/** What comes out for packets that come in this order; each is its own sequence number. */
function order(...sequenceNumbers: number[]): (number | null)[] {
  const buffer = new ReorderBuffer<number>();
  return sequenceNumbers.flatMap((number) => buffer.push(number, number));
}

describe('a reorder buffer', () => {
  it('lets packets in order through at once', () => {
    const buffer = new ReorderBuffer<string>();
    assert.deepEqual(buffer.push(7, 'a'), ['a']);
    assert.deepEqual(buffer.push(8, 'b'), ['b']);
  });

  it('puts packets in order', () => {
    assert.deepEqual(order(1, 3, 2, 4), [1, 2, 3, 4]);
    assert.deepEqual(order(1, 4, 3, 2, 5), [1, 2, 3, 4, 5]);
  });

  it('gives a packet up when three later ones have come', () => {
    assert.deepEqual(order(1, 3, 4), [1]);
    assert.deepEqual(order(1, 3, 4, 5), [1, null, 3, 4, 5]);
    assert.deepEqual(order(1, 4, 5, 6), [1, null, null, 4, 5, 6]);
  });

  it('drops what comes twice or too late', () => {
    assert.deepEqual(order(1, 2, 2, 1, 3), [1, 2, 3]);
    assert.deepEqual(order(1, 3, 4, 5, 2, 6), [1, null, 3, 4, 5, 6]);
  });

  it('goes on after the last sequence number with the first', () => {
    assert.deepEqual(order(65_534, 0, 65_535, 1), [65_534, 65_535, 0, 1]);
  });

  it('begins anew when the numbers leap', () => {
    assert.deepEqual(order(1, 2, 30_000, 30_001), [1, 2, 30_000, 30_001]);
    assert.deepEqual(order(30_000, 1, 2), [30_000, 1, 2]);
  });
});
