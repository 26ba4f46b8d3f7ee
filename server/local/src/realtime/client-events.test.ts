import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { PNG } from '../../test/pictures.ts';
import { startScripted, type Service } from '../../test/service.ts';
import type { TestClient } from '../../test/test-client.ts';

describe('an event that is not as it should be', () => {
  let service: Service;
  let client: TestClient;
  before(async () => {
    service = await startScripted();
    client = await service.open();
  });
  after(() => service.close());

  const session = (fields: object) => ({ type: 'session.update', session: { type: 'realtime', ...fields } });
  const input = (fields: object) => session({ audio: { input: fields } });
  const detection = (fields: object) => input({ turn_detection: { type: 'server_vad', ...fields } });
  const item = (fields: object) => ({ type: 'conversation.item.create', item: fields });
  const message = (fields: object) => item({ type: 'message', role: 'user', content: [], ...fields });
  const response = (fields: object) => ({ type: 'response.create', response: fields });
  const truncate = (fields: object) => ({
    type: 'conversation.item.truncate',
    item_id: 'item_x',
    content_index: 0,
    audio_end_ms: 0,
    ...fields,
  });

  const cases: [string, unknown, string | null, string | null][] = [
    ['text that is no JSON', '{"type":', 'invalid_json', null],
    ['JSON that is no object', '[]', 'invalid_event', null],
    ['a binary frame', Buffer.from('{}'), 'invalid_event', null],
    ['no type', {}, 'missing_required_parameter', 'type'],
    ['a type that is no string', { type: 1 }, 'invalid_type', 'type'],
    ['an unknown type', { type: 'session.start' }, 'invalid_value', 'type'],
    ['an event_id that is no string', { type: 'response.cancel', event_id: 7 }, 'invalid_type', 'event_id'],
    ['no session', { type: 'session.update' }, 'missing_required_parameter', 'session'],
    [
      'no type of session',
      { type: 'session.update', session: {} },
      'missing_required_parameter',
      'session.type',
    ],
    [
      'another type of session',
      { type: 'session.update', session: { type: 'transcription' } },
      'invalid_value',
      'session.type',
    ],
    ['a field of the beta', session({ voice: 'alloy' }), 'unknown_parameter', 'session.voice'],
    [
      'turn detection in its old place',
      session({ turn_detection: null }),
      'unknown_parameter',
      'session.turn_detection',
    ],
    ['a deep unknown field', input({ foo: 1 }), 'unknown_parameter', 'session.audio.input.foo'],
    [
      'a rate of 16 kHz',
      input({ format: { type: 'audio/pcm', rate: 16000 } }),
      'integer_below_min_value',
      'session.audio.input.format.rate',
    ],
    [
      'a rate of 48 kHz',
      input({ format: { type: 'audio/pcm', rate: 48000 } }),
      'integer_above_max_value',
      'session.audio.input.format.rate',
    ],
    [
      'an unknown format',
      input({ format: { type: 'audio/opus' } }),
      'invalid_value',
      'session.audio.input.format.type',
    ],
    [
      'an unknown turn detection',
      input({ turn_detection: { type: 'vad' } }),
      'invalid_value',
      'session.audio.input.turn_detection.type',
    ],
    [
      'a threshold above 1',
      detection({ threshold: 1.5 }),
      'decimal_above_max_value',
      'session.audio.input.turn_detection.threshold',
    ],
    [
      'a threshold that is a text',
      detection({ threshold: '0.5' }),
      'invalid_type',
      'session.audio.input.turn_detection.threshold',
    ],
    [
      'a negative silence',
      detection({ silence_duration_ms: -1 }),
      'integer_below_min_value',
      'session.audio.input.turn_detection.silence_duration_ms',
    ],
    [
      'too short an idle timeout',
      detection({ idle_timeout_ms: 4999 }),
      'integer_below_min_value',
      'session.audio.input.turn_detection.idle_timeout_ms',
    ],
    [
      'a setting of the other turn detection',
      detection({ eagerness: 'low' }),
      'unknown_parameter',
      'session.audio.input.turn_detection.eagerness',
    ],
    [
      'an unknown voice',
      session({ audio: { output: { voice: 'bob' } } }),
      'invalid_value',
      'session.audio.output.voice',
    ],
    [
      'a voice that nobody made',
      session({ audio: { output: { voice: { id: 'voice_1' } } } }),
      'invalid_value',
      'session.audio.output.voice',
    ],
    [
      'too high a speed',
      session({ audio: { output: { speed: 1.6 } } }),
      'decimal_above_max_value',
      'session.audio.output.speed',
    ],
    [
      'both modalities',
      session({ output_modalities: ['audio', 'text'] }),
      'invalid_value',
      'session.output_modalities',
    ],
    ['null instructions', session({ instructions: null }), 'invalid_type', 'session.instructions'],
    [
      'too many output tokens',
      session({ max_output_tokens: 5000 }),
      'integer_above_max_value',
      'session.max_output_tokens',
    ],
    ['another model', session({ model: 'gpt-realtime-mini' }), 'invalid_value', 'session.model'],
    [
      'an unknown field of a tool',
      session({ tools: [{ type: 'function', name: 'f', strict: true }] }),
      'unknown_parameter',
      'session.tools[0].strict',
    ],
    ['a stored prompt', session({ prompt: { id: 'pmpt_1' } }), 'invalid_value', 'session.prompt.id'],
    ['no audio', { type: 'input_audio_buffer.append' }, 'missing_required_parameter', 'audio'],
    [
      'audio that is no base64',
      { type: 'input_audio_buffer.append', audio: 'not base64!' },
      'invalid_value',
      'audio',
    ],
    ['half a sample', { type: 'input_audio_buffer.append', audio: 'AAAA' }, 'invalid_value', 'audio'],
    [
      'more than 15 MiB of audio',
      { type: 'input_audio_buffer.append', audio: 'A'.repeat(15 * 1024 * 1024 + 4) },
      'string_above_max_length',
      'audio',
    ],
    ['an empty buffer', { type: 'input_audio_buffer.commit' }, 'input_audio_buffer_commit_empty', null],
    ['an event for WebRTC only', { type: 'output_audio_buffer.clear' }, 'invalid_value', 'type'],
    ['no item', { type: 'conversation.item.create' }, 'missing_required_parameter', 'item'],
    ['an unknown kind of item', item({ type: 'note' }), 'invalid_value', 'item.type'],
    ['no role', item({ type: 'message', content: [] }), 'missing_required_parameter', 'item.role'],
    ['an unknown role', message({ role: 'model' }), 'invalid_value', 'item.role'],
    ['content that is no list', message({ content: 'hi' }), 'invalid_type', 'item.content'],
    [
      'content of the beta',
      message({ content: [{ type: 'text', text: 'hi' }] }),
      'invalid_value',
      'item.content[0].type',
    ],
    [
      'content without its text',
      message({ content: [{ type: 'input_text' }] }),
      'missing_required_parameter',
      'item.content[0].text',
    ],
    [
      'a picture without its bytes',
      message({ content: [{ type: 'input_image', detail: 'low' }] }),
      'missing_required_parameter',
      'item.content[0].image_url',
    ],
    [
      'a picture by its address',
      message({ content: [{ type: 'input_image', image_url: 'https://example.com/a.png' }] }),
      'invalid_value',
      'item.content[0].image_url',
    ],
    [
      'a picture of another kind, after words',
      message({
        content: [
          { type: 'input_text', text: 'Look:' },
          { type: 'input_image', image_url: 'data:image/gif;base64,R0lGODlhAQABAAAAADs=' },
        ],
      }),
      'invalid_value',
      'item.content[1].image_url',
    ],
    [
      'a picture that is none',
      message({ content: [{ type: 'input_image', image_url: 'data:image/png;base64,AAAA' }] }),
      'image_parse_error',
      'item.content[0].image_url',
    ],
    [
      'an unknown detail of a picture',
      message({ content: [{ type: 'input_image', image_url: PNG, detail: 'ultra' }] }),
      'invalid_value',
      'item.content[0].detail',
    ],
    [
      'a picture of the system',
      message({ role: 'system', content: [{ type: 'input_image', image_url: PNG }] }),
      'unknown_parameter',
      'item.content[0].image_url',
    ],
    [
      'a picture that is none, for one response',
      response({
        input: [
          {
            type: 'message',
            role: 'user',
            content: [{ type: 'input_image', image_url: 'data:image/png;base64,AAAA' }],
          },
        ],
      }),
      'image_parse_error',
      'response.input[0].content[0].image_url',
    ],
    ['an id with a blank', message({ id: 'my item' }), 'invalid_value', 'item.id'],
    ['too long an id', message({ id: 'x'.repeat(33) }), 'string_above_max_length', 'item.id'],
    [
      'an unknown previous item',
      { ...message({}), previous_item_id: 'item_x' },
      'item_not_found',
      'previous_item_id',
    ],
    [
      'the output of no call',
      item({ type: 'function_call_output', call_id: 'call_x', output: '' }),
      'invalid_tool_call_id',
      'item.call_id',
    ],
    [
      'an unknown item to retrieve',
      { type: 'conversation.item.retrieve', item_id: 'item_x' },
      'item_retrieve_invalid_item_id',
      null,
    ],
    [
      'an unknown item to delete',
      { type: 'conversation.item.delete', item_id: 'item_x' },
      'item_delete_invalid_item_id',
      null,
    ],
    ['an unknown item to truncate', truncate({}), 'item_truncate_invalid_item_id', null],
    ['a negative end', truncate({ audio_end_ms: -1 }), 'integer_below_min_value', 'audio_end_ms'],
    [
      'a response of the beta',
      response({ modalities: ['text'] }),
      'unknown_parameter',
      'response.modalities',
    ],
    [
      'an unknown item in a response',
      response({ input: [{ type: 'item_reference', id: 'item_x' }] }),
      'invalid_value',
      'response.input[0].id',
    ],
    [
      'a function that is no tool',
      response({ tool_choice: { type: 'function', name: 'f' } }),
      'invalid_value',
      'response.tool_choice',
    ],
    ['metadata that is no text', response({ metadata: { a: 1 } }), 'invalid_type', 'response.metadata.a'],
    ['nothing to cancel', { type: 'response.cancel' }, 'response_cancel_not_active', null],
  ];
  for (const [name, event, code, param] of cases) {
    it(`is refused with ${code}: ${name}`, async () => {
      const seen = client.events.length;
      const error = await client.refused(event);
      assert.deepEqual(
        [error.type, error.code, error.param],
        ['invalid_request_error', code, param],
        error.message,
      );
      assert.equal(client.events.length, seen + 1, 'nothing but the error is sent');
    });
  }

  it('is named in the error by the id that the client gave it', async () => {
    const error = await client.refused({ type: 'response.cancel', event_id: 'mine' });
    assert.equal(error.event_id, 'mine');
    assert.equal((await client.refused({ type: 'response.cancel' })).event_id, null);
  });

  it('is told what types there are, without the one for WebRTC', async () => {
    const { message } = await client.refused({ type: 'session.start' });
    assert.match(message, /'session\.start'.*'session\.update'.*'input_audio_buffer\.append'/);
    assert.doesNotMatch(message, /output_audio_buffer/);
  });

  it('says in the documented words why it cannot commit', async () => {
    client.append(new Int16Array(1200));
    const { message } = await client.refused({ type: 'input_audio_buffer.commit' });
    assert.match(
      message,
      /buffer too small\. Expected at least 100ms of audio, but buffer only has 50\.00ms of audio\.$/,
    );
  });

  it('leaves the session open and usable', async () => {
    await client.refused('nonsense');
    client.write('still here');
    assert.equal((await client.next('conversation.item.done')).item.content[0].text, 'still here');
  });
});

describe('session.update', () => {
  let service: Service;
  let client: TestClient;
  before(async () => (service = await startScripted()));
  beforeEach(async () => (client = await service.open()));
  after(() => service.close());

  it('changes the fields it names and no other, and shows the whole session', async () => {
    const { session: before } = client.events[0]!;
    const after = await client.update({
      instructions: 'Be brief.',
      audio: { input: { turn_detection: { type: 'server_vad', silence_duration_ms: 700 } } },
    });
    assert.equal(after.instructions, 'Be brief.');
    const { turn_detection } = before.audio.input;
    assert.deepEqual(after, {
      ...before,
      instructions: 'Be brief.',
      audio: {
        ...before.audio,
        input: { ...before.audio.input, turn_detection: { ...turn_detection, silence_duration_ms: 700 } },
      },
    });
    const later = await client.update({
      audio: { input: { turn_detection: { type: 'server_vad', threshold: 0.6 } } },
    });
    assert.equal(later.audio.input.turn_detection.silence_duration_ms, 700);
  });

  it('fills in the defaults of another turn detection, and takes null for none', async () => {
    const semantic = await client.update({ audio: { input: { turn_detection: { type: 'semantic_vad' } } } });
    assert.deepEqual(semantic.audio.input.turn_detection, {
      type: 'semantic_vad',
      eagerness: 'auto',
      create_response: true,
      interrupt_response: true,
    });
    const none = await client.update({ audio: { input: { turn_detection: null } } });
    assert.equal(none.audio.input.turn_detection, null);
  });

  it('is dropped whole when one field is wrong', async () => {
    const event = {
      type: 'session.update',
      session: { type: 'realtime', instructions: 'Lost.', max_output_tokens: 0 },
    };
    assert.equal((await client.refused(event)).code, 'integer_below_min_value');
    assert.notEqual((await client.update({})).instructions, 'Lost.');
  });

  it('may repeat the model', async () => {
    assert.equal((await client.update({ model: 'gpt-realtime-2.1' })).model, 'gpt-realtime-2.1');
  });

  it('turns tracing on once and changes it no more', async () => {
    assert.equal((await client.update({ tracing: 'auto' })).tracing, 'auto');
    await client.update({ tracing: 'auto' });
    const other = { type: 'session.update', session: { type: 'realtime', tracing: { workflow_name: 'x' } } };
    assert.equal((await client.refused(other)).param, 'session.tracing');
  });

  it('keeps the keys of a tool to itself', async () => {
    const tool = {
      type: 'mcp',
      server_label: 's',
      server_url: 'https://example.com',
      authorization: 'secret',
    };
    const shown = await client.update({ tools: [tool] });
    assert.deepEqual(shown.tools, [{ type: 'mcp', server_label: 's', server_url: 'https://example.com' }]);
  });

  it('cannot change the voice once it was heard, nor the speed while it speaks', async () => {
    client.write('hi');
    client.send({ type: 'response.create' });
    await client.next('response.output_audio.delta');
    await client.next('response.done');
    await client.update({ audio: { output: { voice: 'alloy' } } });
    const other = {
      type: 'session.update',
      session: { type: 'realtime', audio: { output: { voice: 'cedar' } } },
    };
    assert.equal((await client.refused(other)).code, 'cannot_update_voice');
    const override = { type: 'response.create', response: { audio: { output: { voice: 'cedar' } } } };
    assert.equal((await client.refused(override)).code, 'cannot_update_voice');

    service.brain.answer = [() => new Promise(() => {})];
    client.send({ type: 'response.create' });
    await client.next('response.created');
    const faster = {
      type: 'session.update',
      session: { type: 'realtime', audio: { output: { speed: 1.5 } } },
    };
    assert.equal((await client.refused(faster)).param, 'session.audio.output.speed');
  });
});
