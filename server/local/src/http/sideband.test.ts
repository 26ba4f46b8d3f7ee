import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { CallClient } from '../../test/call-client.ts';
import { startScripted, type Service } from '../../test/service.ts';
import { TestClient } from '../../test/test-client.ts';

describe('WebSocket /v1/realtime?call_id=', () => {
  let service: Service;
  let client: CallClient;
  before(async () => (service = await startScripted({ acceptedKeys: ['sk-test'] })));
  after(() => service.close());
  afterEach(() => client?.close());

  async function refusal(query: string, key?: string) {
    const socket = new TestClient(service.socketUrl(query), { key });
    const { error } = await socket.next('error');
    return [error.code, (await socket.closed).code];
  }

  it('sees what the client sees, and may send events', async () => {
    client = await service.call();
    const observer = await service.open({ query: `call_id=${client.callId}` });
    assert.deepEqual(observer.events[0]!.session, client.events[0]!.session);
    observer.send({ type: 'session.update', session: { type: 'realtime', instructions: 'Be brief.' } });
    assert.equal((await client.next('session.updated')).session.instructions, 'Be brief.');
    client.write('hello');
    client.send({ type: 'response.create' });
    await observer.next('output_audio_buffer.stopped');
    await client.next('output_audio_buffer.stopped');
    assert.deepEqual(
      observer.events.slice(1).map(({ event_id }) => event_id),
      client.events.slice(1, observer.events.length).map(({ event_id }) => event_id),
    );
    assert.equal((await observer.refused('{')).code, 'invalid_json');
    assert.equal((await observer.refused(Buffer.from('{}'))).code, 'invalid_event');
    await client.close();
    assert.deepEqual(await observer.closed, { code: 1000, reason: '' });
  });

  it('may leave without ending the call', async () => {
    client = await service.call();
    const observer = await service.open({ query: `call_id=${client.callId}` });
    await observer.close();
    await client.update({ instructions: 'Be brief.' });
  });

  it('shows the settings in force', async () => {
    client = await service.call();
    await client.update({ instructions: 'Be brief.' });
    const observer = await service.open({ query: `call_id=${client.callId}` });
    assert.equal(observer.events[0]!.session.instructions, 'Be brief.');
  });

  it('refuses an unknown call, and any key but a standard one', async () => {
    assert.deepEqual(await refusal('call_id=rtc_unknown'), ['call_id_not_found', 4000]);
    client = await service.call();
    const { value } = (await (await service.mint({})).json()) as { value: string };
    assert.deepEqual(await refusal(`call_id=${client.callId}`, 'sk-wrong'), ['invalid_api_key', 3000]);
    assert.deepEqual(await refusal(`call_id=${client.callId}`, value), ['invalid_api_key', 3000]);
  });
});
