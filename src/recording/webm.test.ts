import { expect } from '@open-wc/testing';
import { colourAt, readFile, wait } from './recordable-call.test-support.js';
import { WebmIndex } from './webm.js';

/** What this browser records, in pieces as it hands them over: red for a second, then blue. */
async function recorded(): Promise<Blob[]> {
  const context = new AudioContext();
  const sound = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
  new GainNode(context).connect(sound); // without an input it gives not even silence
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 64;
  const picture = canvas.getContext('2d', { alpha: false })!;
  const begin = performance.now();
  const timer = setInterval(() => {
    picture.fillStyle = performance.now() - begin < 1000 ? 'red' : 'blue';
    picture.fillRect(0, 0, 64, 64);
  }, 50);
  const tracks = [...sound.stream.getTracks(), ...canvas.captureStream().getTracks()];
  const options = { mimeType: 'video/webm;codecs=vp8,opus', videoKeyFrameIntervalDuration: 500 };
  const recorder = new MediaRecorder(new MediaStream(tracks), options);
  const chunks: Blob[] = [];
  recorder.ondataavailable = ({ data }) => chunks.push(data);
  recorder.start(250);
  await wait(2200);
  const stopped = new Promise((resolve) => (recorder.onstop = resolve));
  recorder.stop();
  await stopped;
  clearInterval(timer);
  await context.close();
  return chunks;
}

function indexed(chunks: Iterable<Uint8Array<ArrayBuffer>>): WebmIndex {
  const index = new WebmIndex();
  for (const chunk of chunks) index.add(chunk);
  return index;
}

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

function* split(bytes: Uint8Array<ArrayBuffer>, length: number) {
  for (let at = 0; at < bytes.length; at += length) yield bytes.slice(at, at + length);
}

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

describe('WebmIndex', () => {
  let stream: Blob;
  let bytes: Uint8Array<ArrayBuffer>;
  let index: WebmIndex;
  let file: Blob;

  before(async () => {
    const chunks = await recorded();
    stream = new Blob(chunks, { type: 'video/webm' });
    bytes = await bytesOf(stream);
    index = indexed(await Promise.all(chunks.map(bytesOf)));
    file = index.finish(stream);
  });

  it('gives a file its duration, and leaves its frames as they are', async () => {
    expect((await readFile(stream)).tracks).to.deep.equal((await readFile(file)).tracks);
    expect(index.durationMs).to.be.closeTo(2200, 150);
    const media = document.createElement('video');
    media.src = URL.createObjectURL(file);
    await new Promise((resolve) => (media.onloadedmetadata = resolve));
    expect(media.duration * 1000).to.be.closeTo(index.durationMs, 1);
    expect(file.type).to.equal('video/webm');
    const clusters = hex(bytes).slice(hex(bytes).indexOf('1f43b675'));
    expect(hex(await bytesOf(file)).includes(clusters)).to.equal(true);
  });

  it('names for each key frame the cluster in which it is', async () => {
    const all = hex(await bytesOf(file));
    const segment = all.indexOf('18538067') + 24; // after the id and eight bytes of size
    const cues = all.slice(all.lastIndexOf('1c53bb6b'));
    const points = [...cues.matchAll(/b388(.{16})b7..f788(.{16})f188(.{16})/g)];
    expect(points.length).to.be.within(4, 6);
    const times = points.map(([, time, track, position]) => {
      expect(Number(`0x${track}`)).to.equal(2);
      const cluster = all.slice(segment + 2 * Number(`0x${position}`));
      expect(cluster.slice(0, 8)).to.equal('1f43b675');
      const [, size, rest] = /e78(.)(.*)/.exec(cluster.slice(24, 60))!;
      const began = Number(`0x${rest!.slice(0, 2 * Number(size))}`);
      expect(Number(`0x${time}`) - began).to.be.within(0, 300);
      return Number(`0x${time}`);
    });
    expect(times).to.deep.equal(times.toSorted((a, b) => a - b));
  });

  it('tells where information, tracks and index are', async () => {
    const all = hex(await bytesOf(file));
    const segment = all.indexOf('18538067') + 24;
    const seeks = [...all.matchAll(/4dbb..53ab84(.{8})53ac88(.{16})/g)];
    expect(seeks.map(([, id]) => id)).to.deep.equal(['1549a966', '1654ae6b', '1c53bb6b']);
    for (const [, id, position] of seeks) {
      expect(all.slice(segment + 2 * Number(`0x${position}`)).slice(0, 8)).to.equal(id);
    }
  });

  it('lets one jump: forth and back', async () => {
    expect(await colourAt(file, 1900)).to.satisfy(([red, , blue]: number[]) => red! < 60 && blue! > 200);
    expect(await colourAt(file, 300)).to.satisfy(([red, , blue]: number[]) => red! > 200 && blue! < 60);
  });

  it('makes the same file however the stream comes in pieces', async () => {
    const expected = hex(await bytesOf(file));
    for (const length of [1, 13, 4096, bytes.length]) {
      const other = indexed(split(bytes, length)).finish(stream);
      expect(hex(await bytesOf(other)) === expected).to.equal(true);
    }
  });

  it('says that something is no WebM, and leaves alone what it does not understand', () => {
    expect(() => new WebmIndex().add(new Uint8Array(100))).to.throw(RangeError);
    const text = new TextEncoder().encode('OggS and so on, for a while');
    expect(indexed([text]).finish(stream)).to.equal(stream);
    expect(new WebmIndex().finish(stream)).to.equal(stream);
  });
});
