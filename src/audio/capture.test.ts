import { aTimeout, expect } from '@open-wc/testing';
import { RealtimeError } from '../protocol/realtime-error.js';
import { Capture as TrackCapture } from './capture.js';
import { stopStream } from './microphone.js';

const CHUNK = 480;

/** Resolves when the condition holds; the test's own timeout ends a wait in vain. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await aTimeout(5);
}

/** The module as a browser without MediaStreamTrackProcessor has it: the choice is made when it loads. */
async function loadGraphCapture(): Promise<typeof TrackCapture> {
  const name = 'MediaStreamTrackProcessor';
  const processor: unknown = Reflect.get(globalThis, name);
  Reflect.deleteProperty(globalThis, name);
  const module = './capture.ts?without-track-processor';
  const { Capture } = (await import(module)) as { Capture: typeof TrackCapture };
  Reflect.set(globalThis, name, processor);
  return Capture;
}

const ways = { 'a track processor': TrackCapture, 'an audio graph': await loadGraphCapture() };

for (const [way, Capture] of Object.entries(ways)) {
  describe(`Capture by ${way}`, () => {
    let context: AudioContext;
    let stream: MediaStream;
    let chunks: Int16Array[];
    const keep = (samples: Int16Array) => void chunks.push(samples);

    beforeEach(async () => {
      chunks = [];
      context = new AudioContext();
      // The browser's fake device beeps; as it comes, since noise suppression takes beeps for noise.
      stream = await navigator.mediaDevices.getUserMedia({
        audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
      });
    });

    afterEach(async () => {
      stopStream(stream);
      if (context.state !== 'closed') await context.close();
    });

    it('delivers a microphone in exact chunks, at the speed of the clock', async () => {
      const capture = await Capture.open(context, stream, keep);
      await until(() => chunks.length > 0);
      const [before, start] = [chunks.length, performance.now()];
      await aTimeout(1_500);
      const captured = (chunks.length - before) * 20;
      expect(captured / (performance.now() - start)).to.be.closeTo(1, 0.1);
      expect(chunks.every(({ length }) => length === CHUNK)).to.equal(true);
      expect(Math.max(...chunks.map((chunk) => Math.max(...chunk)))).to.be.above(1_000);
      capture.close();
    });

    it('delivers the rest before flush resolves', async () => {
      const capture = await Capture.open(context, stream, keep);
      await until(() => chunks.length > 0);
      const before = chunks.length;
      await capture.flush();
      expect(chunks.length).to.be.above(before);
      expect(chunks.at(-1)!.length).to.be.at.most(CHUNK);
      capture.close();
    });

    it('delivers nothing after close and leaves the microphone on', async () => {
      const capture = await Capture.open(context, stream, keep);
      await until(() => chunks.length > 0);
      capture.close();
      const count = chunks.length;
      await aTimeout(100);
      expect(chunks.length).to.equal(count);
      expect(stream.getTracks()[0]!.readyState).to.equal('live');
    });

    it('hears the microphone again with a second capture on the same context', async () => {
      (await Capture.open(context, stream, keep)).close();
      const capture = await Capture.open(context, stream, keep);
      await until(() => chunks.length > 2);
      capture.close();
    });

    for (const [name, kill] of [
      ['the track ended', () => stopStream(stream)],
      ['the context is suspended', () => context.suspend()],
      ['the context is closed', () => context.close()],
    ] as const) {
      it(`flushes in bounded time when ${name}`, async () => {
        const capture = await Capture.open(context, stream, keep);
        await until(() => chunks.length > 0);
        await kill();
        const start = performance.now();
        await capture.flush();
        expect(performance.now() - start).to.be.below(400);
        capture.close();
      });
    }

    it('flushes in bounded time after close', async () => {
      const capture = await Capture.open(context, stream, keep);
      capture.close();
      await capture.flush();
    });

    it('says audio-failed for a stream without a microphone', async () => {
      const error = await Capture.open(context, new MediaStream(), keep).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(RealtimeError);
      expect((error as RealtimeError).code).to.equal('audio-failed');
    });
  });
}
