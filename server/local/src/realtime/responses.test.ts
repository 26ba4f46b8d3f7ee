import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { pngOf } from '../../test/pictures.ts';
import { createGate } from '../../test/scripted-brain.ts';
import { startScripted, type Service } from '../../test/service.ts';
import type { AnyEvent, TestClient } from '../../test/test-client.ts';

const TOOL = {
  type: 'function',
  name: 'book_room',
  description: 'Books a room.',
  parameters: { type: 'object' },
};

describe('response.create', () => {
  let service: Service;
  let client: TestClient;
  before(async () => (service = await startScripted()));
  beforeEach(async () => {
    client = await service.open();
    service.brain.requests.length = 0;
    service.brain.answer = ['Hello to you. ', 'How many guests?'];
  });
  after(() => service.close());

  function respond(response?: object): void {
    client.send({ type: 'response.create', ...(response && { response }) });
  }

  it('answers in text, in the order of the real service', async () => {
    client.write('hi');
    const added = await client.next('conversation.item.added');
    respond({ output_modalities: ['text'] });
    await client.next('rate_limits.updated');
    assert.deepEqual(client.typesSince(added), [
      'conversation.item.added',
      'conversation.item.done',
      'response.created',
      'response.output_item.added',
      'conversation.item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'conversation.item.done',
      'response.output_item.done',
      'response.done',
      'rate_limits.updated',
    ]);
    assert.equal(client.joined('response.output_text.delta'), 'Hello to you. How many guests?');
    assert.equal(client.audioMs(), 0);
  });

  it('links each item to the one before, and shows it first empty, then complete', async () => {
    client.write('hi', 'mine');
    respond({ output_modalities: ['text'] });
    assert.equal((await client.next('conversation.item.added')).previous_item_id, null);
    const created = await client.next('response.created');
    assert.deepEqual(
      { ...created.response, id: 0, conversation_id: 0 },
      {
        object: 'realtime.response',
        id: 0,
        status: 'in_progress',
        status_details: null,
        output: [],
        conversation_id: 0,
        output_modalities: ['text'],
        max_output_tokens: 'inf',
        audio: { output: { format: { type: 'audio/pcm', rate: 24000 }, voice: 'alloy' } },
        usage: null,
        metadata: null,
      },
    );
    const added = await client.next('conversation.item.added');
    assert.equal(added.previous_item_id, 'mine');
    assert.deepEqual([added.item.status, added.item.content], ['in_progress', []]);
    const done = await client.next('response.done');
    const content = [{ type: 'output_text', text: 'Hello to you. How many guests?' }];
    assert.deepEqual(done.response.output, [{ ...added.item, status: 'completed', content }]);
    assert.equal(done.response.id, created.response.id);
  });

  it('answers in speech: words before their sound, and sound faster than it lasts', async () => {
    client.write('hi');
    await client.next('conversation.item.done');
    const since = performance.now();
    respond();
    const part = await client.next('response.content_part.added');
    assert.deepEqual(part.part, { type: 'audio', transcript: '' });
    const done = await client.next('response.done');
    const tookMs = performance.now() - since;
    const deltas = 'response.output_audio_transcript.delta|response.output_audio.delta';
    assert.deepEqual(client.typesSince(part).slice(0, 11), [
      'response.content_part.added',
      ...`${deltas}|${deltas}`.split('|'),
      'response.output_audio.done',
      'response.output_audio_transcript.done',
      'response.content_part.done',
      'conversation.item.done',
      'response.output_item.done',
      'response.done',
    ]);
    assert.equal(client.joined('response.output_audio_transcript.delta'), 'Hello to you. How many guests?');
    assert.equal(
      Math.round(client.audioMs()),
      6 * 200 + 300,
      'six words and the pause between two sentences',
    );
    assert.ok(tookMs < 1000, `${tookMs} ms`);
    const [item] = done.response.output;
    assert.deepEqual(item.content, [{ type: 'output_audio', transcript: 'Hello to you. How many guests?' }]);
  });

  it('sends sound in pieces of at most 200 ms, with padding that hides their length', async () => {
    respond();
    await client.next('response.done');
    const deltas = client.events.filter(({ type }) => type.endsWith('.delta'));
    assert.ok(deltas.every(({ obfuscation }) => typeof obfuscation === 'string'));
    const sizes = deltas
      .filter(({ type }) => type.includes('audio.'))
      .map(({ delta }) => Buffer.from(delta, 'base64').length / 48);
    assert.ok(sizes.length >= 6 && sizes.every((ms) => ms <= 200), sizes.join());
  });

  it('counts pictures by themselves', async () => {
    for (const [url, detail] of [
      [pngOf(1024, 768), 'high'],
      [pngOf(1024, 768), 'low'],
    ]) {
      const content = [{ type: 'input_image', image_url: url, detail }];
      client.send({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content } });
    }
    respond({ instructions: '', output_modalities: ['text'] });
    const { usage } = (await client.next('response.done')).response;
    assert.equal(usage.input_token_details.image_tokens, 85 + 4 * 170 + 85);
    assert.equal(usage.input_tokens, usage.input_token_details.image_tokens);
  });

  it('counts tokens of what went in and came out', async () => {
    client.write('a text of forty characters, more or less.');
    respond();
    const { usage } = (await client.next('response.done')).response;
    assert.equal(usage.output_token_details.audio_tokens, (6 * 200 + 300) / 50);
    assert.ok(usage.input_token_details.text_tokens > 10);
    assert.equal(usage.total_tokens, usage.input_tokens + usage.output_tokens);
    const { rate_limits } = await client.next('rate_limits.updated');
    assert.equal(rate_limits[0].limit - rate_limits[0].remaining, usage.total_tokens);
  });

  it('speaks at the speed and in the format that the session has', async () => {
    await client.update({ audio: { output: { speed: 0.5, format: { type: 'audio/pcmu' } } } });
    respond();
    const { response } = await client.next('response.done');
    assert.deepEqual(response.audio.output.format, { type: 'audio/pcmu' });
    const bytes = client.events
      .filter(({ type }) => type === 'response.output_audio.delta')
      .reduce((sum, { delta }) => sum + Buffer.from(delta, 'base64').length, 0);
    assert.equal(bytes / 8, (6 * 200 + 300) * 2, 'one byte a sample at 8 000 Hz');
  });

  it('lets one response go by settings of its own', async () => {
    respond({ instructions: 'Say hello.', output_modalities: ['text'], metadata: { topic: 'a' } });
    const { response } = await client.next('response.done');
    assert.deepEqual(response.metadata, { topic: 'a' });
    assert.equal(service.brain.requests[0]!.instructions, 'Say hello.');
    respond();
    assert.deepEqual((await client.next('response.created')).response.output_modalities, ['audio']);
  });

  it('tells the brain the conversation in order, without what was deleted', async () => {
    client.write('second', 'b');
    client.send({
      type: 'conversation.item.create',
      previous_item_id: 'root',
      item: { type: 'message', role: 'system', content: [{ type: 'input_text', text: 'first' }] },
    });
    client.write('gone', 'c');
    client.send({ type: 'conversation.item.delete', item_id: 'c' });
    respond({ output_modalities: ['text'] });
    await client.next('response.done');
    respond({ output_modalities: ['text'] });
    await client.next('response.done');
    assert.deepEqual(service.brain.requests[1]!.messages, [
      { role: 'system', text: 'first' },
      { role: 'user', text: 'second' },
      { role: 'assistant', text: 'Hello to you. How many guests?' },
    ]);
  });

  it('answers input beside the conversation and leaves no trace in it', async () => {
    client.write('kept', 'kept');
    await client.next('conversation.item.done');
    const message = { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'beside' }] };
    respond({
      conversation: 'none',
      output_modalities: ['text'],
      input: [{ type: 'item_reference', id: 'kept' }, message],
    });
    const created = await client.next('response.created');
    assert.equal(created.response.conversation_id, null);
    await client.next('rate_limits.updated');
    assert.ok(!client.typesSince(created).some((type) => type.startsWith('conversation.')));
    assert.deepEqual(
      service.brain.requests[0]!.messages.map(({ text }) => text),
      ['kept', 'beside'],
    );
    respond({ output_modalities: ['text'] });
    await client.next('response.done');
    assert.deepEqual(
      service.brain.requests[1]!.messages.map(({ text }) => text),
      ['kept'],
    );
  });

  it('allows one response at a time in the conversation, and others beside it', async () => {
    const gate = createGate();
    service.brain.answer = [gate.wait, 'Done.'];
    respond({ output_modalities: ['text'] });
    const { response } = await client.next('response.created');
    const error = await client.refused({ type: 'response.create' });
    assert.equal(error.code, 'conversation_already_has_active_response');
    assert.match(error.message, new RegExp(`in progress: ${response.id}\\. Wait until`));
    respond({ conversation: 'none', output_modalities: ['text'] });
    assert.notEqual((await client.next('response.created')).response.id, response.id);
    gate.open();
    await client.next('response.done');
    await client.next('response.done');
  });

  it('stops at the limit of output tokens', async () => {
    service.brain.answer = Array(50).fill('One more sentence. ');
    respond({ max_output_tokens: 40 });
    const spoken = (await client.next('response.done')).response;
    assert.equal(spoken.status, 'incomplete');
    assert.deepEqual(spoken.status_details, { type: 'incomplete', reason: 'max_output_tokens' });
    assert.equal(spoken.output[0].status, 'incomplete');
    assert.ok(client.audioMs() <= 40 * 50, `${client.audioMs()} ms`);
    respond({ max_output_tokens: 40, output_modalities: ['text'] });
    assert.equal((await client.next('response.done')).response.status, 'incomplete');
    assert.ok(client.joined('response.output_text.delta').length < 300);
  });

  it('calls the function that it is forced to, in the whole sequence of events', async () => {
    await client.update({ tools: [TOOL], tool_choice: { type: 'function', name: 'book_room' } });
    respond();
    const created = await client.next('response.created');
    const done = await client.next('response.done');
    assert.deepEqual(client.typesSince(created).slice(0, 8), [
      'response.created',
      'response.output_item.added',
      'conversation.item.added',
      'response.function_call_arguments.delta',
      'response.function_call_arguments.done',
      'conversation.item.done',
      'response.output_item.done',
      'response.done',
    ]);
    const [call] = done.response.output;
    assert.deepEqual(
      [call.type, call.name, call.arguments, call.status],
      ['function_call', 'book_room', '{}', 'completed'],
    );

    const output = { type: 'function_call_output', call_id: call.call_id, output: 'Booked.' };
    client.send({ type: 'conversation.item.create', item: output });
    respond({ tool_choice: 'none', output_modalities: ['text'] });
    await client.next('response.output_text.done');
    assert.match(service.brain.requests[0]!.messages.at(-1)!.text, /Booked\./);
  });

  it('ends as failed when the brain or the voice fails, and the session goes on', async () => {
    const failures: (() => void)[] = [
      () => (service.brain.answer = [() => Promise.reject(new Error('no idea'))]),
      () => (service.engine.mute = true),
    ];
    for (const fail of failures) {
      fail();
      respond();
      const { response } = await client.next('response.done');
      assert.equal(response.status, 'failed');
      assert.equal(response.status_details.error.type, 'server_error');
      service.brain.answer = ['Fine.'];
      service.engine.mute = false;
    }
    respond();
    assert.equal((await client.next('response.done')).response.status, 'completed');
  });

  describe('response.cancel', () => {
    async function startTalking(): Promise<AnyEvent> {
      service.brain.answer = ['One two three. ', 'Four five.', () => new Promise(() => {}), ' Never.'];
      respond();
      await client.next('response.output_audio.delta');
      return client.events.find(({ type }) => type === 'response.created')!;
    }

    it('ends the response at once with all its closing events', async () => {
      const { response } = await startTalking();
      client.send({ type: 'response.cancel' });
      const audioDone = await client.next('response.output_audio.done');
      const done = await client.next('response.done');
      assert.deepEqual(client.typesSince(audioDone).slice(0, 6), [
        'response.output_audio.done',
        'response.output_audio_transcript.done',
        'response.content_part.done',
        'conversation.item.done',
        'response.output_item.done',
        'response.done',
      ]);
      assert.equal(done.response.id, response.id);
      assert.deepEqual(done.response.status_details, { type: 'cancelled', reason: 'client_cancelled' });
      assert.equal(done.response.output[0].status, 'incomplete');
      assert.equal(service.brain.requests[0]!.signal.aborted, true);
      await client.next('rate_limits.updated');
      const count = client.events.length;
      await new Promise((resolve) => setTimeout(resolve, 50));
      assert.equal(client.events.length, count, 'nothing more comes of it');
    });

    it('takes the id of a response, also of one beside the conversation', async () => {
      service.brain.answer = [() => new Promise(() => {})];
      respond({ conversation: 'none' });
      const { response } = await client.next('response.created');
      const error = await client.refused({ type: 'response.cancel', response_id: 'resp_other' });
      assert.equal(error.code, 'response_cancel_not_active');
      client.send({ type: 'response.cancel', response_id: response.id });
      assert.equal((await client.next('response.done')).response.status, 'cancelled');
    });
  });
});
