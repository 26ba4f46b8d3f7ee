import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { userSpeech, wordErrorRate, wordErrors } from '../../../../test/speech/speech-fixtures.ts';
import { pcm16ToFloat32 } from '../audio/pcm.ts';
import { resample } from '../audio/resampler.ts';
import { HEARING_SAMPLE_RATE } from './recogniser.ts';
import { createSpeechEngine } from './sherpa-speech-engine.ts';
import type { SpeechEngine } from './speech-engine.ts';
import { SPEECH_SAMPLE_RATE } from './synthesiser.ts';
import { DEFAULT_VOICE } from './voices.ts';

const PARTY_TALK = [
  'We are planning a Christmas party for about twenty-five people.',
  'It should be Friday the nineteenth of December at seven in the evening.',
  'Our budget is fifteen hundred euros, and two of us are vegan.',
  'Could we rent a room near the river, with live music and dancing?',
  'Sorry, I said twenty guests, but it is thirty.',
  'Please find a restaurant that serves vegetarian food.',
  'What do we still need to decide?',
  'Can you sum up everything so far?',
];
const MAX_WORD_ERROR_RATE = 0.1;

async function speakAll(engine: SpeechEngine, text: string, options = {}): Promise<Int16Array[]> {
  const { signal } = new AbortController();
  const parts: Int16Array[] = [];
  for await (const part of engine.speak(text, { voice: DEFAULT_VOICE, speed: 1, signal, ...options })) {
    parts.push(part);
  }
  return parts;
}

function heard(speech: Int16Array): Float32Array {
  return resample(pcm16ToFloat32(speech), SPEECH_SAMPLE_RATE, HEARING_SAMPLE_RATE);
}

async function userSays(text: string): Promise<Float32Array> {
  return pcm16ToFloat32(
    await userSpeech(text, {
      sampleRate: HEARING_SAMPLE_RATE,
      leadingSilenceMs: 300,
      trailingSilenceMs: 500,
    }),
  );
}

function concat(parts: Float32Array[]): Float32Array {
  return Float32Array.from(parts.flatMap((part) => [...part]));
}

describe('the speech engine', () => {
  let engine: SpeechEngine;
  before(async () => {
    engine = await createSpeechEngine();
  });
  after(() => engine.close());

  describe('transcribe', () => {
    it('understands the test user', async () => {
      let [words, errors] = [0, 0];
      for (const text of PARTY_TALK) {
        const counts = wordErrors(text, await engine.transcribe(await userSays(text)));
        words += counts.words;
        errors += counts.errors;
      }
      assert.ok(errors / words <= MAX_WORD_ERROR_RATE, `${errors} of ${words} words wrong`);
    });

    it('finds no words in silence, hum, hiss or next to nothing', async () => {
      const seconds3 = 3 * HEARING_SAMPLE_RATE;
      const sounds = [
        new Float32Array(0),
        new Float32Array(1),
        new Float32Array(800),
        new Float32Array(seconds3),
        Float32Array.from({ length: seconds3 }, () => (Math.random() - 0.5) * 0.1),
        Float32Array.from({ length: seconds3 }, (_, i) => 0.3 * Math.sin((2 * Math.PI * 50 * i) / 16_000)),
      ];
      for (const sound of sounds) assert.equal(await engine.transcribe(sound), '');
    });

    it('understands a turn longer than the model takes at once', async () => {
      const text = [...PARTY_TALK, ...PARTY_TALK].join(' ');
      const samples = concat(await Promise.all([...PARTY_TALK, ...PARTY_TALK].map(userSays)));
      assert.ok(samples.length > 40 * HEARING_SAMPLE_RATE);
      const rate = wordErrorRate(text, await engine.transcribe(samples));
      assert.ok(rate <= MAX_WORD_ERROR_RATE, `word error rate ${rate}`);
    });

    it('does not mix up sessions that speak at once', async () => {
      const samples = await Promise.all(PARTY_TALK.map(userSays));
      const alone: string[] = [];
      for (const turn of samples) alone.push(await engine.transcribe(turn));
      assert.deepEqual(await Promise.all(samples.map((turn) => engine.transcribe(turn))), alone);
    });

    it('lets a finished turn overtake partial transcripts, and drops stale ones', async () => {
      const turn = await userSays(PARTY_TALK[1]!);
      const done: string[] = [];
      const stale = new AbortController();
      const partials = [undefined, undefined, undefined, stale.signal].map((signal) =>
        engine.transcribe(turn, { priority: 'partial', signal }).finally(() => done.push('partial')),
      );
      const final = engine.transcribe(turn).then(() => done.push('final'));
      stale.abort();
      const [, , , dropped] = await Promise.allSettled([...partials, final]);
      assert.equal(dropped?.status, 'rejected');
      assert.ok(done.indexOf('final') < done.lastIndexOf('partial'), done.join());
    });

    it('leaves the event loop free', async () => {
      const turn = concat(await Promise.all(PARTY_TALK.slice(0, 3).map(userSays)));
      let turnsOfTheLoop = 0;
      const timer = setInterval(() => turnsOfTheLoop++, 1);
      await engine.transcribe(turn);
      clearInterval(timer);
      assert.ok(turnsOfTheLoop > 20, `only ${turnsOfTheLoop} turns of the event loop`);
    });
  });

  describe('speak', () => {
    it('is understood', async () => {
      let [words, errors] = [0, 0];
      for (const text of PARTY_TALK) {
        const [speech] = await speakAll(engine, text);
        const counts = wordErrors(text, await engine.transcribe(heard(speech!)));
        words += counts.words;
        errors += counts.errors;
      }
      assert.ok(errors / words <= MAX_WORD_ERROR_RATE, `${errors} of ${words} words wrong`);
    });

    it('gives one piece for each sentence, with a pause before all but the first', async () => {
      const [first, second, ...none] = await speakAll(engine, 'Hello there. **How many** guests? 🎄');
      const quietMs = (part: Int16Array) =>
        (part.findIndex((sample) => Math.abs(sample) > 500) * 1000) / SPEECH_SAMPLE_RATE;
      assert.deepEqual(none, []);
      assert.ok(quietMs(first!) < 200, `starts after ${quietMs(first!)} ms`);
      assert.ok(quietMs(second!) >= 300 && quietMs(second!) < 500, `pauses ${quietMs(second!)} ms`);
    });

    it('joins sentences without a click', async () => {
      for (const part of await speakAll(engine, 'Hello there. How many guests? Fine.')) {
        assert.ok(Math.abs(part[0]!) < 50 && Math.abs(part.at(-1)!) < 50);
      }
    });

    it('takes its time from speed', async () => {
      const seconds = async (speed: number) => {
        const [speech] = await speakAll(engine, PARTY_TALK[0]!, { speed });
        return speech!.length / SPEECH_SAMPLE_RATE;
      };
      const [slow, normal, fast] = [await seconds(0.5), await seconds(1), await seconds(1.5)];
      assert.ok(slow / normal > 1.7 && slow / normal < 2.3, `${slow} s, ${normal} s`);
      assert.ok(normal / fast > 1.1 && normal / fast < 1.7, `${normal} s, ${fast} s`);
    });

    it('says nothing when there is nothing to say', async () => {
      for (const text of ['', '🎉', '---', '...']) assert.deepEqual(await speakAll(engine, text), []);
    });

    it('speaks in any voice it is asked for', async () => {
      for (const voice of ['cedar', 'nobody', 'constructor']) {
        const [speech] = await speakAll(engine, 'Please bring a cake for twenty people.', { voice });
        const transcript = await engine.transcribe(heard(speech!));
        assert.ok(wordErrorRate('Please bring a cake for twenty people.', transcript) < 0.5, transcript);
      }
    });

    it('stops within a sentence when aborted', async () => {
      const stop = new AbortController();
      const options = { voice: DEFAULT_VOICE, speed: 1, signal: stop.signal };
      let sentences = 0;
      await assert.rejects(
        async () => {
          for await (const _ of engine.speak(PARTY_TALK.join(' '), options)) {
            sentences++;
            // While the second sentence is being made.
            if (sentences === 1) setTimeout(() => stop.abort(), 1);
          }
        },
        { name: 'AbortError' },
      );
      assert.equal(sentences, 1);
    });

    it('serves two sessions in turns', async () => {
      const order: string[] = [];
      const session = async (name: string) => {
        const { signal } = new AbortController();
        const options = { voice: DEFAULT_VOICE, speed: 1, signal };
        for await (const _ of engine.speak('One guest. Two guests. Three guests.', options)) order.push(name);
      };
      await Promise.all([session('a'), session('b')]);
      assert.deepEqual(order, ['a', 'b', 'a', 'b', 'a', 'b']);
    });
  });
});

describe('closing the speech engine', () => {
  it('ends what it could do', async () => {
    const engine = await createSpeechEngine();
    engine.close();
    engine.close();
    const options = { threshold: 0.5, silenceDurationMs: 500 };
    assert.throws(() => engine.createVoiceDetector(options), /closed/);
    await assert.rejects(engine.transcribe(new Float32Array(16_000)), /closed/);
    await assert.rejects(speakAll(engine, 'Hello.'), /closed/);
  });

  it('lets the process exit, even while it is busy', async () => {
    const script = `
      import { createSpeechEngine } from ${JSON.stringify(import.meta.resolve('./sherpa-speech-engine.ts'))};
      const engine = await createSpeechEngine();
      engine.createVoiceDetector({ threshold: 0.5, silenceDurationMs: 500 }).push(new Float32Array(4096));
      engine.transcribe(new Float32Array(160000)).catch(() => {});
      engine.speak('Hello there.', { voice: 'marin', speed: 1, signal: new AbortController().signal }).next();
      engine.close();
      console.log('closed');`;
    const node = ['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', script];
    const { stdout } = await promisify(execFile)(process.execPath, node, { timeout: 60_000 });
    assert.equal(stdout.trim(), 'closed');
  });
});
