import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import puppeteer, { type Browser, type CDPSession, type Page } from 'puppeteer-core';
import type * as Kit from '../../src/index.ts';

const KIT = new URL('../../dist/cdn/', import.meta.url);
const MINUTES = 10;
/** Really recorded, and then repeated. */
const SAMPLE_SECONDS = 10;
const CHUNKS_A_MINUTE = 60;
/** So much may be held more after ten minutes than after one, bytes; the file is some 75 MB. */
const MOST_GROWTH = 2_000_000;

let browser: Browser;
let page: Page;
let session: CDPSession;
const server = createServer(({ url = '/' }, response) => {
  const isKit = url.endsWith('.js');
  response.setHeader('content-type', isKit ? 'text/javascript' : 'text/html');
  if (isKit) void readFile(new URL(url.slice(1), KIT)).then((file) => response.end(file));
  else response.end('<!doctype html><title>Recording</title>');
});

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await puppeteer.launch({
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required', '--disable-background-networking'],
  });
  page = await browser.newPage();
  await page.evaluateOnNewDocument('globalThis.__name = (named) => named');
  await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
  session = await page.createCDPSession();
});
after(async () => {
  await browser?.close();
  server.close();
});

/** What the page holds once all garbage is gone, buffers included, bytes. */
async function held(): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize, ...others } = await session.send('Runtime.getHeapUsage');
  const { embedderHeapUsedSize, backingStorageSize } = others as unknown as Record<string, number>;
  assert.ok(embedderHeapUsedSize !== undefined && backingStorageSize !== undefined);
  return usedSize + embedderHeapUsedSize + backingStorageSize;
}

declare global {
  /** What the page shares between the steps of a test. */
  var recording: {
    recorder: Kit.Recorder;
    /** Feeds the recorder so many seconds, as the browser would in as many chunks. */
    feed(seconds: number): Promise<void>;
    hangUp(): Promise<Kit.Take>;
  };
}

/**
 * In the page: records a call for a while, then has the recorder believe that what the browser recorded goes on
 * and on, as fast as it can take it.
 */
async function begin(sampleSeconds: number): Promise<void> {
  const address = '/realtime-voice-elements.js';
  const { Recorder } = (await import(address)) as typeof Kit;
  const context = new AudioContext();
  const voice = new OscillatorNode(context, { type: 'sawtooth', frequency: 150 });
  const [input, output] = [new GainNode(context), new GainNode(context)];
  voice.connect(input);
  voice.start();
  const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
  const picture = canvas.getContext('2d')!;
  const noise = picture.createImageData(640, 480);
  setInterval(() => {
    // Noise is what a camera has most of, and what compresses worst.
    new Uint32Array(noise.data.buffer).forEach(
      (_, index, pixels) => (pixels[index] = Math.random() * 2 ** 32),
    );
    picture.putImageData(noise, 0, 0);
  }, 100);
  const idle: Kit.RecordableSession['state'] = { status: 'idle', recording: false, turns: [] };
  const call = Object.assign(new EventTarget(), {
    state: idle,
    media: null as Kit.SessionMedia | null,
    camera: canvas.captureStream(),
  });
  const set = (status: 'connected' | 'idle') => {
    call.state = { ...call.state, status };
    call.media = status === 'connected' ? { context, input, output } : null;
    call.dispatchEvent(new Event('change'));
  };
  const next = (recorder: Kit.Recorder) =>
    new Promise<Kit.Take>((resolve) =>
      recorder.addEventListener('recording', (event) => resolve((event as Kit.RealtimeRecordingEvent).take), {
        once: true,
      }),
    );
  const recorder = new Recorder(call, {
    mode: 'call',
    tracks: ['user', 'assistant', 'camera'],
    separate: false,
  });

  // What the browser really gives.
  const chunks: Blob[] = [];
  class Overheard extends MediaRecorder {
    constructor(stream: MediaStream, options?: MediaRecorderOptions) {
      super(stream, options);
      this.addEventListener('dataavailable', ({ data }) => chunks.push(data));
    }
  }
  window.MediaRecorder = Overheard;
  await context.resume();
  set('connected');
  await new Promise((resolve) => setTimeout(resolve, sampleSeconds * 1000));
  const sampled = next(recorder);
  set('idle');
  recorder.delete((await sampled).id);
  const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
  chunks.length = 0;

  // Cuts it where clusters begin: id, unknown size, and `e7`, a time of one to four bytes.
  const id = [0x1f, 0x43, 0xb6, 0x75, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xe7];
  const starts: number[] = [];
  for (let at = bytes.indexOf(id[0]!); at >= 0; at = bytes.indexOf(id[0]!, at + 1)) {
    if (id.every((byte, index) => bytes[at + index] === byte)) starts.push(at);
  }
  const clusters = starts.map((at, index) => {
    const length = bytes[at + 13]! & 0xf;
    const time = bytes.slice(at + 14, at + 14 + length).reduce((sum, byte) => sum * 256 + byte, 0);
    return { time, content: bytes.slice(at + 14 + length, starts[index + 1]) };
  });
  const head = bytes.slice(0, starts[0]);
  const lengthMs = clusters.at(-1)!.time + 1000;
  const cluster = (number: number) => {
    const { time, content } = clusters[number % clusters.length]!;
    const start = new Uint8Array(18);
    start.set(id);
    start[13] = 0x84;
    new DataView(start.buffer).setUint32(14, time + Math.floor(number / clusters.length) * lengthMs);
    return new Blob([...(number ? [] : [head]), start, content]);
  };

  let given = 0;
  let endless = { ondataavailable: (_event: { data: Blob }) => {}, onstop: () => {} };
  class Endless {
    static isTypeSupported = MediaRecorder.isTypeSupported;
    readonly mimeType = 'video/webm;codecs=vp8,opus';
    state = 'recording';
    constructor() {
      endless = Object.assign(this, endless);
    }
    start() {}
    stop() {
      this.state = 'inactive';
      endless.onstop();
    }
  }
  window.MediaRecorder = Endless as unknown as typeof MediaRecorder;
  set('connected');
  globalThis.recording = {
    recorder,
    async feed(seconds) {
      const until = given + Math.round((seconds * 1000 * clusters.length) / lengthMs);
      for (; given < until; given += 1) {
        endless.ondataavailable({ data: cluster(given) });
        await new Promise((resolve) => setTimeout(resolve));
      }
    },
    hangUp() {
      const take = next(recorder);
      set('idle');
      return take;
    },
  };
}

test('a recording of ten minutes keeps the page’s memory flat, and one can jump in it', async (context) => {
  await page.evaluate(begin, SAMPLE_SECONDS);
  const memory: number[] = [];
  for (let minute = 0; minute < MINUTES; minute += 1) {
    await page.evaluate((seconds) => recording.feed(seconds), CHUNKS_A_MINUTE);
    memory.push(await held());
  }
  const result = await page.evaluate(async () => {
    const { blob, duration } = await recording.hangUp();
    const video = document.createElement('video');
    video.src = URL.createObjectURL(blob);
    await new Promise((resolve) => (video.onloadedmetadata = resolve));
    const begun = performance.now();
    const sought = new Promise((resolve) => (video.onseeked = resolve));
    video.currentTime = video.duration - 5;
    await sought;
    return { size: blob.size, duration, known: video.duration * 1000, seekMs: performance.now() - begun };
  });
  context.diagnostic(
    `held after each minute, kB: ${memory.map((bytes) => Math.round(bytes / 1000)).join(' ')}`,
  );
  context.diagnostic(`${Math.round(result.size / 1e6)} MB; to its end in ${Math.round(result.seekMs)} ms`);
  assert.ok(memory.at(-1)! - memory[0]! < MOST_GROWTH);
  assert.ok(result.size > 10 * MOST_GROWTH, 'there must be something to hold');
  assert.ok(Math.abs(result.duration - MINUTES * 60_000) < 5000);
  assert.ok(Math.abs(result.known - result.duration) < 1);
});
