import Fastify, { type FastifyInstance } from 'fastify';
import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { userSpeech, wordErrorRate, writeWav } from '../../../../test/speech/speech-fixtures.ts';
import { validateClientEvent, validateServerEvent } from '../../schema/schema.ts';
import type { AnyEvent } from '../../test/event-client.ts';
import { start, type Service } from '../../test/service.ts';
import { pcm16ToFloat32 } from '../audio/pcm.ts';
import { resample } from '../audio/resampler.ts';
import { createPlanner, createSpeechEngine, type Brain, type SpeechEngine } from '../index.ts';

const WORDS = 'We are planning a Christmas party for twelve people.';
const MOST_WORD_ERRORS = 0.15;
/** Of the service's sound: the ear, too, hears “alright” for “all right”. */
const MOST_MISHEARD = 0.25;
const MODEL = 'gpt-realtime-2.1';
const MICROPHONE_RATE = 48_000;
const RATE = 24_000;
const AUDIBLE = 300;
/** Longer than any pause between words. */
const QUIET_SAMPLES = RATE / 2;
const PATIENCE_MS = 30_000;
const TRANSCRIBED = 'conversation.item.input_audio_transcription.completed';
const STOPPED = 'output_audio_buffer.stopped';

/** OpenAI's own client, as it is published for browsers. */
const AGENTS = fileURLToPath(new URL('bundle/', import.meta.resolve('@openai/agents-realtime')));

/** What the pages leave where the tests find it. */
declare global {
  interface Window {
    received: AnyEvent[];
    sent: AnyEvent[];
    /** 24 000 Hz */
    heard: number[];
    channel: RTCDataChannel;
    location_: string;
    listen(stream: MediaStream): void;
  }
}

const PAGE = `<!doctype html><title>A call</title><script>
  window.received = [];
  window.sent = [];
  window.heard = [];
  const { send } = RTCDataChannel.prototype;
  RTCDataChannel.prototype.send = function (data) {
    window.sent.push(JSON.parse(data));
    send.call(this, data);
  };
  // Listens beside the loudspeaker.
  window.listen = (stream) => {
    const context = new AudioContext({ sampleRate: ${RATE} });
    const ear = context.createScriptProcessor(4096, 1, 1);
    ear.onaudioprocess = ({ inputBuffer }) =>
      inputBuffer.getChannelData(0).forEach((sample) => window.heard.push(Math.round(sample * 32767)));
    context.createMediaStreamSource(stream).connect(ear).connect(context.destination);
  };
</script>`;

describe('calls from Chromium, at another origin', () => {
  let engine: SpeechEngine;
  let service: Service<SpeechEngine, Brain>;
  let pages: FastifyInstance;
  let folder: string;
  let browser: Browser;
  let page: Page;

  before(async () => {
    engine = await createSpeechEngine();
    service = await start(engine, createPlanner());
    pages = Fastify();
    pages.get('/', (_request, reply) => reply.type('text/html').send(PAGE));
    pages.get<{ Params: { file: string } }>('/agents/:file', ({ params }, reply) =>
      reply.type('text/javascript').send(createReadStream(join(AGENTS, params.file))),
    );
    await pages.listen({ host: '127.0.0.1', port: 0 });
    folder = await mkdtemp(join(tmpdir(), 'calls-'));
    const microphone = join(folder, 'microphone.wav');
    const speech = await userSpeech(WORDS, {
      sampleRate: MICROPHONE_RATE,
      // The call is connected by then.
      leadingSilenceMs: 2500,
      trailingSilenceMs: 1000,
    });
    await writeWav(microphone, speech, MICROPHONE_RATE);
    browser = await puppeteer.launch({
      executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
      headless: true,
      args: [
        '--no-sandbox',
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-audio-capture=${microphone}%noloop`,
        '--autoplay-policy=no-user-gesture-required',
        '--allow-loopback-in-peer-connection',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        '--disable-quic',
      ],
    });
  });
  after(async () => {
    await browser?.close();
    await pages.close();
    await service.close();
    engine.close();
    await rm(folder, { recursive: true });
  });
  afterEach(() => page.close());

  async function open(): Promise<void> {
    page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(`http://127.0.0.1:${(pages.server.address() as AddressInfo).port}/`);
  }

  async function mint(): Promise<string> {
    const transcription = { model: 'gpt-4o-mini-transcribe' };
    const answer = await service.mint({
      session: { type: 'realtime', model: MODEL, audio: { input: { transcription } } },
    });
    return ((await answer.json()) as { value: string }).value;
  }

  async function until(type: string): Promise<AnyEvent> {
    await page.waitForFunction((wanted) => window.received.some(({ type }) => type === wanted), {}, type);
    return (await page.evaluate(() => window.received)).find((event) => event.type === type)!;
  }

  async function assertConversation(): Promise<void> {
    const { transcript } = await until(TRANSCRIBED);
    assert.ok(wordErrorRate(WORDS, transcript) <= MOST_WORD_ERRORS, transcript);
    await until(STOPPED);
    const answer = (await until('response.output_audio_transcript.done')).transcript;
    assert.match(answer, /twelve|12/i);
    // The browser plays a little later than the service sends: until it has been quiet for a while.
    await page.waitForFunction(
      (samples, audible) => window.heard.slice(-samples).every((sample) => Math.abs(sample) < audible),
      { polling: 100 },
      QUIET_SAMPLES,
      AUDIBLE,
    );
    const sound = Int16Array.from(await page.evaluate(() => window.heard));
    const audible = sound.subarray(sound.findIndex((sample) => Math.abs(sample) > AUDIBLE));
    const heard = await engine.transcribe(resample(pcm16ToFloat32(audible), RATE, 16_000));
    assert.ok(wordErrorRate(answer, heard) <= MOST_MISHEARD, `${answer} / ${heard}`);
  }

  async function assertEventsValid(): Promise<void> {
    const { received, sent } = await page.evaluate(({ received, sent } = window) => ({ received, sent }));
    for (const event of received) assert.equal(validateServerEvent(event), null, JSON.stringify(event));
    for (const event of sent) assert.equal(validateClientEvent(event), null, JSON.stringify(event));
    assert.deepEqual(
      received.filter(({ type }) => type === 'error'),
      [],
    );
  }

  it('holds a spoken conversation, with an offer sent before any address was found', async () => {
    await open();
    await page.evaluate(
      async (baseUrl, key) => {
        const peer = new RTCPeerConnection();
        const audio = document.createElement('audio');
        audio.autoplay = true;
        peer.ontrack = ({ streams: [stream] }) => {
          audio.srcObject = stream!;
          window.listen(stream!);
        };
        const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
        peer.addTrack(microphone.getTracks()[0]!, microphone);
        window.channel = peer.createDataChannel('oai-events');
        window.channel.onmessage = ({ data }) => window.received.push(JSON.parse(data));
        const { sdp } = await peer.createOffer();
        await peer.setLocalDescription({ type: 'offer', sdp });
        const answer = await fetch(`${baseUrl}/realtime/calls`, {
          method: 'POST',
          headers: { authorization: `Bearer ${key}`, 'content-type': 'application/sdp' },
          body: sdp,
        });
        window.location_ = answer.headers.get('location')!;
        await peer.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
      },
      service.baseUrl,
      await mint(),
    );
    assert.equal((await until('session.created')).session.model, MODEL);
    await assertConversation();
    await assertEventsValid();

    const location = await page.evaluate(() => window.location_);
    assert.match(location, /^\/v1\/realtime\/calls\/rtc_\w+$/);
    const hungUpAt = performance.now();
    const closed = page.waitForFunction(() => window.channel.readyState === 'closed', { polling: 20 });
    const hangup = `${service.baseUrl.replace('/v1', '')}${location}/hangup`;
    await fetch(hangup, { method: 'POST', headers: { authorization: 'Bearer sk-test' } });
    await closed;
    const noticedMs = performance.now() - hungUpAt;
    assert.ok(noticedMs < 1000, `the page noticed after ${noticedMs} ms`);
  });

  it('answers every event at once, and notices at once when the page hangs up', async () => {
    await open();
    const { callId, slowestMs } = await page.evaluate(
      async (baseUrl, key) => {
        const peer = new RTCPeerConnection();
        peer.addTransceiver('audio');
        window.channel = peer.createDataChannel('oai-events');
        const opened = new Promise((resolve) => (window.channel.onmessage = resolve));
        await peer.setLocalDescription();
        const answer = await fetch(`${baseUrl}/realtime/calls`, {
          method: 'POST',
          headers: { authorization: `Bearer ${key}`, 'content-type': 'application/sdp' },
          body: peer.localDescription!.sdp,
        });
        await peer.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
        await opened;
        let slowestMs = 0;
        for (let i = 0; i < 20; i++) {
          const sentAt = performance.now();
          const answered = new Promise((resolve) => (window.channel.onmessage = resolve));
          window.channel.send(JSON.stringify({ type: 'input_audio_buffer.clear' }));
          await answered;
          slowestMs = Math.max(slowestMs, performance.now() - sentAt);
        }
        setTimeout(() => peer.close(), 500);
        return { callId: answer.headers.get('location')!.split('/').at(-1)!, slowestMs };
      },
      service.baseUrl,
      await mint(),
    );
    // A packet that is lost is sent again after a second.
    assert.ok(slowestMs < 900, `the slowest answer took ${slowestMs} ms`);
    const observer = await service.open({ query: `call_id=${callId}` });
    const joinedAt = performance.now();
    assert.deepEqual(await observer.closed, { code: 1000, reason: '' });
    const endedMs = performance.now() - joinedAt;
    assert.ok(endedMs < 1500, `the call ended after ${endedMs} ms`);
  });

  it("holds a spoken conversation with OpenAI's own client", async () => {
    await open();
    await page.evaluate(
      async (baseUrl, apiKey, model) => {
        const bundle = '/agents/openai-realtime-agents.mjs';
        const { OpenAIRealtimeWebRTC, RealtimeAgent, RealtimeSession } = await import(bundle);
        const audioElement = document.createElement('audio');
        audioElement.onloadedmetadata = () => window.listen(audioElement.srcObject as MediaStream);
        const transport = new OpenAIRealtimeWebRTC({ baseUrl: `${baseUrl}/realtime/calls`, audioElement });
        transport.on('*', (event: AnyEvent) => window.received.push(event));
        const agent = new RealtimeAgent({ name: 'Planner', instructions: 'Help to plan a party.' });
        await new RealtimeSession(agent, { transport, model }).connect({ apiKey });
      },
      service.baseUrl,
      await mint(),
      MODEL,
    );
    await assertConversation();
    await assertEventsValid();
  });
});
