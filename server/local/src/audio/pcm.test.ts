import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bytesToPcm16, float32ToPcm16, pcm16ToBytes, pcm16ToFloat32 } from './pcm.ts';

describe('PCM conversions', () => {
  it('bring every 16-bit value back unchanged', () => {
    const all = Int16Array.from({ length: 0x10000 }, (_, i) => i - 0x8000);
    assert.deepEqual(float32ToPcm16(pcm16ToFloat32(all)), all);
    assert.deepEqual(bytesToPcm16(pcm16ToBytes(all)), all);
  });

  it('clip what is too loud instead of wrapping it around', () => {
    assert.deepEqual(
      float32ToPcm16(Float32Array.of(1, 1.5, -1, -2)),
      Int16Array.of(32767, 32767, -32768, -32768),
    );
  });

  it('put the low byte first', () => {
    assert.deepEqual(pcm16ToBytes(Int16Array.of(0x1234, -2)), Uint8Array.of(0x34, 0x12, 0xfe, 0xff));
  });

  it('read bytes that begin at an odd address, and leave out half a sample', () => {
    const bytes = Uint8Array.of(9, 0x34, 0x12, 0xfe, 0xff, 7).subarray(1);
    assert.deepEqual(bytesToPcm16(bytes), Int16Array.of(0x1234, -2));
  });
});
