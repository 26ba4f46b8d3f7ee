import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createResampler, resample } from './resampler.ts';

const RATES: [fromHz: number, toHz: number][] = [
  [24_000, 16_000],
  [22_050, 24_000],
  [48_000, 16_000],
  [24_000, 8_000],
  [8_000, 16_000],
];
const STOP_BAND_DB = -50;
const PASS_BAND_DB = 0.1;

function tone(hz: number, sampleRate: number, seconds = 0.5): Float32Array {
  return Float32Array.from({ length: Math.round(sampleRate * seconds) }, (_, i) =>
    Math.sin((2 * Math.PI * hz * i) / sampleRate),
  );
}

/** Level of the middle of a sound against a full-scale tone. */
function decibels(samples: Float32Array): number {
  const middle = samples.subarray(samples.length * 0.2, samples.length * 0.8);
  return 10 * Math.log10((2 * middle.reduce((sum, sample) => sum + sample ** 2, 0)) / middle.length);
}

function concat(parts: Float32Array[]): Float32Array {
  return Float32Array.from(parts.flatMap((part) => [...part]));
}

describe('createResampler', () => {
  for (const [fromHz, toHz] of RATES) {
    const nyquist = Math.min(fromHz, toHz) / 2;

    it(`${fromHz} to ${toHz} Hz: keeps the level, pitch and time of tones`, () => {
      for (const hz of [100, 1000, nyquist * 0.85]) {
        const output = resample(tone(hz, fromHz), fromHz, toHz);
        assert.ok(Math.abs(decibels(output)) < PASS_BAND_DB, `${hz} Hz comes out at ${decibels(output)} dB`);
        const wanted = tone(hz, toHz);
        const error = decibels(output.map((sample, i) => sample - wanted[i]!));
        assert.ok(error < -40, `${hz} Hz is ${error} dB off`);
      }
    });

    if (fromHz > toHz) {
      it(`${fromHz} to ${toHz} Hz: removes tones that would alias`, () => {
        for (const hz of [nyquist, nyquist * 1.1, nyquist * 1.3, fromHz / 2 - 50]) {
          const level = decibels(resample(tone(hz, fromHz), fromHz, toHz));
          assert.ok(level < STOP_BAND_DB, `${hz} Hz comes through at ${level} dB`);
        }
      });
    }

    it(`${fromHz} to ${toHz} Hz: gives the same samples however the input is cut`, () => {
      const input = tone(440, fromHz, 0.3);
      const whole = resample(input, fromHz, toHz);
      assert.equal(whole.length, Math.ceil((input.length * toHz) / fromHz));
      for (const size of [1, 7, 480, 1001]) {
        const resampler = createResampler(fromHz, toHz);
        const parts: Float32Array[] = [];
        for (let i = 0; i < input.length; i += size) parts.push(resampler.push(input.subarray(i, i + size)));
        parts.push(resampler.flush());
        assert.deepEqual(concat(parts), whole, `in pieces of ${size}`);
      }
    });
  }

  it('starts afresh after flush', () => {
    const resampler = createResampler(24_000, 16_000);
    const runs = [0, 1].map(() => concat([resampler.push(tone(300, 24_000)), resampler.flush()]));
    assert.deepEqual(runs[1], runs[0]);
  });

  it('gives nothing for nothing', () => {
    const resampler = createResampler(22_050, 24_000);
    assert.equal(resampler.push(new Float32Array(0)).length, 0);
    assert.equal(resampler.flush().length, 0);
  });

  it('passes audio of the wanted rate through as a copy', () => {
    const input = tone(100, 16_000);
    const output = resample(input, 16_000, 16_000);
    assert.deepEqual(output, input);
    assert.notEqual(output.buffer, input.buffer);
  });

  it('refuses what is no sample rate', () => {
    for (const rate of [0, -8000, 22_050.5, NaN]) {
      assert.throws(() => createResampler(rate, 16_000), RangeError);
      assert.throws(() => createResampler(16_000, rate), RangeError);
    }
  });
});
