import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createSpeechEngine, type SpeechEngine } from '../../server/local/src/index.ts';
import { wordErrorRate } from '../speech/speech-fixtures.ts';
import { type RunningServer, startServer } from './server.ts';
import { type Exchange, Visitor } from './visitor.ts';

/* Real Chromium, a real voice in its microphone, the server that `npm start` starts, and no mercy. */

const WORDS = [
  'We are planning a Christmas party for twelve people.',
  'The party will be at my house.',
  'How many guests did I say are coming?',
];
const MOST_WORD_ERRORS = 0.15;
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

function loudness(sound: Float32Array): number {
  return Math.sqrt(sound.reduce((sum, sample) => sum + sample * sample, 0) / sound.length);
}

const modes: { attributes: Record<string, string>; stop: 'after words' | 'after answer' }[] = [
  { attributes: { 'turn-detection': 'none' }, stop: 'after words' },
  { attributes: { 'turn-detection': 'server_vad' }, stop: 'after answer' },
  { attributes: { 'turn-detection': 'semantic_vad' }, stop: 'after answer' },
  { attributes: { 'turn-detection': 'semantic_vad', eagerness: 'low' }, stop: 'after words' },
];

for (const { attributes, stop } of modes) {
  const name = Object.values(attributes).join(' ');
  test(`a person holds a conversation of three turns by WebSocket with ${name}, pressing record ${stop}`, async () => {
    const visitor = await Visitor.arrive(`${server.origin}/websocket-chat.html`);
    try {
      await visitor.set(attributes);
      const exchanges: Exchange[] = [];
      for (const words of WORDS) exchanges.push(await visitor.say(words, stop));

      const heard = exchanges.map(({ heard }) => heard).join(' ');
      const errors = wordErrorRate(WORDS.join(' '), heard);
      assert.ok(errors <= MOST_WORD_ERRORS, `word error ${errors}: ${heard}`);

      assert.match(exchanges[2]?.answer ?? '', /twelve|12/i, 'the third answer remembers the first turn');

      let understood = '';
      for (const { sound } of exchanges) {
        assert.ok(loudness(sound) > 0.005, 'there is sound at the page’s output');
        understood += ` ${await transcribe(sound)}`;
      }
      const answers = exchanges.map(({ answer }) => answer).join(' ');
      const lost = wordErrorRate(answers, understood);
      assert.ok(lost <= MOST_WORD_ERRORS, `word error ${lost}: “${answers}” came out as “${understood}”`);
      assert.deepEqual(visitor.complaints, []);
    } finally {
      await visitor.leave();
    }
  });
}
