import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { say, silence } from '../../test/scripted-engine.ts';
import { startScripted, type Service } from '../../test/service.ts';
import type { TestClient } from '../../test/test-client.ts';

const PREFIX = 'conversation.item.input_audio_transcription';
const SENTENCE = 'hello there. i want a party for twenty guests and music.';

describe('transcription of the user', () => {
  let service: Service;
  let client: TestClient;
  before(async () => (service = await startScripted()));
  beforeEach(async () => {
    client = await service.open();
    service.engine.deaf = false;
  });
  after(() => service.close());

  function transcribe(input: object = {}): Promise<unknown> {
    return client.update({
      audio: { input: { transcription: { model: 'gpt-4o-mini-transcribe' }, ...input } },
    });
  }

  /** Speaks at the pace that lets partial recognitions happen in between. */
  async function speak(text: string): Promise<void> {
    const sound = say(text);
    for (let at = 0; at < sound.length; at += 4800) {
      client.append(sound.slice(at, at + 4800));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  it('appears while the user speaks, in pieces that joined are the transcript', async () => {
    await transcribe();
    await speak(SENTENCE);
    const { item_id } = await client.next(`${PREFIX}.delta`);
    const whileSpeaking = client.joined(`${PREFIX}.delta`);
    assert.ok(whileSpeaking.length > 5 && SENTENCE.startsWith(whileSpeaking), whileSpeaking);
    assert.ok(!client.events.some(({ type }) => type === 'input_audio_buffer.speech_stopped'));
    client.append(silence(300));
    const committed = await client.next('input_audio_buffer.committed');
    const completed = await client.next(`${PREFIX}.completed`);
    assert.deepEqual([committed.item_id, completed.item_id], [item_id, item_id]);
    assert.equal(completed.transcript, SENTENCE);
    assert.equal(client.joined(`${PREFIX}.delta`), SENTENCE);
  });

  it('counts tokens, or seconds for whisper', async () => {
    await transcribe({ turn_detection: null });
    const commit = async () => {
      client.append(say('one two'));
      client.send({ type: 'input_audio_buffer.commit' });
      return (await client.next(`${PREFIX}.completed`)).usage;
    };
    const tokens = await commit();
    assert.deepEqual([tokens.type, tokens.input_token_details.audio_tokens], ['tokens', 4]);
    await transcribe({ transcription: { model: 'whisper-1' } });
    assert.deepEqual(await commit(), { type: 'duration', seconds: 0.4 });
  });

  it('also comes without turn detection, before the commit', async () => {
    await transcribe({ turn_detection: null });
    await speak(SENTENCE);
    const { item_id } = await client.next(`${PREFIX}.delta`);
    client.send({ type: 'input_audio_buffer.commit' });
    assert.equal((await client.next('input_audio_buffer.committed')).item_id, item_id);
    assert.equal((await client.next(`${PREFIX}.completed`)).transcript, SENTENCE);
  });

  it('is kept with the item', async () => {
    await transcribe();
    client.append(say('one two'), silence(300));
    const { item_id } = await client.next(`${PREFIX}.completed`);
    client.send({ type: 'conversation.item.retrieve', item_id });
    assert.equal((await client.next('conversation.item.retrieved')).item.content[0].transcript, 'one two');
  });

  it('is not sent unless it was asked for, though the answer knows the words', async () => {
    client.append(say('one two'), silence(300));
    await client.next('response.done');
    assert.ok(!client.events.some(({ type }) => type.startsWith(PREFIX)));
    assert.equal(service.brain.requests.at(-1)!.messages[0]!.text, 'one two');
    await transcribe();
    await transcribe({ transcription: null });
    client.append(say('one two'), silence(300));
    await client.next('response.done');
    assert.ok(!client.events.some(({ type }) => type.startsWith(PREFIX)));
  });

  it('says when it has failed, and the conversation goes on', async () => {
    await transcribe();
    service.engine.deaf = true;
    client.append(say('one two'), silence(300));
    const { item_id } = await client.next('input_audio_buffer.committed');
    const failed = await client.next(`${PREFIX}.failed`);
    assert.equal(failed.item_id, item_id);
    assert.match(failed.error.message, /could not be transcribed/);
    assert.equal((await client.next('response.done')).response.status, 'completed');
  });

  it('of silence is empty', async () => {
    await transcribe({ turn_detection: null });
    client.append(silence(500));
    client.send({ type: 'input_audio_buffer.commit' });
    assert.equal((await client.next(`${PREFIX}.completed`)).transcript, '');
    assert.equal(client.joined(`${PREFIX}.delta`), '');
  });

  it('is all that a transcription session does', async () => {
    const session = await service.open({ query: 'intent=transcription' });
    session.send({
      type: 'session.update',
      session: { type: 'transcription', audio: { input: { transcription: { model: 'gpt-4o-transcribe' } } } },
    });
    await session.next('session.updated');
    session.append(say('one two'), silence(300));
    const started = await session.next('input_audio_buffer.speech_started');
    assert.equal((await session.next(`${PREFIX}.completed`)).transcript, 'one two');
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(session.typesSince(started), [
      'input_audio_buffer.speech_started',
      'input_audio_buffer.speech_stopped',
      'input_audio_buffer.committed',
      'conversation.item.added',
      'conversation.item.done',
      `${PREFIX}.delta`,
      `${PREFIX}.completed`,
    ]);
  });
});
