import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { userSpeech } from '../../../../test/speech/speech-fixtures.ts';
import { pcm16ToFloat32 } from '../audio/pcm.ts';
import { HEARING_SAMPLE_RATE } from './recogniser.ts';
import { createSpeechEngine } from './sherpa-speech-engine.ts';
import type { SpeechEngine } from './speech-engine.ts';
import { trimQuiet } from './trim-quiet.ts';

let engine: SpeechEngine;
before(async () => (engine = await createSpeechEngine()));
after(() => engine?.close());

const seconds = (samples: Float32Array) => samples.length / HEARING_SAMPLE_RATE;

test('cuts the quiet off on both sides, and leaves a margin', () => {
  const samples = new Float32Array(5 * HEARING_SAMPLE_RATE);
  samples.fill(0.3, 2 * HEARING_SAMPLE_RATE, 3 * HEARING_SAMPLE_RATE);
  assert.equal(seconds(trimQuiet(samples, HEARING_SAMPLE_RATE)), 1.4);
});

test('leaves nothing of silence', () => {
  assert.equal(trimQuiet(new Float32Array(16_000), HEARING_SAMPLE_RATE).length, 0);
});

test('leaves speech without quiet as it is', () => {
  const samples = new Float32Array(16_000).fill(0.2);
  assert.deepEqual(trimQuiet(samples, HEARING_SAMPLE_RATE), samples);
});

for (const silence of [0, 1500, 3000, 5000]) {
  test(`words are understood after ${silence} ms of silence`, async () => {
    const spoken = await userSpeech('Yes please.', {
      sampleRate: HEARING_SAMPLE_RATE,
      leadingSilenceMs: silence,
      trailingSilenceMs: silence,
    });
    assert.match(await engine.transcribe(pcm16ToFloat32(spoken)), /yes,? please/i);
  });
}
