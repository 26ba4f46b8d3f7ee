import assert from 'node:assert/strict';
import { once, EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { test, type TestContext } from 'node:test';
import Fastify, { type FastifyInstance } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildApp } from './app.ts';
import { CallLimit } from './call-limit.ts';
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
  assert.match(log(), /"callId":"rtc_1","attempt":1.*"upstreamStatus":500.*could not be hung up/);
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

test('a server that closes hangs up the calls that still have time, once', async (t) => {
  for (const hangupStatus of [200, 500]) {
    const { app, hangups } = await impatientServer(t, { hangupStatus });
    await call(app);
    await app.close();
    assert.equal(hangups().length, 1);
    await sleep(LONG_AFTER_MS);
    assert.equal(hangups().length, 1);
  }
});

const PAUSE_MS = 30;
const HOUR_MS = 3_600_000;

/** Answers the first hangup with the first of these, and so on. */
const statuses =
  (...list: (number | 'nothing')[]) =>
  (response: ServerResponse, attempt: number) => {
    const status = list[attempt - 1] ?? 200;
    if (status !== 'nothing') response.writeHead(status).end();
  };

/** A call whose time is over at once, and a service that is asked to end it. */
async function endedCall(
  t: TestContext,
  answer: (response: ServerResponse, attempt: number) => void,
  { timeoutMs = 5000, pauseMs = PAUSE_MS } = {},
) {
  const times: number[] = [];
  const { baseUrl } = await standIn(t, (response) => answer(response, times.push(performance.now())));
  const lines: string[] = [];
  const { log } = Fastify({ logger: { stream: { write: (line: string) => void lines.push(line) } } });
  const limit = new CallLimit({ baseUrl, apiKey: KEY, timeoutMs, fetch }, 0, log, pauseMs);
  t.after(() => limit.close());
  limit.watch('rtc_1');
  /** Waits until there are as many. */
  const until = async (count: number, list: unknown[] = times) => {
    for (const deadline = Date.now() + 5000; list.length < count; await sleep(5)) {
      assert.ok(Date.now() < deadline, `${list.length}, not ${count}`);
    }
  };
  return { limit, times, lines, until };
}

test('a hangup that fails is tried again after pauses that grow, until it is done', async (t) => {
  const { times, until } = await endedCall(t, statuses(500, 503, 200));
  await until(3);
  const [first = 0, second = 0, third = 0] = times;
  assert.ok(second - first >= PAUSE_MS - 1, `${second - first} ms`);
  assert.ok(third - second >= 2 * PAUSE_MS - 1, `${third - second} ms`);
  await sleep(LONG_AFTER_MS);
  assert.equal(times.length, 3);
});

test('a hangup that is not answered is tried again', async (t) => {
  const { until } = await endedCall(t, statuses('nothing', 200), { timeoutMs: 50 });
  await until(2);
});

test('a call that cannot be hung up is given up after five attempts', async (t) => {
  const { times, until } = await endedCall(t, statuses(500, 500, 500, 500, 500, 500));
  await until(5);
  await sleep(LONG_AFTER_MS);
  assert.equal(times.length, 5);
});

test('a call that is over is not tried again', async (t) => {
  const { times, until } = await endedCall(t, statuses(404));
  await until(1);
  await sleep(LONG_AFTER_MS);
  assert.equal(times.length, 1);
});

test('closing takes the place of the further attempts', async (t) => {
  const { limit, times, lines, until } = await endedCall(t, statuses(500, 500), { pauseMs: HOUR_MS });
  await until(1, lines);
  assert.equal(times.length, 1);
  await limit.close();
  assert.equal(times.length, 2);
});

test('an attempt that fails while the server closes is the last', async (t) => {
  let fail = () => {};
  const { limit, times, lines, until } = await endedCall(t, (response) => {
    fail = () => response.writeHead(500).end();
  });
  await until(1);
  await limit.close();
  fail();
  await until(1, lines);
  await sleep(LONG_AFTER_MS);
  assert.equal(times.length, 1);
});
