import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { assertNothingLeaks, KEY, serverBefore, UPSTREAM_TEXT, type ErrorBody } from '../testing.ts';

const EXPIRES_AT = 1_900_000_000;

/** As the live service answers: more than a page may see. */
function answerSecret(response: ServerResponse): void {
  const session = { id: 'sess_1', instructions: 'not for the page' };
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ value: 'ek_1', expires_at: EXPIRES_AT, session }));
}

const postToken = (app: FastifyInstance, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url: '/token', headers });

test('a token is the secret, its end and the address of the service, and nothing else', async (t) => {
  const { app, baseUrl } = await serverBefore(t, answerSecret);
  const response = await postToken(app);
  assert.equal(response.statusCode, 200);
  assert.deepEqual(response.json(), { value: 'ek_1', expires_at: EXPIRES_AT, base_url: baseUrl });
  assert.equal(response.headers['cache-control'], 'no-store');
});

test('the secret is asked for with the key and bound to model, voice, instructions and lifetime', async (t) => {
  const { app, seen } = await serverBefore(t, answerSecret, {
    REALTIME_MODEL: 'gpt-realtime-mini',
    REALTIME_VOICE: 'cedar',
    REALTIME_INSTRUCTIONS: 'You sell flowers.',
    TOKEN_TTL_SECONDS: '60',
  });
  await postToken(app);
  const [request] = seen;
  assert.equal(request?.method, 'POST');
  assert.equal(request.url, '/v1/realtime/client_secrets');
  assert.equal(request.headers.authorization, `Bearer ${KEY}`);
  assert.equal(request.headers['openai-safety-identifier'], undefined);
  assert.deepEqual(request.body, {
    expires_after: { anchor: 'created_at', seconds: 60 },
    session: {
      type: 'realtime',
      model: 'gpt-realtime-mini',
      instructions: 'You sell flowers.',
      audio: { output: { voice: 'cedar' } },
    },
  });
});

test('a compatible service without a key is asked without one', async (t) => {
  const { app, seen } = await serverBefore(t, answerSecret, { OPENAI_API_KEY: '' });
  assert.equal((await postToken(app)).statusCode, 200);
  assert.equal(seen[0]?.headers.authorization, undefined);
});

test('the safety identifier of the app is passed on', async (t) => {
  const safetyIdentifier = async () => 'user-5f3a';
  const { app, seen } = await serverBefore(t, answerSecret, {}, { safetyIdentifier });
  await postToken(app);
  assert.equal(seen[0]?.headers['openai-safety-identifier'], 'user-5f3a');
});

const refusals: [status: number, code: string][] = [
  [400, 'upstream_refused'],
  [401, 'upstream_auth'],
  [403, 'upstream_auth'],
  [404, 'upstream_refused'],
  [429, 'upstream_quota'],
  [500, 'upstream_failed'],
  [503, 'upstream_failed'],
  [302, 'upstream_failed'],
];
for (const [status, code] of refusals) {
  test(`a ${status} of the service becomes a 502 ${code} that repeats neither its text nor the key`, async (t) => {
    const { app, log, seen } = await serverBefore(t, (response) => {
      response.writeHead(status, { location: '/elsewhere' });
      response.end(JSON.stringify({ error: { message: `${UPSTREAM_TEXT}: ${KEY}` } }));
    });
    const response = await postToken(app);
    assert.equal(response.statusCode, 502);
    assert.equal(response.json<ErrorBody>().error.code, code);
    assert.match(response.json<ErrorBody>().error.message, /^[A-Z].+\.$/);
    assert.equal(seen.length, 1);
    assert.ok(log().includes(`"upstreamStatus":${status}`));
    assertNothingLeaks(response.body + log());
  });
}

test('a refused key and a missing key are told apart', async (t) => {
  const refuse = (response: ServerResponse) => response.writeHead(401).end();
  const withKey = await serverBefore(t, refuse);
  const withoutKey = await serverBefore(t, refuse, { OPENAI_API_KEY: '' });
  assert.match((await postToken(withKey.app)).json<ErrorBody>().error.message, /API key was refused/);
  assert.match((await postToken(withoutKey.app)).json<ErrorBody>().error.message, /asks for an API key/);
});

const nonsense: [what: string, body: string][] = [
  ['a web page', `<!doctype html><title>${UPSTREAM_TEXT}</title>`],
  ['nothing', ''],
  ['half an object', '{"value": "ek_1", '],
  ['null', 'null'],
  ['a list', '[]'],
  ['a secret without its end', '{"value": "ek_1"}'],
  ['a secret that is a number', '{"value": 1, "expires_at": 1}'],
  ['an end that is text', '{"value": "ek_1", "expires_at": "soon"}'],
  ['the key itself', JSON.stringify({ value: KEY, expires_at: EXPIRES_AT })],
];
for (const [what, body] of nonsense) {
  test(`a service that answers 200 with ${what} becomes a 502 upstream_invalid`, async (t) => {
    const { app, log } = await serverBefore(t, (response) => response.end(body));
    const response = await postToken(app);
    assert.equal(response.statusCode, 502);
    assert.equal(response.json<ErrorBody>().error.code, 'upstream_invalid');
    assertNothingLeaks(response.body + log());
  });
}

test('a service that never answers, or stops in the middle, is given up', async (t) => {
  const silent = await serverBefore(t, () => {}, {}, { upstreamTimeoutMs: 50 });
  const stuck = await serverBefore(
    t,
    (response) => response.write('{"value":'),
    {},
    { upstreamTimeoutMs: 50 },
  );
  for (const { app } of [silent, stuck]) {
    const response = await postToken(app);
    assert.equal(response.statusCode, 502);
    assert.equal(response.json<ErrorBody>().error.code, 'upstream_timeout');
  }
});

test('a service that hangs up or is not there is unreachable', async (t) => {
  const rude = await serverBefore(t, (response) => response.destroy());
  const absent = await serverBefore(t, answerSecret, { REALTIME_BASE_URL: 'http://127.0.0.1:2/v1' });
  for (const { app, log } of [rude, absent]) {
    const response = await postToken(app);
    assert.equal(response.statusCode, 502);
    assert.equal(response.json<ErrorBody>().error.code, 'upstream_unreachable');
    assert.match(log(), /"reason":"(ECONNREFUSED|UND_ERR_SOCKET)"/);
    assertNothingLeaks(response.body + log());
  }
});

test('a page of this server is answered, also through a proxy that speaks https', async (t) => {
  const { app } = await serverBefore(t, answerSecret, { ALLOWED_ORIGINS: 'https://voice.example' });
  const pages: Record<string, string>[] = [
    { host: 'localhost:3000', origin: 'http://localhost:3000' },
    { host: 'voice.example', origin: 'https://voice.example' },
    { host: '127.0.0.1:3000', 'x-forwarded-host': 'voice.example', origin: 'https://voice.example' },
  ];
  for (const headers of pages) assert.equal((await postToken(app, headers)).statusCode, 200);
});

test('a page of another site is refused before the service is asked', async (t) => {
  const { app, seen } = await serverBefore(t, answerSecret);
  for (const origin of ['https://evil.example', 'http://localhost:8080', 'null']) {
    const response = await postToken(app, { host: 'localhost:3000', origin });
    assert.equal(response.statusCode, 403);
    assert.equal(response.json<ErrorBody>().error.code, 'origin_not_allowed');
    assert.equal(response.headers['access-control-allow-origin'], undefined);
  }
  assert.equal(seen.length, 0);
});

test('a page of an allowed site may ask and may read the answer', async (t) => {
  const { app } = await serverBefore(t, answerSecret, { ALLOWED_ORIGINS: 'https://shop.example' });
  const origin = 'https://shop.example';
  const preflight = await app.inject({
    method: 'OPTIONS',
    url: '/token',
    headers: { origin, 'access-control-request-method': 'POST' },
  });
  assert.equal(preflight.statusCode, 204);
  for (const response of [preflight, await postToken(app, { origin })]) {
    assert.equal(response.headers['access-control-allow-origin'], origin);
    assert.match(String(response.headers.vary), /Origin/i);
  }
});

test('too many requests from one address are turned away with the time to wait', async (t) => {
  const rateLimit = { max: 2, timeWindowMs: 60_000 };
  const { app, seen } = await serverBefore(t, answerSecret, {}, { rateLimit });
  await postToken(app);
  await postToken(app);
  const response = await postToken(app);
  assert.equal(response.statusCode, 429);
  assert.equal(response.json<ErrorBody>().error.code, 'rate_limited');
  assert.ok(Number(response.headers['retry-after']) > 0);
  assert.equal(seen.length, 2);
});

test('a body is ignored, whatever it is, unless it is huge', async (t) => {
  const { app } = await serverBefore(t, answerSecret);
  const post = (type: string, payload: string) =>
    app.inject({ method: 'POST', url: '/token', headers: { 'content-type': type }, payload });
  assert.equal((await post('application/json', 'not json')).statusCode, 200);
  assert.equal((await post('application/x-www-form-urlencoded', 'a=b')).statusCode, 200);
  const huge = await post('text/plain', 'x'.repeat(17 * 1024));
  assert.equal(huge.statusCode, 413);
  assert.equal(huge.json<ErrorBody>().error.code, 'body_too_large');
});
