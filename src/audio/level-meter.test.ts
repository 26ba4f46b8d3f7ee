import { expect } from '@open-wc/testing';
import { LevelMeter } from './level-meter.js';

const RATE = 48_000;

/** The level at the end of half a second of a 440 Hz sine. */
async function levelOf(gain: number): Promise<number> {
  const context = new OfflineAudioContext(1, RATE / 2, RATE);
  const tone = new OscillatorNode(context, { frequency: 440 });
  const source = new GainNode(context, { gain });
  tone.connect(source);
  const meter = new LevelMeter(source);
  tone.start();
  await context.startRendering();
  return meter.level();
}

/** A sine's root mean square lies 3 dB below its peak. */
const expected = (peakDb: number) => 1 + (peakDb - 3.01) / 60;

describe('LevelMeter', () => {
  it('is 0 in silence and before any sound', async () => {
    expect(await levelOf(0)).to.equal(0);
    const context = new OfflineAudioContext(1, 128, RATE);
    expect(new LevelMeter(new GainNode(context)).level()).to.equal(0);
  });

  for (const decibels of [0, -6, -20, -40]) {
    it(`is linear in decibels: a sine of ${decibels} dBFS`, async () => {
      expect(await levelOf(10 ** (decibels / 20))).to.be.closeTo(expected(decibels), 0.01);
    });
  }

  it('never leaves 0…1', async () => {
    expect(await levelOf(100)).to.equal(1);
    expect(await levelOf(0.00001)).to.equal(0);
  });
});
