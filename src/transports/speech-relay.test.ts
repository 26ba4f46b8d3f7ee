import { expect } from '@open-wc/testing';
import { SpeechRelay } from './speech-relay.js';

/*
 * What somebody says is a steady level, for each part of it another one, so that what comes out can be told from
 * what went in. It is listened to at the relay's track, sample by sample.
 */

const TAP = `registerProcessor('relay-tap', class extends AudioWorkletProcessor {
  process([[input]]) {
    if (input) this.port.postMessage(input.slice());
    return true;
  }
});`;
/** Between two parts a resampler rings. */
const EDGE_MS = 6;
/** Chopped pieces of 20 ms lose three times this. */
const STUMBLE_MS = 25;
/** The relay takes the sound in pieces of this length. */
const CHUNK_MS = 20;
/** It lets a pause pass while no more than this is under way. */
const CUSHION_MS = 120;

let context: AudioContext;
let speech: ConstantSourceNode;
let stream: MediaStream;
let relay: SpeechRelay;
/** What came out of the relay. */
let heard: Float32Array[];

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A microphone in which the person is so loud. */
function microphone(gain = 1): MediaStream {
  const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
  speech.connect(new GainNode(context, { gain })).connect(destination);
  return destination.stream;
}

/** Has the person say a level for so long from now on; @returns when that is over */
async function say(...parts: [level: number, ms: number][]): Promise<void> {
  let at = context.currentTime + 0.05;
  for (const [level, ms] of parts) {
    speech.offset.setValueAtTime(level, at);
    at += ms / 1000;
  }
  speech.offset.setValueAtTime(0, at);
  while (context.currentTime < at) await sleep(10);
}

/** What was heard, part by part, silence too; without the edges between them. */
function parts(): { level: number; from: number; ms: number }[] {
  const perMs = context.sampleRate / 1000;
  const all: { level: number; from: number; ms: number }[] = [];
  let begin = 0;
  let at = 0;
  let last = NaN;
  const end = () => {
    const ms = (at - begin) / perMs;
    if (ms > EDGE_MS) all.push({ level: last, from: begin / perMs, ms });
    begin = at;
  };
  for (const block of heard) {
    for (const sample of block) {
      const level = Math.round(sample * 20) / 20;
      if (level !== last) end();
      last = level;
      at += 1;
    }
  }
  end();
  return all;
}

/** The levels that were heard, in their order. */
const order = () =>
  parts()
    .flatMap(({ level }) => level || [])
    .filter((level, i, all) => level !== all[i - 1]);

/** How long a level was heard, ms. */
const heardMs = (level: number) =>
  parts().reduce((sum, part) => sum + (part.level === level ? part.ms : 0), 0);

/** From the end of one level to the beginning of another, ms. */
function gapMs(before: number, after: number): number {
  const { from = NaN, ms = NaN } = parts().find(({ level }) => level === before) ?? {};
  return (parts().find(({ level }) => level === after)?.from ?? NaN) - from - ms;
}

/** Waits until a level was heard for so long, in one piece or nearly: a busy machine may stumble once. */
async function out(level: number, ms: number): Promise<void> {
  for (let i = 0; i < 50 && heardMs(level) < ms - STUMBLE_MS; i += 1) await sleep(20);
  const account = parts().map((part) => `${part.level}: ${part.ms.toFixed()} ms`);
  expect(heardMs(level), account.join()).to.be.closeTo(ms, STUMBLE_MS);
}

beforeEach(async () => {
  context = new AudioContext();
  speech = new ConstantSourceNode(context, { offset: 0 });
  speech.start();
  stream = microphone();
  relay = await SpeechRelay.open(context, stream);
  const url = URL.createObjectURL(new Blob([TAP], { type: 'text/javascript' }));
  await context.audioWorklet.addModule(url);
  const tap = new AudioWorkletNode(context, 'relay-tap', { numberOfOutputs: 0 });
  heard = [];
  tap.port.onmessage = ({ data }: MessageEvent<Float32Array>) => heard.push(data);
  context.createMediaStreamSource(new MediaStream([relay.track])).connect(tap);
});

afterEach(() => {
  relay.close();
  void context.close();
});

describe('SpeechRelay', () => {
  it('keeps to itself what is said before the connection stands, and then passes all of it on', async () => {
    await say([0.5, 300], [0.25, 200]);
    await relay.flush();
    expect(order()).to.deep.equal([]);
    relay.start();
    await relay.finish();
    await out(0.25, 200);
    expect(order()).to.deep.equal([0.5, 0.25]);
  });

  it('goes on after it with what is said then, late but whole', async () => {
    await say([0.5, 300]);
    relay.start();
    await say([0.25, 300]);
    await relay.flush();
    await relay.finish();
    await out(0.25, 300);
    expect(order()).to.deep.equal([0.5, 0.25]);
  });

  it('goes on with another microphone, after all that the one before has heard', async () => {
    await say([0.5, 300]);
    await relay.listen(microphone(0.5));
    await say([0.5, 200]);
    await relay.flush();
    relay.start();
    await relay.finish();
    for (const [level, ms] of [
      [0.5, 300],
      [0.25, 200],
    ] as const)
      await out(level, ms);
    expect(order()).to.deep.equal([0.5, 0.25]);
  });

  it('shortens long pauses to catch up, and keeps the short ones that belong to the words', async () => {
    await say([0.5, 200], [0, 120], [0.25, 200], [0, 900], [0.75, 200]);
    await relay.flush();
    relay.start();
    await relay.finish();
    await out(0.75, 200);
    expect(order()).to.deep.equal([0.5, 0.25, 0.75]);
    expect(gapMs(0.5, 0.25)).to.be.closeTo(120, 2 * EDGE_MS);
    expect(gapMs(0.25, 0.75)).to.be.within(160 - EDGE_MS, 160 + 2 * CHUNK_MS);
    for (const level of [0.5, 0.25, 0.75]) await out(level, 200);
  });

  it('leaves pauses and words as they are once it has caught up', async () => {
    await say([0.75, 300]);
    relay.start();
    await say([0, 900], [0.5, 200], [0, 500], [0.25, 200]);
    await relay.flush();
    await relay.finish();
    await out(0.25, 200);
    expect(order()).to.deep.equal([0.75, 0.5, 0.25]);
    expect(gapMs(0.5, 0.25)).to.be.closeTo(500, CUSHION_MS);
    for (const level of [0.5, 0.25]) await out(level, 200);
  });

  it('leaves words whole when there was nothing to keep', async () => {
    relay.start();
    await say([0.5, 300]);
    await relay.flush();
    await relay.finish();
    await out(0.5, 300);
    expect(order()).to.deep.equal([0.5]);
  });

  it('has finished when the last of it is out, and not before', async () => {
    await say([0.5, 600]);
    await relay.flush();
    relay.start();
    const begin = performance.now();
    await relay.finish();
    expect(performance.now() - begin).to.be.greaterThan(500);
    await sleep(20); // the tap is another thread
    expect(heardMs(0.5)).to.be.closeTo(600, 2 * EDGE_MS);
  });

  it('has finished at once when nothing was said', async () => {
    relay.close();
    relay = await SpeechRelay.open(context, new MediaStreamAudioDestinationNode(context).stream);
    const begin = performance.now();
    await relay.finish();
    expect(performance.now() - begin).to.be.below(100);
  });

  it('ends its own track when it is closed, and leaves the microphone alone', () => {
    expect(relay.track.readyState).to.equal('live');
    relay.close();
    expect(relay.track.readyState).to.equal('ended');
    expect(stream.getAudioTracks()[0]?.readyState).to.equal('live');
  });
});
