import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parse as parseSubtitles } from '@plussub/srt-vtt-parser';
import { createSpeechEngine, type SpeechEngine } from '../../server/local/src/index.ts';
import { HEARING_SAMPLE_RATE } from '../../server/local/src/speech/recogniser.ts';
import type { RealtimeVoiceChat } from '../../src/elements/realtime-voice-chat.ts';
import { wordErrorRate } from '../speech/speech-fixtures.ts';
import { type RunningServer, startServer } from './server.ts';
import { part, type ReadTake, readTakes } from './takes.ts';
import { Visitor } from './visitor.ts';

/* What was recorded is judged by what a stranger hears in the file, not by what the page says of it. */

const ANNOUNCEMENT = 'We are planning a Christmas party for twelve people.';
const QUESTION = 'What should we have for dessert?';
const MOST_WORD_ERRORS = 0.2;
/** What a person would call the same moment, ms. */
const SAME_MOMENT_MS = 300;
/** How far a file's length may be from what the page says, ms. */
const SAME_LENGTH_MS = 100;

let server: RunningServer;
let ear: SpeechEngine;

before(async () => {
  server = await startServer();
  ear = await createSpeechEngine();
});
after(async () => {
  ear?.close();
  await server?.stop();
});

const pages = ['websocket-chat.html', 'webrtc-chat.html'];

/** The transcript in a format, on the clock of a take. */
const exported = (visitor: Visitor, format: 'vtt' | 'srt' | 'json', from: number): Promise<string> =>
  visitor.page.evaluate(
    (as, since) =>
      (document.querySelector('realtime-voice-chat') as RealtimeVoiceChat).session.exportTranscript(as, {
        from: since,
      }),
    format,
    from,
  );

const hangUp = (visitor: Visitor) =>
  visitor.page.evaluate(() =>
    (document.querySelector('realtime-voice-chat') as RealtimeVoiceChat).session.disconnect(),
  );

/** When it gets loud after silence, and silent after sound: the edges of each stretch of speech, ms. */
function stretches({ sound }: ReadTake): { start: number; end: number }[] {
  const FRAME_MS = 20;
  const LOUD = 0.02;
  const LONGEST_PAUSE_MS = 700;
  const frame = (FRAME_MS / 1000) * HEARING_SAMPLE_RATE;
  const found: { start: number; end: number }[] = [];
  for (let i = 0; i < sound.length / frame; i += 1) {
    const peak = sound
      .subarray(i * frame, (i + 1) * frame)
      .reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    if (peak < LOUD) continue;
    const last = found.at(-1);
    if (last && i * FRAME_MS - last.end < LONGEST_PAUSE_MS) last.end = (i + 1) * FRAME_MS;
    else found.push({ start: i * FRAME_MS, end: (i + 1) * FRAME_MS });
  }
  return found;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const near = (a: number, b: number) => Math.abs(a - b) <= SAME_MOMENT_MS;

for (const page of pages) {
  test(`the take of a turn holds what the person said (${page})`, async (t) => {
    const visitor = await Visitor.arrive(`${server.origin}/${page}`);
    try {
      await visitor.set({ 'turn-detection': 'none', record: 'turns', 'record-tracks': 'user' });
      await visitor.say(ANNOUNCEMENT, 'after words');
      const [take, ...more] = await readTakes(visitor, 1);
      assert.ok(take && more.length === 0, 'one take for one press of record');
      const [said] = await visitor.turns();
      const heard = await ear.transcribe(take.sound);
      t.diagnostic(`${take.type}, ${Math.round(take.file.durationMs)} ms: ${heard}`);
      assert.ok(wordErrorRate(ANNOUNCEMENT, heard) <= MOST_WORD_ERRORS, heard);
      assert.deepEqual(take.file.streams, ['audio']);
      assert.ok(Math.abs(take.file.durationMs - take.duration) < SAME_LENGTH_MS, String(take.duration));
      assert.deepEqual(take.tracks, ['user']);
      assert.deepEqual(take.turnIds, [said?.id]);
    } finally {
      await visitor.leave();
    }
  });

  test(`a call's recording has both voices where they spoke, the camera's picture, and subtitles that fit (${page})`, async (t) => {
    const visitor = await Visitor.arrive(`${server.origin}/${page}`);
    try {
      await visitor.set({ record: 'call', 'record-tracks': 'user assistant camera' });
      const pressCamera = await visitor.addControl('camera-preview');
      await pressCamera();
      const { answer } = await visitor.say(ANNOUNCEMENT, 'after answer');
      const [person, assistant] = await visitor.turns();
      await hangUp(visitor);
      const [take] = await readTakes(visitor, 1);
      assert.ok(take && person && assistant);
      assert.deepEqual(take.file.streams, ['audio', 'video']);
      assert.ok(Math.abs(take.file.durationMs - take.duration) < SAME_LENGTH_MS, String(take.duration));
      assert.deepEqual(take.turnIds, [person.id, assistant.id]);

      const between = (assistant.startedAt + (person.endedAt ?? 0)) / 2 - take.startedAt;
      const asked = await ear.transcribe(part(take, 0, between));
      const answered = await ear.transcribe(part(take, between));
      t.diagnostic(`“${asked}” – “${answered}”`);
      assert.ok(wordErrorRate(ANNOUNCEMENT, asked) <= MOST_WORD_ERRORS, asked);
      assert.ok(wordErrorRate(answer, answered) <= 2 * MOST_WORD_ERRORS, `${answer} → ${answered}`);
      const colours = await coloursOf(visitor);
      assert.ok(colours.length > 1, `the camera’s picture is in the file: ${colours.join(' ')}`);

      const heard = stretches(take);
      for (const format of ['vtt', 'srt'] as const) {
        const { entries } = parseSubtitles(await exported(visitor, format, take.startedAt));
        const [first, last] = [entries[0], entries.at(-1)];
        assert.ok(first && last && entries.length >= 2, 'a cue for each turn');
        t.diagnostic(`${format} ${first.from}–${last.to}, heard ${JSON.stringify(heard)}`);
        for (const { from, to, text } of [first, last]) {
          assert.ok(
            heard.some(({ start, end }) => near(start, from) || near(end, to)),
            `${text}: ${from}–${to}`,
          );
        }
        assert.ok(near(heard[0]?.start ?? 0, first.from), `begins at ${first.from}`);
        assert.ok(near(heard.at(-1)?.end ?? 0, last.to), `ends at ${last.to}`);
      }
      const json = JSON.parse(await exported(visitor, 'json', take.startedAt)) as {
        turns: { role: string; startMs: number; endMs: number }[];
      };
      assert.deepEqual(
        json.turns.map(({ role }) => role),
        ['user', 'assistant'],
      );
      assert.ok(near(json.turns[0]?.startMs ?? 0, heard[0]?.start ?? -1e6));
      assert.ok(near(json.turns[1]?.endMs ?? 0, heard.at(-1)?.end ?? -1e6));
      assert.deepEqual(visitor.complaints, []);
    } finally {
      await visitor.leave();
    }
  });

  test(`what is said into another microphone in the middle of a call follows what was said before, and another loudspeaker can be used (${page})`, async () => {
    const visitor = await Visitor.arrive(`${server.origin}/${page}`);
    try {
      await visitor.set({ 'turn-detection': 'none' });
      const firstMs = await visitor.prepare(ANNOUNCEMENT);
      await visitor.pressRecord();
      await visitor.waitFor('recording');
      await sleep(firstMs);
      // Chromium's fake microphones all say what the file holds when they are opened.
      const secondMs = await visitor.prepare(QUESTION);
      const devices = await visitor.page.evaluate(async () => {
        const { session } = document.querySelector('realtime-voice-chat') as RealtimeVoiceChat;
        const all = await navigator.mediaDevices.enumerateDevices();
        const last = (kind: MediaDeviceKind) =>
          all.findLast((device) => device.kind === kind)?.deviceId ?? '';
        const opened: MediaStreamTrack[] = [];
        Object.assign(window, { opened });
        const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = async (constraints) => {
          const stream = await open(constraints);
          opened.push(...stream.getTracks());
          return stream;
        };
        await session.useDevice('audiooutput', last('audiooutput'));
        await session.useDevice('audioinput', last('audioinput'));
        return { used: session.state.devices, input: last('audioinput'), output: last('audiooutput') };
      });
      assert.ok(devices.input && devices.output, 'the browser has several devices');
      assert.equal(devices.used.audioinput, devices.input);
      assert.equal(devices.used.audiooutput, devices.output);
      await sleep(secondMs);
      await visitor.pressRecord();
      await visitor.answered(2);
      const [{ text = '' } = {}] = await visitor.turns();
      assert.ok(wordErrorRate(`${ANNOUNCEMENT} ${QUESTION}`, text) <= MOST_WORD_ERRORS, text);
      await visitor.microphoneClosed();
      const live = await visitor.page.evaluate(() =>
        (window as unknown as { opened: MediaStreamTrack[] }).opened.map(({ readyState }) => readyState),
      );
      assert.deepEqual(live, ['ended'], 'the second microphone was opened once, and let go');
      assert.deepEqual(visitor.complaints, []);
    } finally {
      await visitor.leave();
    }
  });
}

/** The colours in the middle of the take's video, as a page shows it, coarsely: `rgb` of 0…7 each. */
function coloursOf(visitor: Visitor): Promise<string[]> {
  return visitor.page.evaluate(async () => {
    const { recorder } = document.querySelector('realtime-voice-chat') as RealtimeVoiceChat;
    const video = document.createElement('video');
    video.muted = true;
    video.src = URL.createObjectURL(recorder?.takes[0]?.blob as Blob);
    await new Promise((resolve) => (video.onloadeddata = resolve));
    video.currentTime = video.duration / 2;
    await new Promise((resolve) => (video.onseeked = resolve));
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.drawImage(video, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const colours = new Set<string>();
    for (let i = 0; i < data.length; i += 4) {
      colours.add([0, 1, 2].map((channel) => (data[i + channel] ?? 0) >> 5).join(''));
    }
    return [...colours];
  });
}
