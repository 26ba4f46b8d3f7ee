import { expect } from '@open-wc/testing';
import {
  amplitude,
  concat,
  renderOffline,
  rms,
  sine,
  toFloat,
  type Request,
} from './offline.test-support.js';

const RATE = 24_000;
const CHUNK = 480;

/** Captures a mono or stereo signal and answers with the chunks, and whether 'flushed' came last. */
async function capture(sampleRate: number, channels: Float32Array[], flush: Request[] = [{ type: 'flush' }]) {
  const frames = channels[0]!.length;
  const { reports } = await renderOffline({
    sampleRate,
    frames,
    processor: 'realtime-capture',
    processorOptions: { rate: RATE, chunkFrames: CHUNK },
    source: (context) => {
      const buffer = new AudioBuffer({ length: frames, sampleRate, numberOfChannels: channels.length });
      channels.forEach((channel, n) => buffer.copyToChannel(channel as Float32Array<ArrayBuffer>, n));
      return new AudioBufferSourceNode(context, { buffer });
    },
    script: [[frames, ...flush]],
  });
  const chunks = reports.filter(({ type }) => type === 'chunk').map(({ samples }) => samples!);
  return { chunks, all: concat(chunks), types: reports.map(({ type }) => type) };
}

describe('realtime-capture', () => {
  it('passes 24 kHz through bit by bit, in chunks of exactly 20 ms', async () => {
    const input = Float32Array.from(
      { length: 128 * 90 },
      () => Math.floor(Math.random() * 0x10000 - 0x8000) / 0x8000,
    );
    const { chunks, all } = await capture(RATE, [input]);
    expect([...new Set(chunks.map(({ length }) => length))]).to.deep.equal([CHUNK]);
    expect(toFloat(all)).to.deep.equal(input);
  });

  it('hands over the rest on flush, shorter than a chunk and before it says flushed', async () => {
    const input = sine(440, RATE, 128 * 10);
    const { chunks, types } = await capture(RATE, [input]);
    expect(chunks.map(({ length }) => length)).to.deep.equal([480, 480, 320]);
    expect(types).to.deep.equal(['chunk', 'chunk', 'chunk', 'flushed']);
  });

  it('has nothing more to hand over at a second flush', async () => {
    const { types } = await capture(
      48_000,
      [sine(440, 48_000, 1280)],
      [{ type: 'flush' }, { type: 'flush' }],
    );
    expect(types).to.deep.equal(['chunk', 'chunk', 'flushed', 'flushed']);
  });

  it('says flushed even if no sound ever came', async () => {
    const { reports } = await renderOffline({
      sampleRate: 48_000,
      frames: 1280,
      processor: 'realtime-capture',
      processorOptions: { rate: RATE, chunkFrames: CHUNK },
      script: [[1280, { type: 'flush' }]],
    });
    expect(reports).to.deep.equal([{ type: 'flushed' }]);
  });

  for (const sampleRate of [8_000, 16_000, 22_050, 44_100, 48_000, 96_000]) {
    it(`loses no sample at ${sampleRate} Hz: as much comes out as went in`, async () => {
      const frames = 128 * 75;
      const { chunks, all } = await capture(sampleRate, [sine(440, sampleRate, frames)]);
      expect(all.length).to.equal(Math.ceil((frames * RATE) / sampleRate));
      expect(chunks.slice(0, -1).every(({ length }) => length === CHUNK)).to.equal(true);
    });

    it(`keeps pitch, level and time of a tone at ${sampleRate} Hz`, async () => {
      const { all } = await capture(sampleRate, [sine(1_000, sampleRate, 128 * 75)]);
      const got = toFloat(all);
      const ideal = sine(1_000, RATE, got.length);
      const middle = [200, got.length - 200] as const;
      const difference = got.map((sample, n) => sample - ideal[n]!).slice(...middle);
      expect(20 * Math.log10(rms(difference) / rms(ideal))).to.be.below(-55);
    });
  }

  for (const sampleRate of [44_100, 48_000, 96_000]) {
    it(`lets speech pass up to 9 kHz at ${sampleRate} Hz (±0.5 dB)`, async () => {
      for (const frequency of [100, 3_000, 6_000, 9_000]) {
        const { all } = await capture(sampleRate, [sine(frequency, sampleRate, 128 * 75)]);
        const level = amplitude(toFloat(all).slice(200, -200), frequency, RATE);
        expect(20 * Math.log10(level / 0.5)).to.be.within(-0.5, 0.5);
      }
    });

    it(`folds nothing above 13 kHz back into speech at ${sampleRate} Hz (60 dB)`, async () => {
      for (const frequency of [13_000, 14_000, 16_000, 19_000, 21_500]) {
        const { all } = await capture(sampleRate, [sine(frequency, sampleRate, 128 * 75)]);
        expect(20 * Math.log10(rms(toFloat(all).slice(200, -200)) / rms(sine(1, 1_000, 1_000)))).to.be.below(
          -60,
        );
      }
    });
  }

  it('mixes stereo to mono', async () => {
    const left = sine(440, RATE, 1280);
    const right = left.map((sample) => sample / 2);
    const { all } = await capture(RATE, [left, right]);
    expect(all).to.deep.equal(Int16Array.from(left, (sample) => Math.round(sample * 0.75 * 0x8000)));
  });

  it('clips what is louder than full scale instead of wrapping around', async () => {
    const { all } = await capture(RATE, [new Float32Array(1280).fill(1.5)]);
    expect(new Set(all)).to.deep.equal(new Set([0x7fff]));
  });

  it('goes on after a flush as if newly begun', async () => {
    const input = sine(440, RATE, 2560);
    const { reports } = await renderOffline({
      sampleRate: RATE,
      frames: 2560,
      processor: 'realtime-capture',
      processorOptions: { rate: RATE, chunkFrames: CHUNK },
      source: (context) => {
        const buffer = new AudioBuffer({ length: 2560, sampleRate: RATE });
        buffer.copyToChannel(input as Float32Array<ArrayBuffer>, 0);
        return new AudioBufferSourceNode(context, { buffer });
      },
      script: [
        [640, { type: 'flush' }],
        [2560, { type: 'flush' }],
      ],
    });
    expect(reports.map(({ type, samples }) => samples?.length ?? type)).to.deep.equal([
      480,
      160,
      'flushed',
      480,
      480,
      480,
      480,
      'flushed',
    ]);
    const all = concat(reports.flatMap(({ samples }) => samples ?? []));
    expect(all).to.deep.equal(Int16Array.from(input, (sample) => Math.round(sample * 0x8000)));
  });
});
