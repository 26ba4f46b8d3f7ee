import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request, type IncomingMessage, type ServerResponse } from 'node:http';
import { hostname } from 'node:os';
import { json } from 'node:stream/consumers';
import { test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { serverBefore, type ErrorBody } from './testing.ts';

const answerSecret = (response: ServerResponse) =>
  response.end(JSON.stringify({ value: 'ek_1', expires_at: 1_900_000_000 }));

/** Asks over a socket, as whatever name; `fetch` would not let us. */
async function post(app: FastifyInstance, headers: Record<string, string>, path = '/token') {
  const { port } = new URL(app.listeningOrigin);
  const sent = request({ host: '127.0.0.1', port, path, method: 'POST', headers, agent: false }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const body = (await json(response)) as Partial<ErrorBody>;
  return { status: response.statusCode, headers: response.headers, error: body.error };
}

const MACHINE = hostname().toLowerCase();
const OWN = [
  '127.0.0.1:3000',
  '192.168.1.20:3000',
  '[fd00::2]:3000',
  'localhost:3000',
  'app.localhost:3000',
  MACHINE,
  `${MACHINE.split('.')[0]}.local:3000`,
  'kiosk.example:3000',
  'voice.example',
];
const FOREIGN = [
  'evil.example:3000',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  'evillocalhost',
  'evil.voice.example',
  'evil.local',
];

test('a page of this server is answered under an address or a name of this machine, and under no other', async (t) => {
  // It listens elsewhere; only the name counts here.
  const env = { HOST: 'kiosk.example', ALLOWED_ORIGINS: 'https://voice.example' };
  const { app, seen } = await serverBefore(t, answerSecret, env);
  await app.listen({ port: 0, host: '127.0.0.1' });
  for (const host of OWN) {
    assert.equal((await post(app, { host })).status, 200, host);
    assert.equal((await post(app, { host, origin: `http://${host}` })).status, 200, host);
  }
  assert.equal(seen.length, 2 * OWN.length);
  for (const path of ['/token', '/session']) {
    for (const host of FOREIGN) {
      const told = { host: 'localhost:3000', 'x-forwarded-host': host };
      const asked: Record<string, string>[] = [{ host }, { host, origin: `http://${host}` }, told];
      for (const headers of asked) {
        const { status, error } = await post(app, headers, path);
        assert.equal(status, 403, host);
        assert.equal(error?.code, 'host_not_allowed');
        assert.match(error.message, /ALLOWED_ORIGINS/);
      }
    }
  }
  assert.equal(seen.length, 2 * OWN.length);
});

test('a page that is not of this machine cannot say that it is', async (t) => {
  const { app, seen } = await serverBefore(t, answerSecret);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const rebound = {
    host: 'evil.example:3000',
    origin: 'http://evil.example:3000',
    'x-forwarded-host': 'localhost:3000',
  };
  const { status, error } = await post(app, rebound);
  assert.equal(status, 403);
  assert.equal(error?.code, 'origin_not_allowed');
  assert.equal(seen.length, 0);
});

test('a page of an allowed origin is answered whatever a proxy makes of the host', async (t) => {
  const { app } = await serverBefore(t, answerSecret, { ALLOWED_ORIGINS: 'https://voice.example' });
  await app.listen({ port: 0, host: '127.0.0.1' });
  assert.equal((await post(app, { host: 'app:3000', origin: 'https://voice.example' })).status, 200);
  assert.equal((await post(app, { host: 'app:3000' })).error?.code, 'host_not_allowed');
});

test('the addresses that a trusted proxy tells have limits of their own, those of others have not', async (t) => {
  const rateLimit = { max: 1, timeWindowMs: 60_000 };
  const asked = async (env: Record<string, string>) => {
    const { app } = await serverBefore(t, answerSecret, env, { rateLimit });
    await app.listen({ port: 0, host: '127.0.0.1' });
    const from = (address: string) => post(app, { 'x-forwarded-for': address });
    const answers = [await from('192.0.2.1'), await from('192.0.2.2'), await from('192.0.2.1')];
    return answers.map(({ status }) => status);
  };
  assert.deepEqual(await asked({}), [200, 200, 429]);
  assert.deepEqual(await asked({ TRUST_PROXY: '10.0.0.0/8,127.0.0.1' }), [200, 200, 429]);
  assert.deepEqual(await asked({ TRUST_PROXY: '10.0.0.5' }), [200, 429, 429]);
});
