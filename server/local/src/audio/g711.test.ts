import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeALaw, decodeMuLaw, encodeALaw, encodeMuLaw } from './g711.ts';

const ALL_CODES = Uint8Array.from({ length: 256 }, (_, code) => code);
const ALL_SAMPLES = Int16Array.from({ length: 0x10000 }, (_, i) => i - 0x8000);
const MU_LAW_NEGATIVE_ZERO = 0x7f;
const MU_LAW_BIAS = 132;

describe('G.711', () => {
  it('decodes mu-law as the standard tables say', () => {
    const codes = Uint8Array.of(0x00, 0x0f, 0x10, 0x7e, 0x7f, 0x80, 0x8f, 0xce, 0xfe, 0xff);
    assert.deepEqual([...decodeMuLaw(codes)], [-32124, -16764, -15996, -8, 0, 32124, 16764, 988, 8, 0]);
  });

  it('decodes A-law as the standard tables say', () => {
    const codes = Uint8Array.of(0x00, 0x2a, 0x55, 0x54, 0x80, 0xaa, 0xd5, 0xd4, 0xfa);
    assert.deepEqual([...decodeALaw(codes)], [-5504, -32256, -8, -24, 5504, 32256, 8, 24, 1008]);
  });

  it('encodes each decoded value as the code it came from', () => {
    const muLaw = ALL_CODES.filter((code) => code !== MU_LAW_NEGATIVE_ZERO);
    assert.deepEqual(encodeMuLaw(decodeMuLaw(muLaw)), muLaw);
    assert.deepEqual(encodeALaw(decodeALaw(ALL_CODES)), ALL_CODES);
  });

  it('is never further off than half a step, a thirty-second of the value', () => {
    const laws = [
      { encode: encodeMuLaw, decode: decodeMuLaw },
      { encode: encodeALaw, decode: decodeALaw },
    ];
    for (const { encode, decode } of laws) {
      decode(encode(ALL_SAMPLES)).forEach((decoded, i) => {
        const sample = ALL_SAMPLES[i]!;
        const halfStep = Math.max(8, (Math.abs(sample) + MU_LAW_BIAS) / 32);
        assert.ok(Math.abs(decoded - sample) <= halfStep, `${sample} becomes ${decoded}`);
      });
    }
  });
});
