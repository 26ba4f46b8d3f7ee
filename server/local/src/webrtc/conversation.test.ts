import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { userSpeech, wordErrorRate } from '../../../../test/speech/speech-fixtures.ts';
import type { CallClient } from '../../test/call-client.ts';
import { start, type Service } from '../../test/service.ts';
import { pcm16ToFloat32 } from '../audio/pcm.ts';
import { resample } from '../audio/resampler.ts';
import { createPlanner, createSpeechEngine, type Brain, type SpeechEngine } from '../index.ts';

const FIRST = 'We are planning a Christmas party for twelve people.';
const SECOND = 'How many guests did I say are coming?';
const MOST_WORD_ERRORS = 0.15;
/** Of the service's sound: the ear, too, hears “alright” for “all right”. */
const MOST_MISHEARD = 0.25;
const RATE = 24_000;
const AUDIBLE = 300;
/** Speech and its answer in real time, on a slow machine. */
const PATIENCE_MS = 30_000;

const TRANSCRIBED = 'conversation.item.input_audio_transcription.completed';
const ANSWERED = 'response.output_audio_transcript.done';
const SESSION = {
  type: 'realtime',
  model: 'gpt-realtime-2.1',
  audio: { input: { transcription: { model: 'gpt-4o-mini-transcribe' } } },
};

describe('a conversation over WebRTC, with real speech and the real planner', () => {
  let engine: SpeechEngine;
  let service: Service<SpeechEngine, Brain>;
  before(async () => {
    engine = await createSpeechEngine();
    service = await start(engine, createPlanner());
  });
  after(async () => {
    await service.close();
    engine.close();
  });

  async function call(audioInput: object = {}): Promise<CallClient> {
    const input = { ...SESSION.audio.input, ...audioInput };
    const client = await service.call({ session: { ...SESSION, audio: { input } } });
    client.patienceMs = PATIENCE_MS;
    return client;
  }

  async function said(text: string): Promise<Int16Array> {
    return userSpeech(text, { leadingSilenceMs: 200 });
  }

  /** The words that a person would have heard. */
  async function understand(sound: Int16Array): Promise<string> {
    const begin = sound.findIndex((sample) => Math.abs(sample) > AUDIBLE);
    return engine.transcribe(resample(pcm16ToFloat32(sound.subarray(begin)), RATE, 16_000));
  }

  it('hears two spoken turns, and answers each so that it can be understood', async () => {
    const client = await call();
    for (const words of [FIRST, SECOND]) {
      client.heard();
      await client.say(await said(words));
      const { transcript } = await client.next(TRANSCRIBED);
      assert.ok(wordErrorRate(words, transcript) <= MOST_WORD_ERRORS, transcript);
      const started = await client.next('output_audio_buffer.started');
      const { response } = await client.next('response.done');
      assert.equal(started.response_id, response.id);
      assert.equal((await client.next('output_audio_buffer.stopped')).response_id, response.id);
      const answer = response.output[0].content[0].transcript;
      assert.match(answer, /twelve|12/i);
      const heard = await understand(client.heard());
      assert.ok(wordErrorRate(answer, heard) <= MOST_MISHEARD, `${answer} / ${heard}`);
    }
    const types = client.events.map(({ type }) => type);
    assert.ok(!types.includes('response.output_audio.delta'), 'sound comes by the track alone');
    assert.ok(types.includes('response.output_audio_transcript.delta'));
    assert.ok(
      types.indexOf('output_audio_buffer.started') > types.indexOf('response.content_part.added'),
      'playing starts after the content part',
    );
    await client.close();
  });

  it('hears a turn that the client commits itself', async () => {
    const client = await call({ turn_detection: null });
    client.send({ type: 'input_audio_buffer.clear' });
    await client.next('input_audio_buffer.cleared');
    await client.say(await said(FIRST));
    client.send({ type: 'input_audio_buffer.commit' });
    client.send({ type: 'response.create' });
    const { transcript } = await client.next(TRANSCRIBED);
    assert.ok(wordErrorRate(FIRST, transcript) <= MOST_WORD_ERRORS, transcript);
    await client.next('output_audio_buffer.started');
    await client.close();
  });

  it('ends a turn whose microphone was taken away in the middle', async () => {
    const client = await call();
    await client.say(await said(FIRST));
    client.unplug();
    await client.next('input_audio_buffer.speech_stopped');
    const { transcript } = await client.next(TRANSCRIBED);
    assert.ok(wordErrorRate(FIRST, transcript) <= MOST_WORD_ERRORS, transcript);
    await client.close();
  });

  it('answers a written turn with sound, to a client without a microphone', async () => {
    const client = await service.call({ session: SESSION, microphone: false });
    client.patienceMs = PATIENCE_MS;
    client.write('There will be twelve guests.');
    client.send({ type: 'response.create' });
    const { transcript } = await client.next(ANSWERED);
    await client.next('output_audio_buffer.stopped');
    const heard = await understand(client.heard());
    assert.ok(wordErrorRate(transcript, heard) <= MOST_MISHEARD, `${transcript} / ${heard}`);
    await client.close();
  });

  it('falls silent when the user begins to speak, and forgets what was not heard', async () => {
    const client = await call();
    client.write('There will be twelve guests.');
    client.send({ type: 'response.create' });
    const started = await client.next('output_audio_buffer.started');
    const speaking = said('Wait a moment please.').then((sound) => client.say(sound));
    const cleared = await client.next('output_audio_buffer.cleared');
    assert.equal(cleared.response_id, started.response_id);
    const { audio_end_ms, item_id } = await client.next('conversation.item.truncated');
    assert.ok(audio_end_ms > 0 && audio_end_ms < 2000, `${audio_end_ms} ms`);
    client.send({ type: 'conversation.item.retrieve', item_id });
    const { item } = await client.next('conversation.item.retrieved');
    const full = client.events.find(({ type }) => type === ANSWERED)!.transcript;
    const kept: string = item.content[0].transcript;
    assert.ok(kept.length < full.length && full.startsWith(kept), `${kept} / ${full}`);
    await speaking;
    await client.close();
  });
});
