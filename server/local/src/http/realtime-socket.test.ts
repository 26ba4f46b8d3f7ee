import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { WebSocket } from 'ws';
import { startScripted, type Service } from '../../test/service.ts';
import { TestClient, type ConnectOptions } from '../../test/test-client.ts';

describe('WebSocket /v1/realtime', () => {
  let service: Service;
  before(async () => (service = await startScripted({ acceptedKeys: ['sk-test'] })));
  after(() => service.close());

  it('selects the subprotocol realtime and shows the whole session', async () => {
    const client = await service.open();
    assert.equal(client.socket.protocol, 'realtime');
    const { session } = client.events[0]!;
    assert.match(session.id, /^sess_/);
    assert.ok(Math.abs(session.expires_at - (Date.now() / 1000 + 3600)) < 3);
    assert.deepEqual(session.audio.input, {
      format: { type: 'audio/pcm', rate: 24000 },
      transcription: null,
      noise_reduction: null,
      turn_detection: {
        type: 'server_vad',
        threshold: 0.5,
        prefix_padding_ms: 300,
        silence_duration_ms: 200,
        idle_timeout_ms: null,
        create_response: true,
        interrupt_response: true,
      },
    });
    assert.deepEqual(session.audio.output, {
      format: { type: 'audio/pcm', rate: 24000 },
      voice: 'alloy',
      speed: 1,
    });
    assert.deepEqual([session.tracing, session.prompt, session.include], [null, null, null]);
  });

  it('takes the key from a subprotocol, as browsers send it', async () => {
    const { value } = await (await service.mint({})).json();
    const client = await service.open({ key: value, browser: true });
    assert.equal(client.socket.protocol, 'realtime');
  });

  it('selects no subprotocol when realtime was not offered', async () => {
    const socket = new WebSocket(service.socketUrl(), { headers: { authorization: 'Bearer sk-test' } });
    await new Promise((resolve) => socket.once('message', resolve));
    assert.equal(socket.protocol, '');
    socket.close();
  });

  const refusals: [string, string, ConnectOptions, number, string][] = [
    ['a wrong key', 'model=gpt-realtime', { key: 'sk-wrong' }, 3000, 'invalid_request_error.invalid_api_key'],
    [
      'a wrong ephemeral key',
      'model=gpt-realtime',
      { key: 'ek_x', browser: true },
      3000,
      'invalid_request_error.invalid_api_key',
    ],
    ['no key', 'model=gpt-realtime', { key: null }, 3000, 'invalid_request_error'],
    ['no model', '', {}, 4000, 'invalid_request_error.missing_model'],
    ['an unknown model', 'model=gpt-5', {}, 4000, 'invalid_request_error.invalid_model'],
    ['an unknown intent', 'intent=fun', {}, 4000, 'invalid_request_error.invalid_value'],
    [
      'the header of the beta',
      'model=gpt-realtime',
      { headers: { 'OpenAI-Beta': 'realtime=v1' } },
      4000,
      'invalid_request_error.beta_api_shape_disabled',
    ],
  ];
  for (const [name, query, options, code, reason] of refusals) {
    it(`accepts the upgrade with ${name}, says what is wrong, and closes with ${code}`, async () => {
      const client = new TestClient(service.socketUrl(query), options);
      const { error } = await client.next('error');
      assert.deepEqual(await client.closed, { code, reason });
      assert.equal([error.type, error.code].filter(Boolean).join('.'), reason);
      assert.equal(client.events.length, 1);
    });
  }

  it('opens a transcription session, which answers nothing', async () => {
    const client = await service.open({ query: 'intent=transcription' });
    const { session } = client.events[0]!;
    assert.equal(session.type, 'transcription');
    assert.equal(session.object, 'realtime.transcription_session');
    const error = await client.refused({ type: 'response.create' });
    assert.equal(error.code, 'invalid_value');
    assert.doesNotMatch(error.message.replace(/^.*Supported/, ''), /response\./);
  });

  it('answers an ordinary request with 426', async () => {
    const response = await fetch(`${service.baseUrl}/realtime?model=gpt-realtime`);
    assert.equal(response.status, 426);
    assert.match((await response.json()).error.message, /WebSocket/);
  });

  it('frees everything of a session when its socket closes', async () => {
    const before = service.engine.openDetectors;
    const client = await service.open();
    assert.equal(service.engine.openDetectors, before + 1);
    service.brain.answer = [() => new Promise(() => {}), 'Never said.'];
    client.write('hello');
    client.send({ type: 'response.create' });
    await client.next('response.created');
    await waitUntil(() => service.brain.requests.length > 0);
    await client.close();
    await waitUntil(() => service.engine.openDetectors === before);
    assert.equal(service.brain.requests.at(-1)!.signal.aborted, true);
  });
});

it('says that the session has expired, and closes with 1001', async () => {
  const service = await startScripted({ maxSessionSeconds: 0.3 });
  try {
    const client = await service.open();
    assert.equal((await client.next('error')).error.code, 'session_expired');
    const { code, reason } = await client.closed;
    assert.equal(code, 1001);
    assert.match(reason, /maximum duration/);
  } finally {
    await service.close();
  }
});

it('serves under another prefix', async () => {
  const service = await startScripted({ prefix: '/voice/v1' });
  try {
    const client = await TestClient.open(service.socketUrl().replace('/v1', '/voice/v1'));
    await client.close();
  } finally {
    await service.close();
  }
});

async function waitUntil(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 3000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`Not within 3 s: ${String(condition)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
