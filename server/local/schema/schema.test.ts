import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { CLIENT_EVENT_TYPES, REALTIME_MODELS, validateClientEvent, validateServerEvent } from './schema.ts';

const schema = JSON.parse(readFileSync(new URL('./realtime.schema.json', import.meta.url), 'utf8'));

it('compiles for all 11 events of clients and all 46 of the service', () => {
  assert.equal(CLIENT_EVENT_TYPES.length, 11);
  const serverTypes = Object.keys(schema.server);
  assert.equal(serverTypes.length, 46);
  for (const type of CLIENT_EVENT_TYPES)
    assert.notEqual(validateClientEvent({ type, foo: 1 } as never), null, type);
  for (const type of serverTypes) assert.notEqual(validateServerEvent({ type, foo: 1 } as never), null, type);
});

it('knows the models of the package', () => {
  assert.ok(REALTIME_MODELS.includes('gpt-realtime-2.1'));
});

it('finds one fault, in the member of a union that was meant', () => {
  const item = { type: 'message', role: 'user', content: [{ type: 'input_text', text: 1 }] };
  const finding = validateClientEvent({ type: 'conversation.item.create', item } as never);
  assert.deepEqual([finding!.keyword, finding!.instancePath], ['type', '/item/content/0/text']);
});

it('takes nulls from the service where a field may be missing, and refuses fields that nobody knows', () => {
  const cleared = {
    type: 'input_audio_buffer.committed',
    event_id: 'event_1',
    item_id: 'item_1',
    previous_item_id: null,
  };
  assert.equal(validateServerEvent(cleared), null);
  assert.equal(validateServerEvent({ ...cleared, foo: 1 } as never)!.keyword, 'additionalProperties');
  assert.equal(validateServerEvent({ ...cleared, item_id: null } as never)!.keyword, 'type');
});

it('refuses a type of event that it does not have', () => {
  assert.throws(() => validateServerEvent({ type: 'response.cancelled' }), /no server\/response\.cancelled/);
});
