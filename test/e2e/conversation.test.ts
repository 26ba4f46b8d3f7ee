import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import { createSpeechEngine, type SpeechEngine } from '../../server/local/src/index.ts';
import type { RealtimeVoiceChat } from '../../src/elements/realtime-voice-chat.ts';
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
    says: /WebSocket, because WebRTC is blocked here/,
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

for (const page of ['websocket-chat.html', 'webrtc-chat.html']) {
  test(`speaking over an answer silences it and is answered itself (${page})`, async () => {
    const visitor = await Visitor.arrive(`${server.origin}/${page}`);
    try {
      await visitor.set({ 'turn-detection': 'server_vad', 'silence-duration-ms': '400' });
      const messages = await visitor.watchMessages();
      // Answered about a second after the first words, for some seconds: the second fall into the answer.
      await visitor.prepare(
        'Please tell me what you are and what you can do for me.',
        2200,
        'How many guests?',
      );
      await visitor.pressRecord();
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
      const loudness = await visitor.loudness();
      const before = loudness.filter(({ at }) => at > spokenOver - 300 && at < spokenOver);
      const between = loudness.filter(({ at }) => at > spokenOver + 300 && at < nextAnswer);
      assert.ok(
        before.some(({ loud }) => loud > QUIETEST_SOUND),
        'the answer sounded until it was spoken over',
      );
      assert.ok(between.length > 3, 'there was time to hear the silence');
      assert.ok(
        between.every(({ loud }) => loud < QUIETEST_SOUND),
        'then it was silent',
      );
      assert.deepEqual(visitor.complaints, []);
    } finally {
      await visitor.leave();
    }
  });
}

const SILENCE_WITHIN_MS = { 'websocket-chat.html': 50, 'webrtc-chat.html': 150 };

for (const [page, silenceMs] of Object.entries(SILENCE_WITHIN_MS)) {
  test(`an answer that is interrupted falls silent, and what remains of it is what was heard (${page})`, async () => {
    const visitor = await Visitor.arrive(`${server.origin}/${page}`);
    try {
      // A press first, as a person would: the browser lets sound out after that.
      await visitor.prepare('Hello.');
      await visitor.pressRecord();
      await visitor.waitFor('speaking');
      await sleep(INTERRUPT_AFTER_MS);
      const pressedAt = await visitor.page.evaluate(() => {
        const { session } = document.querySelector('realtime-voice-chat') as RealtimeVoiceChat;
        session.interrupt();
        return performance.now();
      });
      await sleep(1500);
      const loudness = await visitor.loudness();
      const after = loudness.filter(({ at }) => at > pressedAt + silenceMs + CHUNK_MS);
      assert.ok(after.length > 3 && after.every(({ loud }) => loud < QUIETEST_SOUND), 'it is silent');

      const answer = (await visitor.turns()).find(({ role }) => role === 'assistant');
      assert.equal(answer?.status, 'interrupted');
      assert.ok(answer.unheard, 'some of it was not heard');
      const remaining = answer.text.trim().split(/\s+/);
      const understood = (await transcribe(await visitor.sound())).trim().split(/\s+/);
      assert.ok(
        Math.abs(remaining.length - understood.length) <= 1,
        `“${answer.text}” remains, “${understood.join(' ')}” was heard`,
      );
    } finally {
      await visitor.leave();
    }
  });
}

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
