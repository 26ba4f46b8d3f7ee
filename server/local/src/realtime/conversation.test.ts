import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { JPEG, PNG } from '../../test/pictures.ts';
import { say, silence } from '../../test/scripted-engine.ts';
import { startScripted, type Service } from '../../test/service.ts';
import type { TestClient } from '../../test/test-client.ts';

describe('the conversation', () => {
  let service: Service;
  let client: TestClient;
  before(async () => (service = await startScripted()));
  beforeEach(async () => {
    client = await service.open();
    service.brain.answer = ['One two three. ', 'Four five six.'];
  });
  after(() => service.close());

  async function answer(): Promise<{ id: string; audioMs: number }> {
    client.send({ type: 'response.create' });
    const { response } = await client.next('response.done');
    return { id: response.output[0].id, audioMs: client.audioMs(response.id) };
  }

  async function whatTheBrainHears(): Promise<string[]> {
    client.send({ type: 'response.create', response: { conversation: 'none', output_modalities: ['text'] } });
    await client.next('response.done');
    return service.brain.requests.at(-1)!.messages.map(({ text }) => text);
  }

  it('takes items of every kind, and shows them as they were given, pictures by their kind', async () => {
    const items = [
      { type: 'message', role: 'system', content: [{ type: 'input_text', text: 'a' }] },
      {
        type: 'message',
        role: 'user',
        content: [
          { type: 'input_text', text: 'b' },
          { type: 'input_image', image_url: PNG, detail: 'low' },
        ],
      },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'c' }] },
      { type: 'function_call', name: 'f', call_id: 'call_1', arguments: '{}' },
      { type: 'function_call_output', call_id: 'call_1', output: 'd' },
      { type: 'mcp_approval_response', id: 'item_a', approval_request_id: 'r', approve: true },
    ];
    let previous: string | null = null;
    for (const item of items) {
      client.send({ type: 'conversation.item.create', item });
      const added = await client.next('conversation.item.added');
      const done = await client.next('conversation.item.done');
      assert.equal(added.previous_item_id, previous);
      assert.deepEqual(done.item, added.item);
      const { id, status: _status, ...shown } = added.item;
      const given = JSON.parse(JSON.stringify(item), (key, value) =>
        key === 'image_url' ? undefined : value,
      );
      assert.deepEqual({ ...shown, ...('id' in item && { id }) }, given);
      previous = id;
    }
  });

  it('puts an item where previous_item_id says', async () => {
    client.write('b', 'b');
    const insert = (id: string, previous_item_id: string) =>
      client.send({
        type: 'conversation.item.create',
        previous_item_id,
        item: { id, type: 'message', role: 'user', content: [{ type: 'input_text', text: id }] },
      });
    insert('d', 'b');
    insert('a', 'root');
    insert('c', 'b');
    const added = [];
    for (let i = 0; i < 4; i++) added.push((await client.next('conversation.item.added')).previous_item_id);
    assert.deepEqual(added, [null, 'b', null, 'b']);
    assert.deepEqual(await whatTheBrainHears(), ['a', 'b', 'c', 'd']);
  });

  it('refuses an id twice', async () => {
    client.write('a', 'same');
    await client.next('conversation.item.done');
    const item = { id: 'same', type: 'message', role: 'user', content: [] };
    const error = await client.refused({ type: 'conversation.item.create', item });
    assert.deepEqual([error.code, error.param], ['invalid_value', 'item.id']);
  });

  it('mends the chain when an item is deleted', async () => {
    for (const id of ['a', 'b']) client.write(id, id);
    client.send({ type: 'conversation.item.delete', item_id: 'b' });
    assert.equal((await client.next('conversation.item.deleted')).item_id, 'b');
    client.write('c', 'c');
    assert.equal(
      (await client.next('conversation.item.added', ({ item }) => item.id === 'c')).previous_item_id,
      'a',
    );
  });

  it('hears sound that is written into an item, and gives it back', async () => {
    const audio = Buffer.from(say('hello there.').buffer).toString('base64');
    client.send({
      type: 'conversation.item.create',
      item: { type: 'message', role: 'user', content: [{ type: 'input_audio', audio }] },
    });
    const { item } = await client.next('conversation.item.done');
    assert.deepEqual(item.content, [{ type: 'input_audio', transcript: null }]);
    client.send({ type: 'conversation.item.retrieve', item_id: item.id });
    const retrieved = await client.next('conversation.item.retrieved');
    assert.deepEqual(retrieved.item.content, [{ type: 'input_audio', transcript: null, audio }]);
    assert.deepEqual(await whatTheBrainHears(), ['hello there.']);
  });

  it('keeps a picture: retrieves it, hands it to the brain, and forgets it with its item', async () => {
    const content = [
      { type: 'input_text', text: 'What is this?' },
      { type: 'input_image', image_url: PNG },
      { type: 'input_image', image_url: JPEG, detail: 'low' },
    ];
    const item = { id: 'shown', type: 'message', role: 'user', content };
    client.send({ type: 'conversation.item.create', item });
    client.send({ type: 'conversation.item.retrieve', item_id: 'shown' });
    assert.deepEqual((await client.next('conversation.item.retrieved')).item.content, content);
    await whatTheBrainHears();
    assert.deepEqual(service.brain.requests.at(-1)!.messages, [
      {
        role: 'user',
        text: 'What is this?',
        pictures: [
          { url: PNG, detail: 'auto' },
          { url: JPEG, detail: 'low' },
        ],
      },
    ]);
    client.send({ type: 'conversation.item.delete', item_id: 'shown' });
    await whatTheBrainHears();
    assert.deepEqual(service.brain.requests.at(-1)!.messages, []);
  });

  it('takes a picture beside sound in one message', async () => {
    const audio = Buffer.from(say('hello').buffer).toString('base64');
    const content = [
      { type: 'input_audio', audio },
      { type: 'input_image', image_url: JPEG },
    ];
    const item = { id: 'both', type: 'message', role: 'user', content };
    client.send({ type: 'conversation.item.create', item });
    client.send({ type: 'conversation.item.retrieve', item_id: 'both' });
    const { item: kept } = await client.next('conversation.item.retrieved');
    assert.deepEqual(kept.content, [{ ...content[0], transcript: null }, content[1]]);
    assert.deepEqual(await whatTheBrainHears(), ['hello']);
    assert.equal(service.brain.requests.at(-1)!.messages[0]!.pictures?.length, 1);
  });

  it('retrieves the sound of a turn with what came before it', async () => {
    await client.update({
      audio: { input: { turn_detection: { type: 'server_vad', create_response: false } } },
    });
    client.append(silence(500), say('hello'), silence(300));
    const { item_id } = await client.next('input_audio_buffer.committed');
    client.send({ type: 'conversation.item.retrieve', item_id });
    const [content] = (await client.next('conversation.item.retrieved')).item.content;
    const samples = Buffer.from(content.audio, 'base64').length / 2;
    assert.equal(samples / 24, 300 + 200 + 200, 'prefix padding, the word, and the silence that ended it');
  });

  describe('conversation.item.truncate', () => {
    const truncate = (item_id: string, audio_end_ms: number) => ({
      type: 'conversation.item.truncate',
      item_id,
      content_index: 0,
      audio_end_ms,
    });

    it('leaves the words that were heard, for the client and for the brain', async () => {
      const { id } = await answer();
      client.send(truncate(id, 450));
      const event = await client.next('conversation.item.truncated');
      assert.deepEqual([event.item_id, event.content_index, event.audio_end_ms], [id, 0, 450]);
      client.send({ type: 'conversation.item.retrieve', item_id: id });
      const { item } = await client.next('conversation.item.retrieved');
      assert.equal(item.content[0].transcript, 'One two');
      assert.deepEqual(await whatTheBrainHears(), ['One two']);
    });

    it('can cut to nothing, and no further than there is', async () => {
      const { id, audioMs } = await answer();
      const error = await client.refused(truncate(id, audioMs + 60));
      assert.equal(error.message, `Audio content of ${audioMs}ms is already shorter than ${audioMs + 60}ms`);
      client.send(truncate(id, 0));
      await client.next('conversation.item.truncated');
      assert.deepEqual(await whatTheBrainHears(), []);
    });

    it('works only on speech of the assistant', async () => {
      client.write('text', 'text');
      client.send({ type: 'response.create', response: { output_modalities: ['text'] } });
      const { response } = await client.next('response.done');
      await client.next('rate_limits.updated');
      for (const id of ['text', response.output[0].id]) {
        const error = await client.refused(truncate(id, 0));
        assert.deepEqual(
          [error.code, error.message],
          [null, 'Only model output audio messages can be truncated'],
        );
      }
    });
  });
});
