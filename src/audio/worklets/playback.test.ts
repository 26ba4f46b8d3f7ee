import { expect } from '@open-wc/testing';
import {
  amplitude,
  concat,
  maxStep,
  QUANTUM,
  renderOffline,
  rms,
  sine,
  toFloat,
  toInt16,
  type Report,
  type Request,
} from './offline.test-support.js';

const RATE = 24_000;
/** Largest step of the test tone itself (440 Hz at half of full scale), and with a fade of 5 ms on top. */
const TONE_STEP = 0.5 * ((2 * Math.PI * 440) / RATE);
const FADE_STEP = TONE_STEP + 0.5 / (0.005 * RATE);

const tone = (frames: number) => toInt16(sine(440, RATE, frames));
const play = (id: string, samples: Int16Array): Request => ({ type: 'play', id, samples });
const end = (id: string): Request => ({ type: 'end', id });
const interrupt: Request = { type: 'interrupt' };
/** Everything but the positions. */
const events = (reports: Report[]) => reports.filter(({ type }) => type !== 'position');

function render(frames: number, script: [number, ...Request[]][], sampleRate = RATE) {
  return renderOffline({
    sampleRate,
    frames,
    processor: 'realtime-playback',
    processorOptions: { rate: RATE },
    script,
  });
}

/** Whole quanta. */
const quanta = (count: number) => count * QUANTUM;

describe('realtime-playback', () => {
  it('is silent and says nothing while it has nothing to play', async () => {
    const { sound, reports } = await render(quanta(10), [[quanta(5), end('a')]]);
    expect(sound).to.deep.equal(new Float32Array(quanta(10)));
    expect(reports).to.deep.equal([]);
  });

  it('plays 24 kHz bit by bit, from the first frame on', async () => {
    const samples = Int16Array.from({ length: 4_000 }, () => Math.floor(Math.random() * 0x10000 - 0x8000));
    const { sound, reports } = await render(quanta(40), [[0, play('a', samples), end('a')]]);
    expect(sound.subarray(0, 4_000)).to.deep.equal(toFloat(samples));
    expect(sound.subarray(4_000)).to.deep.equal(new Float32Array(quanta(40) - 4_000));
    expect(events(reports)).to.deep.equal([
      { type: 'started', id: 'a' },
      { type: 'ended', id: 'a', frames: 4_000 },
    ]);
  });

  it('plays chunks of any size in the order they came, without a seam', async () => {
    const samples = tone(5_000);
    const cuts = [0, 1, 2, 130, 131, 1_500, 1_500, 3_000, 5_000];
    const chunks = cuts.slice(1).map((cut, n) => play('a', samples.slice(cuts[n], cut)));
    const { sound } = await render(quanta(45), [[0, ...chunks, end('a')]]);
    expect(sound.subarray(0, 5_000)).to.deep.equal(toFloat(samples));
  });

  for (const sampleRate of [16_000, 44_100, 48_000, 96_000]) {
    it(`keeps pitch, level and length of a tone at ${sampleRate} Hz`, async () => {
      const samples = tone(6_000);
      const length = Math.round((6_000 / RATE) * sampleRate);
      const { sound, reports } = await render(
        quanta(Math.ceil(length / QUANTUM) + 4),
        [[0, play('a', samples), end('a')]],
        sampleRate,
      );
      const middle = sound.subarray(400, length - 400);
      expect(amplitude(middle, 440, sampleRate)).to.be.closeTo(0.5, 0.002);
      // What is not the tone: images of the wire's spectrum and rounding.
      expect(Math.abs(rms(middle) - 0.5 / Math.SQRT2)).to.be.below(0.002);
      const sounding = sound.findLastIndex((sample) => Math.abs(sample) > 0.01);
      // The filter delays by 1 ms (24 samples of the lower rate) and rings as long.
      expect(sounding).to.be.within(length - 10, length + 0.0021 * sampleRate);
      expect(events(reports).at(-1)).to.deep.equal({ type: 'ended', id: 'a', frames: 6_000 });
    });
  }

  it('puts no mirror image of speech above the wire’s band (60 dB)', async () => {
    for (const frequency of [1_000, 5_000, 9_000]) {
      const samples = toInt16(sine(frequency, RATE, 4_800));
      const { sound } = await render(9_600, [[0, play('a', samples)]], 48_000);
      const image = amplitude(sound.subarray(1_000, 8_000), RATE - frequency, 48_000);
      expect(20 * Math.log10(image / 0.5)).to.be.below(-60);
    }
  });

  it('reports the position of each id every 50 ms, to the quantum', async () => {
    const { reports } = await render(quanta(100), [
      [0, play('a', tone(quanta(35))), play('b', tone(quanta(25)))],
    ]);
    const positions = reports.filter(({ type }) => type === 'position').map(({ id, frames }) => [id, frames]);
    expect(positions).to.deep.equal([
      ['a', quanta(10)],
      ['a', quanta(20)],
      ['a', quanta(30)],
      ['b', quanta(10)],
      ['b', quanta(20)],
    ]);
  });

  it('plays one id after the other; the next one completes the one before', async () => {
    const { sound, reports } = await render(quanta(20), [
      [0, play('a', tone(500)), end('a'), play('b', tone(300)), play('c', tone(200)), end('c')],
    ]);
    expect(sound.subarray(0, 1_000)).to.deep.equal(toFloat(concat([tone(500), tone(300), tone(200)])));
    expect(reports).to.deep.equal([
      { type: 'started', id: 'a' },
      { type: 'ended', id: 'a', frames: 500 },
      { type: 'started', id: 'b' },
      { type: 'ended', id: 'b', frames: 300 },
      { type: 'started', id: 'c' },
      { type: 'ended', id: 'c', frames: 200 },
    ]);
  });

  it('plays hundreds of ids', async () => {
    const requests = Array.from({ length: 300 }, (_, n) => [play(`${n}`, tone(40)), end(`${n}`)]).flat();
    const { reports } = await render(quanta(100), [[0, ...requests]]);
    expect(reports.filter(({ type }) => type === 'ended').map(({ id }) => id)).to.deep.equal(
      Array.from({ length: 300 }, (_, n) => `${n}`),
    );
  });

  it('plays a service ten times faster than real time without a gap', async () => {
    const samples = tone(RATE * 2);
    const script: [number, ...Request[]][] = [];
    for (let sent = 0, frame = 0; sent < samples.length; sent += 2_400, frame += quanta(2)) {
      script.push([frame, play('a', samples.slice(sent, sent + 2_400))]);
    }
    script.push([quanta(60), end('a')]);
    const { sound, reports } = await render(quanta(380), script);
    expect(sound.subarray(0, samples.length)).to.deep.equal(toFloat(samples));
    expect(events(reports)).to.deep.equal([
      { type: 'started', id: 'a' },
      { type: 'ended', id: 'a', frames: samples.length },
    ]);
  });

  it('does not click when the service pauses for 300 ms', async () => {
    // Cut at a crest of the wave, so that each side of the cut is as loud as can be.
    const samples = tone(7_200);
    const cut = 2_414;
    const { sound, reports } = await render(quanta(140), [
      [0, play('a', samples.slice(0, cut))],
      [quanta(75), play('a', samples.slice(cut)), end('a')],
    ]);
    expect(maxStep(sound)).to.be.below(FADE_STEP);
    expect(rms(sound.subarray(cut, quanta(75)))).to.equal(0);
    expect(rms(sound.subarray(quanta(75), quanta(75) + 7_200 - cut))).to.be.above(0.34);
    expect(events(reports)).to.deep.equal([
      { type: 'started', id: 'a' },
      { type: 'underrun', id: 'a' },
      { type: 'ended', id: 'a', frames: 7_200 },
    ]);
  });

  it('waits for 60 ms of sound after an underrun', async () => {
    const { sound } = await render(quanta(80), [
      [0, play('a', tone(1_280))],
      [quanta(20), play('a', tone(1_000))],
      [quanta(40), play('a', tone(1_000))],
    ]);
    expect(rms(sound.subarray(1_280, quanta(40)))).to.equal(0);
    expect(rms(sound.subarray(quanta(40), quanta(55)))).to.be.above(0.3);
  });

  it('waits no longer when the end comes instead', async () => {
    const { sound, reports } = await render(quanta(60), [
      [0, play('a', tone(1_280))],
      [quanta(20), play('a', tone(500))],
      [quanta(30), end('a')],
    ]);
    expect(rms(sound.subarray(quanta(30), quanta(30) + 500))).to.be.above(0.3);
    expect(events(reports).at(-1)).to.deep.equal({ type: 'ended', id: 'a', frames: 1_780 });
  });

  it('ends what ran dry when its end comes late', async () => {
    const { reports } = await render(quanta(40), [
      [0, play('a', tone(1_280))],
      [quanta(20), end('a')],
    ]);
    expect(events(reports)).to.deep.equal([
      { type: 'started', id: 'a' },
      { type: 'underrun', id: 'a' },
      { type: 'ended', id: 'a', frames: 1_280 },
    ]);
  });

  it('does not click when chunks arrive just in time, again and again', async () => {
    // 30 samples are left of each chunk when the next one comes: less than a fade needs.
    const samples = tone(quanta(100) + 30);
    const script = Array.from({ length: 20 }, (_, n): [number, ...Request[]] => [
      quanta(5 * n),
      play('a', samples.slice(n && quanta(5 * n) + 30, quanta(5 * n + 5) + 30)),
    ]);
    const { sound, reports } = await render(quanta(120), script);
    expect(reports.filter(({ type }) => type === 'underrun').length).to.equal(1);
    expect(maxStep(sound)).to.be.below(FADE_STEP);
  });

  for (const sampleRate of [RATE, 44_100, 48_000]) {
    it(`fades out within one quantum when interrupted, at ${sampleRate} Hz`, async () => {
      const at = quanta(50);
      const { sound, reports } = await render(
        quanta(70),
        [
          [0, play('a', tone(RATE * 60)), play('b', tone(RATE))],
          [at, interrupt],
        ],
        sampleRate,
      );
      expect(rms(sound.subarray(at - QUANTUM, at))).to.be.above(0.2);
      expect(sound[at + QUANTUM - 1]).to.equal(0);
      expect(rms(sound.subarray(at + QUANTUM))).to.equal(0);
      expect(maxStep(sound)).to.be.below(TONE_STEP + 0.5 / QUANTUM);
      const answer = events(reports).at(-1)!;
      expect(answer).to.include({ type: 'interrupted', id: 'a' });
      // The fade was heard too; the filter holds 1 ms more than was heard.
      const heard = ((at + QUANTUM) * RATE) / sampleRate;
      expect(answer.frames).to.be.within(
        Math.floor(heard),
        Math.ceil(heard) + (sampleRate === RATE ? 0 : 25),
      );
    });
  }

  it('plays what comes after an interruption at once and bit by bit', async () => {
    const samples = tone(1_000);
    const { sound, reports } = await render(quanta(30), [
      [0, play('a', tone(RATE))],
      [quanta(10), interrupt, play('b', samples), end('b')],
    ]);
    expect(sound.subarray(quanta(11), quanta(11) + 1_000)).to.deep.equal(toFloat(samples));
    expect(events(reports)).to.deep.equal([
      { type: 'started', id: 'a' },
      { type: 'interrupted', id: 'a', frames: quanta(11) },
      { type: 'started', id: 'b' },
      { type: 'ended', id: 'b', frames: 1_000 },
    ]);
  });

  it('answers an interruption of silence with null, also the second of two', async () => {
    const { reports } = await render(quanta(30), [
      [0, interrupt, play('a', tone(500)), end('a')],
      [quanta(10), interrupt, play('b', tone(RATE))],
      [quanta(20), interrupt, interrupt],
    ]);
    expect(reports.filter(({ type }) => type === 'interrupted')).to.deep.equal([
      { type: 'interrupted', id: null, frames: 0 },
      { type: 'interrupted', id: null, frames: 0 },
      { type: 'interrupted', id: 'b', frames: quanta(11) },
      { type: 'interrupted', id: null, frames: 0 },
    ]);
  });

  it('answers with no frames for what was still waiting, and never lets it sound', async () => {
    const { sound, reports } = await render(quanta(10), [[0, play('a', tone(RATE)), interrupt]]);
    expect(reports).to.deep.equal([{ type: 'interrupted', id: 'a', frames: 0 }]);
    expect(rms(sound)).to.equal(0);
  });

  it('knows during an underrun how much was played', async () => {
    const { reports } = await render(quanta(30), [
      [0, play('a', tone(1_280))],
      [quanta(20), interrupt],
    ]);
    expect(reports.at(-1)).to.deep.equal({ type: 'interrupted', id: 'a', frames: 1_280 });
  });

  it('ignores the end of what was interrupted', async () => {
    const { reports } = await render(quanta(30), [
      [0, play('a', tone(RATE))],
      [quanta(10), interrupt, end('a')],
    ]);
    expect(events(reports).at(-1)!.type).to.equal('interrupted');
  });
});
