import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { say, silence } from '../../test/scripted-engine.ts';
import { startScripted, type Service } from '../../test/service.ts';
import type { TestClient } from '../../test/test-client.ts';

describe('turns of the user', () => {
  let service: Service;
  let client: TestClient;
  before(async () => (service = await startScripted()));
  beforeEach(async () => {
    client = await service.open();
    service.brain.requests.length = 0;
    service.brain.answer = ['Hello.'];
  });
  after(() => service.close());

  function detect(turn_detection: object | null): Promise<unknown> {
    return client.update({ audio: { input: { turn_detection } } });
  }

  describe('with server_vad', () => {
    it('are detected, committed and answered, in the order of the real service', async () => {
      client.append(silence(1000), say('hello there.'), silence(300));
      const started = await client.next('input_audio_buffer.speech_started');
      await client.next('rate_limits.updated');
      assert.deepEqual(client.typesSince(started), [
        'input_audio_buffer.speech_started',
        'input_audio_buffer.speech_stopped',
        'input_audio_buffer.committed',
        'conversation.item.added',
        'conversation.item.done',
        'response.created',
        'response.output_item.added',
        'conversation.item.added',
        'response.content_part.added',
        'response.output_audio_transcript.delta',
        'response.output_audio.delta',
        'response.output_audio.done',
        'response.output_audio_transcript.done',
        'response.content_part.done',
        'conversation.item.done',
        'response.output_item.done',
        'response.done',
        'rate_limits.updated',
      ]);
      assert.deepEqual(service.brain.requests[0]!.messages, [{ role: 'user', text: 'hello there.' }]);
    });

    it('carry one item id from their start, and times that include padding and silence', async () => {
      client.append(silence(1000), say('hello there.'), silence(300));
      const started = await client.next('input_audio_buffer.speech_started');
      const stopped = await client.next('input_audio_buffer.speech_stopped');
      const committed = await client.next('input_audio_buffer.committed');
      const added = await client.next('conversation.item.added');
      assert.equal(started.audio_start_ms, 1000 - 300);
      assert.equal(stopped.audio_end_ms, 1000 + 400 + 200);
      assert.deepEqual([stopped.item_id, committed.item_id, added.item.id], Array(3).fill(started.item_id));
      assert.deepEqual([committed.previous_item_id, added.previous_item_id], [null, null]);
      assert.deepEqual(added.item.content, [{ type: 'input_audio', transcript: null }]);
    });

    it('end after silence_duration_ms and not before', async () => {
      await detect({ type: 'server_vad', silence_duration_ms: 600 });
      client.append(say('one'), silence(500), say('two'), silence(700));
      const stopped = await client.next('input_audio_buffer.speech_stopped');
      assert.equal(stopped.audio_end_ms, 200 + 500 + 200 + 600);
      await client.next('response.done');
      assert.equal(service.brain.requests[0]!.messages[0]!.text, 'one two');
    });

    it('begin prefix_padding_ms before the first sound', async () => {
      await detect({ type: 'server_vad', prefix_padding_ms: 50 });
      client.append(silence(1000), say('one'));
      assert.equal((await client.next('input_audio_buffer.speech_started')).audio_start_ms, 950);
    });

    it('are several, each an item that follows the answer before it', async () => {
      for (const word of ['one', 'two']) {
        client.append(say(word), silence(300));
        await client.next('response.done');
      }
      const committed = client.events.filter(({ type }) => type === 'input_audio_buffer.committed');
      const answers = client.events.filter(({ type }) => type === 'response.done');
      assert.equal(committed[1]!.previous_item_id, answers[0]!.response.output[0].id);
      assert.deepEqual(
        service.brain.requests[1]!.messages.map(({ text }) => text),
        ['one', 'Hello.', 'two'],
      );
    });

    it('are not answered without create_response', async () => {
      await detect({ type: 'server_vad', create_response: false });
      client.append(say('one'), silence(300));
      await client.next('input_audio_buffer.committed');
      client.send({ type: 'response.create' });
      await client.next('response.done');
      assert.equal(client.events.filter(({ type }) => type === 'response.created').length, 1);
    });

    it('can be cleared while they are spoken; what follows is a new item', async () => {
      client.append(say('one two'));
      const first = await client.next('input_audio_buffer.speech_started');
      client.send({ type: 'input_audio_buffer.clear' });
      await client.next('input_audio_buffer.cleared');
      client.append(say('three.'), silence(300));
      const second = await client.next('input_audio_buffer.speech_started');
      assert.notEqual(second.item_id, first.item_id);
      await client.next('response.done');
      assert.deepEqual(service.brain.requests[0]!.messages, [{ role: 'user', text: 'three.' }]);
    });

    it('can be committed by the client while they are spoken', async () => {
      client.append(say('one two'));
      const { item_id } = await client.next('input_audio_buffer.speech_started');
      client.send({ type: 'input_audio_buffer.commit' });
      assert.equal((await client.next('input_audio_buffer.committed')).item_id, item_id);
      client.append(silence(300));
      client.send({ type: 'response.create' });
      await client.next('response.done');
      assert.ok(!client.events.some(({ type }) => type === 'input_audio_buffer.speech_stopped'));
      assert.deepEqual(service.brain.requests[0]!.messages, [{ role: 'user', text: 'one two' }]);
    });

    it('interrupt the answer as soon as they begin', async () => {
      service.brain.answer = ['One two three. ', 'Four', () => new Promise(() => {})];
      client.append(say('hello'), silence(300));
      await client.next('response.output_item.added');
      client.append(say('stop'));
      const started = await client.next('input_audio_buffer.speech_started');
      const { response } = await client.next('response.done');
      assert.deepEqual(response.status_details, { type: 'cancelled', reason: 'turn_detected' });
      assert.ok(client.typesSince(started).includes('response.done'));
    });

    it('leave the answer alone without interrupt_response, and then get none themselves', async () => {
      await detect({ type: 'server_vad', interrupt_response: false });
      service.brain.answer = [() => new Promise(() => {})];
      client.append(say('hello'), silence(300));
      await client.next('response.created');
      client.append(say('stop'), silence(300));
      assert.equal((await client.next('error')).error.code, 'conversation_already_has_active_response');
      assert.ok(!client.events.some(({ type }) => type === 'response.done'));
    });
  });

  describe('with semantic_vad', () => {
    for (const [eagerness, waitMs] of Object.entries({ low: 800, medium: 500, auto: 500, high: 300 })) {
      it(`end after ${waitMs} ms when the words sound finished, with eagerness ${eagerness}`, async () => {
        await detect({ type: 'semantic_vad', eagerness });
        client.append(say('hello there.'), silence(waitMs + 100));
        const { audio_end_ms } = await client.next('input_audio_buffer.speech_stopped');
        assert.equal(audio_end_ms, 2 * 200 + waitMs);
      });
    }

    for (const [eagerness, waitMs] of Object.entries({ low: 8000, medium: 4000, auto: 4000, high: 2000 })) {
      it(`wait ${waitMs} ms for more after "and" with eagerness ${eagerness}`, async () => {
        await detect({ type: 'semantic_vad', eagerness });
        client.append(say('i want music. and'), silence(waitMs - 100));
        await settled();
        assert.ok(!client.events.some(({ type }) => type === 'input_audio_buffer.speech_stopped'));
        client.append(silence(200));
        const { audio_end_ms } = await client.next('input_audio_buffer.speech_stopped');
        assert.equal(audio_end_ms, 4 * 200 + waitMs);
      });
    }

    it('go on after a pause as the same turn', async () => {
      await detect({ type: 'semantic_vad', eagerness: 'low' });
      client.append(say('i want a party for'), silence(1500));
      await settled();
      client.append(say('twenty guests and music.'), silence(900));
      await client.next('input_audio_buffer.speech_stopped');
      await client.next('response.done');
      assert.equal(
        client.events.filter(({ type }) => type === 'input_audio_buffer.speech_started').length,
        1,
      );
      assert.equal(
        service.brain.requests[0]!.messages[0]!.text,
        'i want a party for twenty guests and music.',
      );
    });

    /** Long enough for a pause to have been judged. */
    function settled(): Promise<void> {
      return new Promise((resolve) => setTimeout(resolve, 100));
    }
  });

  describe('without turn detection', () => {
    beforeEach(() => detect(null));

    it('are what the client commits, and are answered when it asks', async () => {
      client.append(silence(500), say('one two'), silence(100));
      client.send({ type: 'input_audio_buffer.commit' });
      const committed = await client.next('input_audio_buffer.committed');
      client.send({ type: 'response.create' });
      await client.next('response.done');
      assert.deepEqual(client.typesSince(committed).slice(0, 4), [
        'input_audio_buffer.committed',
        'conversation.item.added',
        'conversation.item.done',
        'response.created',
      ]);
      assert.ok(!client.events.some(({ type }) => type.startsWith('input_audio_buffer.speech')));
      assert.deepEqual(service.brain.requests[0]!.messages, [{ role: 'user', text: 'one two' }]);
    });

    it('cannot be committed twice, nor after a clear', async () => {
      client.append(say('one'));
      client.send({ type: 'input_audio_buffer.commit' });
      await client.next('input_audio_buffer.committed');
      const commit = { type: 'input_audio_buffer.commit' };
      assert.equal((await client.refused(commit)).code, 'input_audio_buffer_commit_empty');
      client.append(say('two'));
      client.send({ type: 'input_audio_buffer.clear' });
      await client.next('input_audio_buffer.cleared');
      assert.match((await client.refused(commit)).message, /only has 0\.00ms/);
    });
  });

  for (const type of ['audio/pcmu', 'audio/pcma']) {
    it(`are understood in ${type}, and given back in it`, async () => {
      await client.update({ audio: { input: { format: { type }, turn_detection: null } } });
      const { AudioEncoder } = await import('./audio-format.ts');
      const encoder = new AudioEncoder({ type } as never);
      for (const audio of [encoder.encode(say('twenty guests and music.')), encoder.flush()]) {
        client.send({ type: 'input_audio_buffer.append', audio });
      }
      client.send({ type: 'input_audio_buffer.commit' });
      const { item_id } = await client.next('input_audio_buffer.committed');
      client.send({ type: 'response.create' });
      await client.next('response.done');
      assert.equal(service.brain.requests[0]!.messages[0]!.text, 'twenty guests and music.');
      client.send({ type: 'conversation.item.retrieve', item_id });
      const [content] = (await client.next('conversation.item.retrieved')).item.content;
      const bytes = Buffer.from(content.audio, 'base64').length;
      assert.ok(Math.abs(bytes / 8 - 800) < 10, `${bytes / 8} ms`);
    });
  }

  it('of several sessions at once do not touch each other', async () => {
    const others = await Promise.all(Array.from({ length: 4 }, () => service.open()));
    const words = ['one', 'two', 'three.', 'stop', 'music.'];
    await Promise.all(
      [client, ...others].map(async (one, index) => {
        one.append(say(words[index]!), silence(300));
        await one.next('response.done');
      }),
    );
    const heard = service.brain.requests.map(({ messages }) => messages.map(({ text }) => text).join());
    assert.deepEqual(heard.sort(), words.sort());
  });
});
