import { expect } from '@open-wc/testing';
import { parseServerEvent } from './parse-server-event.js';
import { RealtimeError } from './realtime-error.js';

function refusal(data: unknown): RealtimeError {
  try {
    parseServerEvent(data);
  } catch (error) {
    if (error instanceof RealtimeError) return error;
  }
  throw new Error(`accepted: ${String(data)}`);
}

describe('parseServerEvent', () => {
  it('gives an event as it is', () => {
    const event = { type: 'response.output_text.delta', item_id: 'a', delta: '' };
    expect(parseServerEvent(JSON.stringify(event))).to.deep.equal(event);
  });

  it('gives an event of an unknown type as it is', () => {
    const event = { type: 'constructor', anything: [1] };
    expect(parseServerEvent(JSON.stringify(event))).to.deep.equal(event);
  });

  const broken: Record<string, unknown> = {
    'binary data': new ArrayBuffer(4),
    'a Blob': new Blob(['{"type":"session.created"}']),
    nothing: '',
    'text that is not JSON': '<html>',
    'half of an event': '{"type":"session.crea',
    null: 'null',
    'a list': '[]',
    'a number': '7',
    'an event without a type': '{"item":{}}',
    'a type that is not text': '{"type":7}',
    'a delta without its item': '{"type":"response.output_text.delta","delta":"x"}',
    'a delta without text': '{"type":"response.output_audio.delta","item_id":"a","delta":7}',
    'an item without an id': '{"type":"conversation.item.added","item":{"type":"message"}}',
    'an item that is null': '{"type":"conversation.item.added","item":null}',
    'a truncation without a time': '{"type":"conversation.item.truncated","item_id":"a"}',
    'an error without an error': '{"type":"error"}',
  };
  for (const [what, data] of Object.entries(broken)) {
    it(`refuses ${what}, with a sentence that says what to do`, () => {
      const error = refusal(data);
      expect(error.code).to.equal('invalid-message');
      expect(error.message).to.match(/^The service sent .+\. Check .+\.$/);
    });
  }
});
