import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import { createSpeechEngine, type SpeechEngine } from '../../server/local/src/index.ts';
import type { RealtimeVoiceChat } from '../../src/elements/realtime-voice-chat.ts';
import type { Turn } from '../../src/session/session-state.ts';
import { wordErrorRate } from '../speech/speech-fixtures.ts';
import { type RunningServer, startServer } from './server.ts';
import { type Exchange, Visitor, type VisitorOptions } from './visitor.ts';

/* Real Chromium, a real voice in its microphone, the server that `npm start` starts, and no mercy. */

const WORDS = [
  'We are planning a Christmas party for twelve people.',
  'The party will be at my house.',
  'How many guests did I say are coming?',
];
const MOST_WORD_ERRORS = 0.15;
/** The answer is heard through a codec, a jitter buffer and a small recogniser: enough to know it by. */
const MOST_ANSWER_ERRORS = 0.5;
/** Below this a sample is silence. */
const QUIETEST_SOUND = 0.01;

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

/** The words that a person would have heard, from the first sound to the last. */
async function transcribe(sound: Float32Array): Promise<string> {
  const isSound = (sample: number) => Math.abs(sample) > QUIETEST_SOUND;
  const spoken = sound.subarray(sound.findIndex(isSound), sound.findLastIndex(isSound) + 1);
  return ear.transcribe(spoken);
}

interface Way {
  page: string;
  attributes: Record<string, string>;
  stop: 'after words' | 'after answer';
  options?: VisitorOptions;
  /** Which way the sound must have gone, and what the page must say of it. */
  kind: 'webrtc' | 'websocket';
  says?: RegExp;
}

/** Into an answer of some seconds. */
const INTERRUPT_AFTER_MS = 1600;
/** How finely the sound is listened to. */
const CHUNK_MS = 45;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What fifty calls may leave behind in the server: less than 2 MB each would, if they were kept. */
const MOST_GROWTH_MB = 60;

const NO_UDP = ['--force-webrtc-ip-handling-policy', '--webrtc-ip-handling-policy=disable_non_proxied_udp'];

const ways: Record<string, Way> = {
  'by WebSocket, pressing record for each turn': {
    page: 'websocket-chat.html',
    attributes: { 'turn-detection': 'none' },
    stop: 'after words',
    kind: 'websocket',
  },
  'by WebSocket, pausing for server_vad': {
    page: 'websocket-chat.html',
    attributes: { 'turn-detection': 'server_vad' },
    stop: 'after answer',
    kind: 'websocket',
  },
  'by WebSocket, pausing for semantic_vad': {
    page: 'websocket-chat.html',
    attributes: {},
    stop: 'after answer',
    kind: 'websocket',
  },
  'by WebSocket, pressing record again before a patient semantic_vad has decided': {
    page: 'websocket-chat.html',
    attributes: { eagerness: 'low' },
    stop: 'after words',
    kind: 'websocket',
  },
  'by WebRTC with a token, pausing for semantic_vad': {
    page: 'webrtc-chat.html',
    attributes: {},
    stop: 'after answer',
    kind: 'webrtc',
  },
  'by WebRTC with a token, pressing record for each turn': {
    page: 'webrtc-chat.html',
    attributes: { 'turn-detection': 'none' },
    stop: 'after words',
    kind: 'webrtc',
  },
  'by WebRTC through the page’s own server, pausing for server_vad': {
    page: 'webrtc-chat.html?through=server',
    attributes: { 'turn-detection': 'server_vad' },
    stop: 'after answer',
    kind: 'webrtc',
  },
  'automatically by WebSocket where UDP is blocked': {
    page: 'webrtc-chat.html?transport=auto',
    attributes: {},
    stop: 'after answer',
    options: { switches: NO_UDP },
    kind: 'websocket',
    says: /WebSocket \(WebRTC is blocked\)/,
  },
};

async function conversation(
  t: TestContext,
  { page, attributes, stop, options, kind, says = /WebRTC|WebSocket/ }: Way,
): Promise<void> {
  const visitor = await Visitor.arrive(`${server.origin}/${page}`, options);
  try {
    await visitor.set(attributes);
    const exchanges: Exchange[] = [];
    for (const words of WORDS) exchanges.push(await visitor.say(words, stop));

    const heard = exchanges.map(({ heard }) => heard).join(' ');
    const errors = wordErrorRate(WORDS.join(' '), heard);
    assert.ok(errors <= MOST_WORD_ERRORS, `word error ${errors}: ${heard}`);
    assert.match(
      exchanges[2]?.answer ?? '',
      /twelve|12/i,
      `the third answer remembers the first turn: ${heard}`,
    );

    let understood = '';
    for (const { sound } of exchanges) understood += ` ${await transcribe(sound)}`;
    const answers = exchanges.map(({ answer }) => answer).join(' ');
    const lost = wordErrorRate(answers, understood);
    assert.ok(lost <= MOST_ANSWER_ERRORS, `word error ${lost}: “${answers}” came out as “${understood}”`);

    t.diagnostic(`word errors: ${errors.toFixed(2)} of the person, ${lost.toFixed(2)} of the answers`);

    const transport = await visitor.transport();
    assert.equal(transport?.kind, kind);
    assert.match(transport.status, says);
    assert.deepEqual(visitor.complaints, []);
  } finally {
    await visitor.leave();
  }
}

for (const [name, way] of Object.entries(ways)) {
  test(`a person holds a conversation of three turns ${name}`, (t) => conversation(t, way));
}

/** From the moment that the service says so (voice) or the person does (button) to silence. */
const SILENCE_WITHIN_MS = { 'websocket-chat.html': 50, 'webrtc-chat.html': 150 };

/** That nothing sounds in a stretch of time, ms of `performance.now()`. */
async function assertSilence(visitor: Visitor, from: number, to = Infinity): Promise<void> {
  const chunks = (await visitor.loudness()).filter(({ at }) => at > from + CHUNK_MS && at < to);
  assert.ok(chunks.length > 3, 'there was time to hear the silence');
  assert.ok(
    chunks.every(({ loud }) => loud < QUIETEST_SOUND),
    'it is silent',
  );
}

/** That what remains of a cut answer is what was heard of it, give or take a word. */
async function assertHeard(t: TestContext, answer: Turn | undefined, sound: Float32Array): Promise<void> {
  assert.equal(answer?.status, 'interrupted');
  const remaining = answer.text.trim().split(/\s+/);
  const understood = (await transcribe(sound)).trim().split(/\s+/);
  const report = `“${answer.text}” remains of it and “${answer.unheard}” does not, “${understood.join(' ')}” was heard`;
  t.diagnostic(report);
  assert.ok(Math.abs(remaining.length - understood.length) <= 1, report);
}

for (const [page, silenceMs] of Object.entries(SILENCE_WITHIN_MS)) {
  test(`speaking over an answer silences it, leaves what was heard of it, and is answered itself (${page})`, async (t) => {
    const visitor = await Visitor.arrive(`${server.origin}/${page}`, { room: {} });
    try {
      await visitor.set({ 'turn-detection': 'server_vad' });
      const messages = await visitor.watchMessages();
      await visitor.prepare('Hello.');
      await visitor.pressRecord();
      await visitor.waitFor('speaking');
      await sleep(INTERRUPT_AFTER_MS);
      await visitor.speakUp('How many guests are coming to the party?');
      await visitor.answered(4);
      const turns = await visitor.turns();
      assert.deepEqual(
        turns.map(({ role, status }) => `${role} ${status}`),
        ['user done', 'assistant interrupted', 'user done', 'assistant done'],
      );
      assert.match(turns[2]?.text ?? '', /guests/i);

      const seen = await messages();
      const spokenOver = seen.filter(({ type }) => type === 'input_audio_buffer.speech_started')[1]?.at ?? 0;
      const nextAnswer = seen.filter(({ type }) => type === 'response.created')[1]?.at ?? 0;
      const before = (await visitor.loudness()).filter(({ at }) => at > spokenOver - 300 && at < spokenOver);
      assert.ok(
        before.some(({ loud }) => loud > QUIETEST_SOUND),
        'the answer sounded until it was spoken over',
      );
      await assertSilence(visitor, spokenOver + silenceMs, nextAnswer);
      await assertHeard(t, turns[1], await visitor.sound(nextAnswer));
      assert.deepEqual(visitor.complaints, []);
    } finally {
      await visitor.leave();
    }
  });

  test(`pressing the interrupt button silences an answer, and what remains of it is what was heard (${page})`, async (t) => {
    const visitor = await Visitor.arrive(`${server.origin}/${page}`);
    try {
      const pressInterrupt = await visitor.addControl('interrupt-button');
      const pressedAt = await visitor.page.evaluateHandle(() => {
        const times: number[] = [];
        addEventListener('realtime-interrupt-request', () => times.push(performance.now()));
        return times;
      });
      await visitor.prepare('Hello.');
      await visitor.pressRecord();
      await visitor.waitFor('speaking');
      await sleep(INTERRUPT_AFTER_MS);
      await pressInterrupt();
      await sleep(1500);
      const [at = 0] = await pressedAt.jsonValue();
      await assertSilence(visitor, at + silenceMs);
      const answer = (await visitor.turns()).find(({ role }) => role === 'assistant');
      await assertHeard(t, answer, await visitor.sound());
    } finally {
      await visitor.leave();
    }
  });
}

/** As loud as a laptop's own loudspeaker is in its microphone when nothing cancels it. */
const LEAK = { lossDb: 16, delayMs: 120 };

/** Has one long answer given, with the loudspeaker in the microphone. */
async function answerBesideTheMicrophone(
  page: string,
  attributes: Record<string, string>,
): Promise<{ turns: Turn[]; echo: boolean }> {
  const visitor = await Visitor.arrive(`${server.origin}/${page}`, { room: LEAK });
  try {
    await visitor.set({ 'turn-detection': 'server_vad', ...attributes });
    await visitor.prepare('Hello.');
    await visitor.pressRecord();
    await visitor.page.waitForFunction(
      () => {
        const { session } = document.querySelector('realtime-voice-chat') as RealtimeVoiceChat;
        return (session.state.turns[1]?.status ?? 'streaming') !== 'streaming';
      },
      { timeout: 30_000 },
    );
    await sleep(LOOSE_END_MS);
    const echo = await visitor.page.evaluate(
      () => (document.querySelector('realtime-voice-chat') as RealtimeVoiceChat).session.state.echo,
    );
    return { turns: await visitor.turns(), echo };
  } finally {
    await visitor.leave();
  }
}

/** A turn that the echo of the last words would begin, begins within this. */
const LOOSE_END_MS = 1500;

for (const page of Object.keys(SILENCE_WITHIN_MS)) {
  for (const guard of ['auto', 'half-duplex']) {
    test(`an answer is not cut by its own sound in the microphone (echo-guard="${guard}", ${page})`, async () => {
      const { turns, echo } = await answerBesideTheMicrophone(page, { 'echo-guard': guard });
      assert.deepEqual(
        turns.map(({ role, status }) => `${role} ${status}`),
        ['user done', 'assistant done'],
      );
      if (guard === 'auto') assert.ok(echo, 'the page knows, and can suggest headphones');
    });
  }
}

test('without the guard the same sound in the microphone does cut the answer', async () => {
  const { turns } = await answerBesideTheMicrophone('websocket-chat.html', { 'echo-guard': 'off' });
  assert.equal(turns[1]?.status, 'interrupted');
});

test('fifty calls leave no microphone open in the page and nothing in the server', async () => {
  const visitor = await Visitor.arrive(`${server.origin}/webrtc-chat.html`);
  try {
    const cycles = (count: number) =>
      visitor.page.evaluate(async (times) => {
        const { session } = document.querySelector('realtime-voice-chat') as RealtimeVoiceChat;
        const tracks: MediaStreamTrack[] = [];
        const { mediaDevices } = navigator;
        const open = mediaDevices.getUserMedia.bind(mediaDevices);
        mediaDevices.getUserMedia = async (constraints) => {
          const stream = await open(constraints);
          tracks.push(...stream.getTracks());
          return stream;
        };
        const states: string[] = [];
        for (let i = 0; i < times; i += 1) {
          await session.startTurn();
          states.push(session.state.status);
          session.disconnect();
        }
        mediaDevices.getUserMedia = open;
        await new Promise((resolve) => setTimeout(resolve, 100));
        const live = tracks.filter(({ readyState }) => readyState === 'live').length;
        return {
          connected: states.filter((state) => state === 'connected').length,
          opened: tracks.length,
          live,
        };
      }, count);
    await cycles(5); // the first calls fill caches
    const before = await server.resources();
    assert.deepEqual(await cycles(50), { connected: 50, opened: 50, live: 0 });
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const after = await server.resources();
    assert.ok(after.sockets <= before.sockets, `sockets: ${before.sockets} before, ${after.sockets} after`);
    assert.ok(
      after.memoryMb < before.memoryMb + MOST_GROWTH_MB,
      `memory: ${before.memoryMb} MB before, ${after.memoryMb} MB after`,
    );
    assert.deepEqual(visitor.complaints, []);
  } finally {
    await visitor.leave();
  }
});
