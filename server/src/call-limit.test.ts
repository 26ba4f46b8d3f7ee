import assert from 'node:assert/strict';
import { once, EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { test, type TestContext } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildApp } from './app.ts';
import { readConfig } from './config.ts';
import { assertNothingLeaks, KEY, standIn, UPSTREAM_TEXT, type SeenRequest } from './testing.ts';

const OFFER = 'v=0\r\n';
const MAX_CALL_SECONDS = 0.1;
const LONG_AFTER_MS = 300;

interface Service {
  app: FastifyInstance;
  /** The hangups that the service saw. */
  hangups: () => SeenRequest[];
  /** Resolves when the service has seen one. */
  hungUp: Promise<unknown>;
  log: () => string;
}

/** A server whose calls may last a tenth of a second. */
async function impatientServer(
  t: TestContext,
  { hangupStatus = 200, location = '/v1/realtime/calls/rtc_1' } = {},
): Promise<Service> {
  const events = new EventEmitter();
  const answer = (response: ServerResponse, { url }: IncomingMessage): void => {
    if (!url?.endsWith('/hangup')) return void response.writeHead(201, { location }).end(OFFER);
    response.writeHead(hangupStatus).end(UPSTREAM_TEXT);
    events.emit('hangup');
  };
  const { baseUrl, seen } = await standIn(t, answer);
  const lines: string[] = [];
  const stream = { write: (line: string) => void lines.push(line) };
  const config = readConfig({ OPENAI_API_KEY: KEY, REALTIME_BASE_URL: baseUrl });
  const app = await buildApp({ ...config, maxCallSeconds: MAX_CALL_SECONDS }, { logger: { stream } });
  t.after(() => app.close());
  return {
    app,
    hangups: () => seen.filter(({ url }) => url?.endsWith('/hangup')),
    hungUp: once(events, 'hangup'),
    log: () => lines.join(''),
  };
}

const call = (app: FastifyInstance) =>
  app.inject({
    method: 'POST',
    url: '/session',
    headers: { 'content-type': 'application/sdp' },
    payload: OFFER,
  });

test('a call is hung up with the key of the server when its time is over, and not before', async (t) => {
  const { app, hangups, hungUp } = await impatientServer(t);
  const began = performance.now();
  await call(app);
  assert.equal(hangups().length, 0);
  await hungUp;
  assert.ok(performance.now() - began >= MAX_CALL_SECONDS * 1000);
  await sleep(LONG_AFTER_MS);
  const [request, ...more] = hangups();
  assert.equal(more.length, 0);
  assert.equal(request?.method, 'POST');
  assert.equal(request.url, '/v1/realtime/calls/rtc_1/hangup');
  assert.equal(request.headers.authorization, `Bearer ${KEY}`);
});

test('a hangup that fails is logged without the text of the service, and the server goes on', async (t) => {
  const { app, hungUp, log } = await impatientServer(t, { hangupStatus: 500 });
  await call(app);
  await hungUp;
  await sleep(LONG_AFTER_MS);
  assert.match(log(), /"callId":"rtc_1".*"upstreamStatus":500.*could not be hung up/);
  assertNothingLeaks(log());
  assert.equal((await call(app)).statusCode, 201);
});

test('a call that has ended by itself is no failure', async (t) => {
  const { app, hungUp, log } = await impatientServer(t, { hangupStatus: 404 });
  await call(app);
  await hungUp;
  await sleep(LONG_AFTER_MS);
  assert.ok(!log().includes('hung up'));
});

test('a call whose address the service does not say is told in the log', async (t) => {
  const { app, log } = await impatientServer(t, { location: '' });
  assert.equal((await call(app)).statusCode, 201);
  assert.match(log(), /no Location/);
});

test('a closed server hangs nothing up any more', async (t) => {
  const { app, hangups } = await impatientServer(t);
  await call(app);
  await app.close();
  await sleep(LONG_AFTER_MS);
  assert.equal(hangups().length, 0);
});
