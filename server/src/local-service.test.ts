import assert from 'node:assert/strict';
import { on, once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, test, type TestContext } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { WebSocket } from 'ws';
import { CallClient } from '../local/test/call-client.ts';
import { buildApp } from './app.ts';
import { readConfig } from './config.ts';
import { standIn } from './testing.ts';

interface Token {
  value: string;
  expires_at: number;
  base_url: string;
}

let app: FastifyInstance;
let port: number;

before(async () => {
  app = await buildApp(
    readConfig({
      REALTIME_VOICE: 'cedar',
      REALTIME_INSTRUCTIONS: 'You sell flowers.',
      ALLOWED_ORIGINS: 'https://voice.example',
      TOKEN_TTL_SECONDS: '60',
    }),
  );
  await app.listen({ port: 0, host: '127.0.0.1' });
  ({ port } = app.server.address() as AddressInfo);
});
after(() => app.close());

async function fetchToken(): Promise<Token> {
  const response = await fetch(`http://localhost:${port}/token`, { method: 'POST' });
  assert.equal(response.status, 200);
  return (await response.json()) as Token;
}

/** Opens a conversation as a browser does, and waits for its first event. */
async function connect(baseUrl: string, key: string): Promise<Record<string, unknown>> {
  const url = `${baseUrl.replace(/^http/, 'ws')}/realtime`;
  const socket = new WebSocket(url, ['realtime', `openai-insecure-api-key.${key}`]);
  try {
    const [data] = (await once(socket, 'message')) as [Buffer];
    return JSON.parse(data.toString()) as Record<string, unknown>;
  } finally {
    socket.terminate();
  }
}

test('without a key, the page gets a token of the local voice service on this very server', async () => {
  const token = await fetchToken();
  assert.deepEqual(Object.keys(token).sort(), ['base_url', 'expires_at', 'value']);
  assert.match(token.value, /^ek_/);
  assert.equal(token.base_url, `http://localhost:${port}/v1`);
  const lifetime = token.expires_at - Date.now() / 1000;
  assert.ok(lifetime > 50 && lifetime <= 60, `${lifetime} s`);
});

test('the token opens a conversation with the configured model and voice', async () => {
  const { value, base_url } = await fetchToken();
  const { type, session } = await connect(base_url, value);
  assert.equal(type, 'session.created');
  const { model, audio } = session as { model: string; audio: { output: { voice: string } } };
  assert.equal(model, 'gpt-realtime-2.1');
  assert.equal(audio.output.voice, 'cedar');
});

test('the instructions of the server hold for a token and for a call, also after a page sets something else', async (t) => {
  const update = {
    type: 'session.update',
    session: { type: 'realtime', audio: { input: { turn_detection: null } } },
  };
  const instructionsOf = ({ session }: Record<string, unknown>) =>
    (session as { instructions: string }).instructions;

  const client = await callThrough(t, `http://localhost:${port}`);
  assert.equal(instructionsOf(await client.next('session.created')), 'You sell flowers.');
  client.send(update);
  assert.equal(instructionsOf(await client.next('session.updated')), 'You sell flowers.');

  const { value, base_url } = await fetchToken();
  assert.equal(instructionsOf(await connect(base_url, value)), 'You sell flowers.');
});

test(
  'under a name that is not its own, neither HTTP nor WebSocket reaches the service',
  { timeout: 10_000 },
  async () => {
    const { value } = await fetchToken();
    const key = { authorization: `Bearer ${value}` };
    const address = `ws://127.0.0.1:${port}/v1/realtime?model=gpt-realtime-2.1`;
    const socket = new WebSocket(address, { headers: { ...key, host: 'evil.example' } });
    const [, refusal] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
    const ended = once(refusal.socket, 'close');
    assert.equal(refusal.statusCode, 403);
    assert.match(await text(refusal), /"code":"host_not_allowed"/);
    await ended;
    for (const path of ['client_secrets', 'calls', 'calls/rtc_1/hangup']) {
      const asked = request(`http://127.0.0.1:${port}/v1/realtime/${path}`, {
        method: 'POST',
        headers: { ...key, host: 'evil.example' },
      }).end();
      const [response] = (await once(asked, 'response')) as [IncomingMessage];
      assert.equal(response.statusCode, 403, path);
      assert.match(await text(response), /"code":"host_not_allowed"/);
    }
  },
);

/** Calls as a page does that has a `session-url`. */
async function callThrough(t: TestContext, address: string, query = ''): Promise<CallClient> {
  const client = await CallClient.create();
  t.after(() => client.close());
  const response = await fetch(`${address}/session${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/sdp' },
    body: await client.offer(),
  });
  assert.equal(response.status, 201);
  assert.match(String(response.headers.get('location')), /^\/v1\/realtime\/calls\/rtc_\w+$/);
  await client.accept(await response.text());
  return client;
}

test('a page that gives its offer to this server holds a call with the configured model and voice', async (t) => {
  const client = await callThrough(t, `http://localhost:${port}`);
  const { session } = await client.next('session.created');
  const { model, audio } = session as { model: string; audio: { output: { voice: string } } };
  assert.equal(model, 'gpt-realtime-2.1');
  assert.equal(audio.output.voice, 'cedar');
});

test(
  'what the page chooses reaches the session, and the call ends after MAX_CALL_SECONDS',
  { timeout: 10_000 },
  async (t) => {
    const config = readConfig({ CLIENT_MAY_SET: 'voice,instructions,turn_detection' });
    const server = await buildApp({ ...config, maxCallSeconds: 2 });
    t.after(() => server.close());
    const address = await server.listen({ port: 0, host: '127.0.0.1' });
    const query = '?voice=ash&instructions=Be+brief.&turn_detection=null';
    const client = await callThrough(t, address, query);
    const { session } = await client.next('session.created');
    const { instructions, audio } = session as {
      instructions: string;
      audio: { input: { turn_detection: null }; output: { voice: string } };
    };
    assert.equal(instructions, 'Be brief.');
    assert.equal(audio.output.voice, 'ash');
    assert.equal(audio.input.turn_detection, null);
    await client.closed;
  },
);

test('a guessed key opens nothing', async () => {
  const { type, error } = await connect(`http://localhost:${port}/v1`, 'sk-local-guess');
  assert.equal(type, 'error');
  assert.equal((error as { code: string }).code, 'invalid_api_key');
});

test('the address in the token is the one that the browser used, also through an https proxy', async () => {
  const headers = { host: 'voice.example', 'x-forwarded-proto': 'https' };
  const response = await app.inject({ method: 'POST', url: '/token', headers });
  assert.equal(response.json<Token>().base_url, 'https://voice.example/v1');
});

test('pages may connect to this server alone', async () => {
  const { headers } = await app.inject('/health');
  assert.match(String(headers['content-security-policy']), /connect-src 'self';/);
  const { service } = (await app.inject('/health')).json<{ service: string }>();
  assert.equal(service, 'local');
});

test('a chat model takes the place of the planner when one is set', async (t) => {
  const llm = await standIn(t, (response) => {
    response.setHeader('content-type', 'text/event-stream');
    const chunk = JSON.stringify({ choices: [{ delta: { content: 'Hello from the model.' } }] });
    response.end(`data: ${chunk}\n\ndata: [DONE]\n\n`);
  });
  const server = await buildApp(
    readConfig({ LOCAL_LLM_URL: llm.baseUrl, LOCAL_LLM_MODEL: 'tiny-chat', LOCAL_LLM_KEY: 'sk-llm' }),
  );
  t.after(() => server.close());
  const address = await server.listen({ port: 0, host: '127.0.0.1' });
  const { value } = (await server.inject({ method: 'POST', url: '/token' })).json<Token>();

  const socket = new WebSocket(`${address.replace(/^http/, 'ws')}/v1/realtime`, [
    'realtime',
    `openai-insecure-api-key.${value}`,
  ]);
  t.after(() => socket.terminate());
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'response.create', response: { output_modalities: ['text'] } }));
  for await (const [data] of on(socket, 'message', { signal: AbortSignal.timeout(5000) })) {
    const event = JSON.parse(String(data)) as { type: string; text?: string };
    if (event.type !== 'response.output_text.done') continue;
    assert.equal(event.text, 'Hello from the model.');
    break;
  }
  assert.equal(llm.seen[0]?.url, '/v1/chat/completions');
  assert.equal(llm.seen[0].headers.authorization, 'Bearer sk-llm');
  assert.equal((llm.seen[0].body as { model: string }).model, 'tiny-chat');
});
