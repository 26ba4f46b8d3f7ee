import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import {
  assertNothingLeaks,
  KEY,
  serverBefore,
  UPSTREAM_TEXT,
  type ErrorBody,
  type SeenRequest,
} from '../testing.ts';

const OFFER = 'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n';
const ANSWER = OFFER.replace('o=- 1', 'o=- 9');
const LOCATION = '/v1/realtime/calls/rtc_1';
const ALL = { CLIENT_MAY_SET: 'voice,instructions,turn_detection' };

function answerCall(response: ServerResponse, location = LOCATION): void {
  response.writeHead(201, { 'content-type': 'application/sdp', location });
  response.end(ANSWER);
}
const answer = (response: ServerResponse) => answerCall(response);

interface Post {
  headers?: Record<string, string>;
  query?: Record<string, string | string[]>;
  offer?: string;
}

const postOffer = (app: FastifyInstance, { headers, query, offer = OFFER }: Post = {}) =>
  app.inject({
    method: 'POST',
    url: '/session',
    query,
    headers: { 'content-type': 'application/sdp', ...headers },
    payload: offer,
  });

interface Part {
  name: string;
  type: string;
  text: string;
}

/** The parts of the form that the service was sent. */
function partsOf({ body, headers }: SeenRequest): Part[] {
  const [, boundary = ''] =
    /^multipart\/form-data; boundary=(\S+)$/.exec(String(headers['content-type'])) ?? [];
  const parts = String(body).split(`--${boundary}`).slice(1, -1);
  return parts.map((part) => {
    const [, name, type, text] =
      /^\r\n.*; name="(\w+)"\r\ncontent-type: (\S+)\r\n\r\n(.*)\r\n$/is.exec(part) ?? assert.fail(part);
    return { name: name!, type: type!, text: text! };
  });
}

function partOf(request: SeenRequest | undefined, name: string): string {
  assert.ok(request, 'the service was not asked');
  return partsOf(request).find((part) => part.name === name)!.text;
}

const sessionIn = (request: SeenRequest | undefined) => JSON.parse(partOf(request, 'session')) as object;

test('an offer comes back as the answer of the service, with the path of the call', async (t) => {
  const { app } = await serverBefore(t, answer);
  const response = await postOffer(app);
  assert.equal(response.statusCode, 201);
  assert.equal(response.body, ANSWER);
  assert.match(String(response.headers['content-type']), /^application\/sdp/);
  assert.equal(response.headers.location, LOCATION);
  assert.equal(response.headers['cache-control'], 'no-store');
});

test('the service gets the offer and the session as a form, with the key of the server', async (t) => {
  const { app, seen } = await serverBefore(t, answer, {
    REALTIME_MODEL: 'gpt-realtime-mini',
    REALTIME_VOICE: 'cedar',
  });
  await postOffer(app, { headers: { 'content-type': 'application/sdp; charset=utf-8', cookie: 'a=b' } });
  const [request] = seen;
  assert.equal(request?.method, 'POST');
  assert.equal(request.url, '/v1/realtime/calls');
  assert.equal(request.headers.authorization, `Bearer ${KEY}`);
  assert.equal(request.headers.cookie, undefined);
  assert.equal(request.headers['openai-safety-identifier'], undefined);
  assert.deepEqual(
    partsOf(request).map(({ name, type }) => [name, type]),
    [
      ['sdp', 'application/sdp'],
      ['session', 'application/json'],
    ],
  );
  assert.equal(partOf(request, 'sdp'), OFFER);
  assert.deepEqual(sessionIn(request), {
    type: 'realtime',
    model: 'gpt-realtime-mini',
    audio: { output: { voice: 'cedar' } },
  });
});

test('the safety identifier of the app is passed on', async (t) => {
  const { app, seen } = await serverBefore(t, answer, {}, { safetyIdentifier: () => 'user-5f3a' });
  await postOffer(app);
  assert.equal(seen[0]?.headers['openai-safety-identifier'], 'user-5f3a');
});

test('of a whole address of the call, the page gets the path', async (t) => {
  const { app } = await serverBefore(t, (response) =>
    answerCall(response, `http://inside.example:8000${LOCATION}?secret=1`),
  );
  assert.equal((await postOffer(app)).headers.location, LOCATION);
});

for (const location of ['', '/elsewhere', 'http://']) {
  test(`a service that says “${location}” for the address of the call is answered without one`, async (t) => {
    const { app } = await serverBefore(t, (response) => answerCall(response, location));
    const response = await postOffer(app);
    assert.equal(response.statusCode, 201);
    assert.equal(response.headers.location, undefined);
  });
}

test('a page may choose voice, instructions and turn detection where the settings allow it', async (t) => {
  const { app, seen } = await serverBefore(t, answer, ALL);
  const turn_detection = { type: 'server_vad', silence_duration_ms: 700 };
  const query = {
    voice: 'cedar',
    instructions: 'Be “brief” & kind.',
    turn_detection: JSON.stringify(turn_detection),
  };
  assert.equal((await postOffer(app, { query })).statusCode, 201);
  const session = { type: 'realtime', model: 'gpt-realtime-2.1' };
  assert.deepEqual(sessionIn(seen[0]), {
    ...session,
    instructions: query.instructions,
    audio: { output: { voice: 'cedar' }, input: { turn_detection } },
  });
  await postOffer(app, { query: { instructions: '', turn_detection: 'null' } });
  assert.deepEqual(sessionIn(seen[1]), {
    ...session,
    instructions: '',
    audio: { output: { voice: 'marin' }, input: { turn_detection: null } },
  });
});

test('the instructions of the server hold unless the page may and does choose its own', async (t) => {
  const env = { ...ALL, REALTIME_INSTRUCTIONS: 'You sell flowers.' };
  const { app, seen } = await serverBefore(t, answer, env);
  await postOffer(app);
  await postOffer(app, { query: { instructions: 'You sell shoes.' } });
  await postOffer(app, { query: { instructions: '' } });
  const said = seen.map((request) => (sessionIn(request) as { instructions: string }).instructions);
  assert.deepEqual(said, ['You sell flowers.', 'You sell shoes.', '']);
});

const wishes: [query: Record<string, string>, allowed: string, named: string][] = [
  [{ voice: 'cedar' }, '', 'voice'],
  [{ instructions: '' }, '', 'instructions'],
  [{ turn_detection: 'null' }, 'voice,instructions', 'turn_detection'],
  [{ voice: 'cedar', instructions: 'x', turn_detection: '{' }, 'voice', 'instructions, turn_detection'],
];
for (const [query, allowed, named] of wishes) {
  test(`with CLIENT_MAY_SET=${allowed}, ${JSON.stringify(query)} is refused by naming ${named}`, async (t) => {
    const { app, seen } = await serverBefore(t, answer, { CLIENT_MAY_SET: allowed });
    const response = await postOffer(app, { query });
    assert.equal(response.statusCode, 403);
    const { code, message } = response.json<ErrorBody>().error;
    assert.equal(code, 'not_allowed');
    assert.match(message, new RegExp(`may not choose ${named} here.*CLIENT_MAY_SET`));
    assert.equal(seen.length, 0);
  });
}

test('what a page chooses badly is a 400 that names it', async (t) => {
  const { app, seen } = await serverBefore(t, answer, ALL);
  const bad: [name: string, value: string | string[]][] = [
    ['voice', ''],
    ['voice', 'two words'],
    ['voice', ['cedar', 'marin']],
    ['turn_detection', ''],
    ['turn_detection', '{'],
    ['turn_detection', '[]'],
    ['turn_detection', '"server_vad"'],
  ];
  for (const [name, value] of bad) {
    const response = await postOffer(app, { query: { [name]: value } });
    assert.equal(response.statusCode, 400, `${name}=${String(value)}`);
    const { code, message } = response.json<ErrorBody>().error;
    assert.equal(code, 'bad_request');
    assert.match(message, new RegExp(name));
  }
  assert.equal(seen.length, 0);
});

test('what is not SDP, or of another type, or huge, is refused before the service is asked', async (t) => {
  const { app, seen } = await serverBefore(t, answer);
  const big = OFFER + 'a='.padEnd(64 * 1024, 'x');
  const cases: [post: Post, status: number, code: string][] = [
    [{ offer: '' }, 400, 'not_sdp'],
    [{ offer: 'hello' }, 400, 'not_sdp'],
    [{ offer: JSON.stringify({ sdp: OFFER }) }, 400, 'not_sdp'],
    [{ headers: { 'content-type': 'application/json' } }, 415, 'unsupported_media_type'],
    [{ headers: { 'content-type': 'text/plain' }, offer: big }, 415, 'unsupported_media_type'],
    [{ headers: { 'content-type': 'multipart/form-data; boundary=x' } }, 415, 'unsupported_media_type'],
    [{ offer: big }, 413, 'body_too_large'],
  ];
  for (const [post, status, code] of cases) {
    const response = await postOffer(app, post);
    assert.equal(response.statusCode, status, code);
    assert.equal(response.json<ErrorBody>().error.code, code);
  }
  const withoutType = await app.inject({ method: 'POST', url: '/session' });
  assert.equal(withoutType.statusCode, 400);
  assert.equal(seen.length, 0);
});

test('an offer as long as a browser may write is taken', async (t) => {
  const { app, seen } = await serverBefore(t, answer);
  const offer = OFFER + 'a='.padEnd(64 * 1024 - OFFER.length, 'x');
  assert.equal((await postOffer(app, { offer })).statusCode, 201);
  assert.equal(partOf(seen[0], 'sdp'), offer);
});

const refusals: [status: number, code: string, says: RegExp][] = [
  [400, 'upstream_refused', /offer.*REALTIME_MODEL/],
  [401, 'upstream_auth', /API key was refused/],
  [404, 'upstream_refused', /REALTIME_BASE_URL/],
  [429, 'upstream_quota', /quota/],
  [500, 'upstream_failed', /Try again/],
];
for (const [status, code, says] of refusals) {
  test(`a ${status} of the service becomes a 502 ${code} that repeats neither its text nor the key`, async (t) => {
    const { app, log } = await serverBefore(t, (response) => {
      response.writeHead(status).end(JSON.stringify({ error: { message: `${UPSTREAM_TEXT}: ${KEY}` } }));
    });
    const response = await postOffer(app);
    assert.equal(response.statusCode, 502);
    assert.equal(response.json<ErrorBody>().error.code, code);
    assert.match(response.json<ErrorBody>().error.message, says);
    assert.ok(log().includes(`"upstreamStatus":${status}`));
    assertNothingLeaks(response.body + log());
  });
}

test('a service that answers with a web page or nothing becomes a 502 upstream_invalid', async (t) => {
  for (const body of [`<!doctype html><title>${UPSTREAM_TEXT}</title>`, '', '{"sdp":"v=0"}']) {
    const { app, log } = await serverBefore(t, (response) => response.end(body));
    const response = await postOffer(app);
    assert.equal(response.statusCode, 502);
    assert.equal(response.json<ErrorBody>().error.code, 'upstream_invalid');
    assertNothingLeaks(response.body + log());
  }
});

test('a service that does not answer in time is given up', async (t) => {
  const { app } = await serverBefore(t, () => {}, {}, { upstreamTimeoutMs: 50 });
  assert.equal((await postOffer(app)).json<ErrorBody>().error.code, 'upstream_timeout');
});

test('a page of another site is refused, one of an allowed site may read the address of the call', async (t) => {
  const { app, seen } = await serverBefore(t, answer, { ALLOWED_ORIGINS: 'https://shop.example' });
  const foreign = await postOffer(app, { headers: { origin: 'https://evil.example' } });
  assert.equal(foreign.statusCode, 403);
  assert.equal(foreign.json<ErrorBody>().error.code, 'origin_not_allowed');
  assert.equal(seen.length, 0);

  const origin = 'https://shop.example';
  const preflight = await app.inject({
    method: 'OPTIONS',
    url: '/session',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    },
  });
  assert.equal(preflight.statusCode, 204);
  assert.match(String(preflight.headers['access-control-allow-headers']), /content-type/);
  const response = await postOffer(app, { headers: { origin } });
  assert.equal(response.statusCode, 201);
  assert.equal(response.headers['access-control-allow-origin'], origin);
  assert.equal(response.headers['access-control-expose-headers'], 'Location');
});

test('too many calls from one address are turned away', async (t) => {
  const { app, seen } = await serverBefore(t, answer, {}, { rateLimit: { max: 1, timeWindowMs: 60_000 } });
  await postOffer(app);
  const response = await postOffer(app);
  assert.equal(response.statusCode, 429);
  assert.equal(response.json<ErrorBody>().error.code, 'rate_limited');
  assert.equal(seen.length, 1);
});

test('over a real connection, a huge body of another type gets its answer', async (t) => {
  const { app } = await serverBefore(t, answer);
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  const response = await fetch(`${address}/session`, { method: 'POST', body: 'x'.repeat(1024 * 1024) });
  assert.equal(response.status, 415);
  assert.match(await response.text(), /Send an SDP offer/);
});
