import assert from 'node:assert/strict';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { CallClient, postOffer } from '../../test/call-client.ts';
import { startScripted, type Service } from '../../test/service.ts';
import { TestClient } from '../../test/test-client.ts';

describe('more sessions than there may be at once', () => {
  let service: Service;
  beforeEach(async () => (service = await startScripted({ maxSessions: 2 })));
  afterEach(() => service.close());

  async function refusedSocket() {
    const client = new TestClient(service.socketUrl());
    const { error } = await client.next('error');
    assert.match(error.message, /2 sessions already\. Try again/);
    const { code, reason } = await client.closed;
    assert.equal(client.events.length, 1);
    return [error.type, error.code, code, reason];
  }
  const REFUSED_SOCKET = ['requests', 'rate_limit_exceeded', 4000, 'requests.rate_limit_exceeded'];

  async function refusedCall() {
    const client = await CallClient.create();
    const response = await postOffer(service.baseUrl, await client.offer());
    await client.close();
    const { error } = (await response.json()) as { error: Record<string, unknown> };
    return [response.status, error.type, error.code, error.param];
  }
  const REFUSED_CALL = [429, 'requests', 'rate_limit_exceeded', null];

  /** The service hears of an end a moment later. */
  async function openWhenFree(): Promise<TestClient> {
    for (const deadline = Date.now() + 5000; ;) {
      const client = new TestClient(service.socketUrl());
      const [data] = (await once(client.socket, 'message')) as [Buffer];
      if (JSON.parse(data.toString()).type === 'session.created') return client;
      assert.ok(Date.now() < deadline, 'no session ended');
      await client.closed;
    }
  }

  it('are refused, over WebSocket and WebRTC, until one of them ends', async () => {
    const [socket, call] = [await service.open(), await service.call()];
    assert.deepEqual(await refusedSocket(), REFUSED_SOCKET);
    assert.deepEqual(await refusedCall(), REFUSED_CALL);

    await socket.close();
    const next = await openWhenFree();
    assert.deepEqual(await refusedSocket(), REFUSED_SOCKET);

    await call.close();
    const last = await openWhenFree();
    assert.deepEqual(await refusedCall(), REFUSED_CALL);
    await next.close();
    await last.close();
  });

  it('are more than 16, unless it is told otherwise', async () => {
    const other = await startScripted({ maxSessions: undefined });
    for (let i = 0; i < 16; i++) await other.open();
    const client = new TestClient(other.socketUrl());
    assert.equal((await client.next('error')).error.code, 'rate_limit_exceeded');
    await client.closed;
    await other.close();
  });

  it('do not come of requests that are refused for something else, or of joining a call', async () => {
    for (let i = 0; i < 3; i++) {
      assert.equal((await postOffer(service.baseUrl, 'v=0\r\n')).status, 400);
      const client = new TestClient(service.socketUrl('model=gpt-5'));
      await client.closed;
    }
    const call = await service.call();
    for (let i = 0; i < 2; i++) await service.open({ query: `call_id=${call.callId}` });
    await service.open();
    assert.deepEqual(await refusedSocket(), REFUSED_SOCKET);
  });
});
