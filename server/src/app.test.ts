import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { buildApp } from './app.ts';
import { readConfig } from './config.ts';

async function serverWith(t: TestContext, env: Record<string, string>): Promise<FastifyInstance> {
  const root = await mkdtemp(join(tmpdir(), 'pages-'));
  const folders = { demo: join(root, 'demo'), kit: join(root, 'kit') };
  await mkdir(folders.demo);
  await mkdir(folders.kit);
  await writeFile(join(folders.demo, 'index.html'), '<h1>demo</h1>');
  await writeFile(join(folders.demo, 'page.html'), '<h1>page</h1>');
  await writeFile(join(folders.kit, 'kit.js'), 'export {};');
  await writeFile(join(root, 'secret.txt'), 'secret');
  const app = await buildApp(readConfig(env), { folders });
  t.after(async () => {
    await app.close();
    await rm(root, { recursive: true });
  });
  return app;
}

const OPENAI = { OPENAI_API_KEY: 'sk-test-0123456789' };
const COMPATIBLE = { REALTIME_BASE_URL: 'http://voice.example:8000/v1' };

test('health says whom the pages talk to', async (t) => {
  const openai = await (await serverWith(t, OPENAI)).inject('/health');
  assert.deepEqual(openai.json(), { status: 'ok', service: 'openai', model: 'gpt-realtime-2.1' });
  const compatible = await (await serverWith(t, { ...COMPATIBLE, REALTIME_MODEL: 'm' })).inject('/health');
  assert.deepEqual(compatible.json(), { status: 'ok', service: 'compatible', model: 'm' });
});

test('demo pages are served at the root and the kit under /kit/', async (t) => {
  const app = await serverWith(t, OPENAI);
  assert.equal((await app.inject('/')).body, '<h1>demo</h1>');
  assert.equal((await app.inject('/page.html')).body, '<h1>page</h1>');
  const script = await app.inject('/kit/kit.js');
  assert.equal(script.body, 'export {};');
  assert.match(String(script.headers['content-type']), /^(text|application)\/javascript/);
});

test('pages may load their own scripts only, and talk to this server and the service only', async (t) => {
  const cases = [
    { env: OPENAI, connect: "'self' https://api.openai.com wss://api.openai.com" },
    { env: COMPATIBLE, connect: "'self' http://voice.example:8000 ws://voice.example:8000" },
  ];
  for (const { env, connect } of cases) {
    const { headers } = await (await serverWith(t, env)).inject('/');
    const policy = String(headers['content-security-policy']).split('; ');
    assert.ok(policy.includes("default-src 'none'"));
    assert.ok(policy.includes("script-src 'self'"));
    assert.ok(policy.includes(`connect-src ${connect}`));
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['permissions-policy'], 'microphone=(self)');
    assert.ok(headers['referrer-policy']);
  }
});

test('what is not there is a 404 in the shape of all errors', async (t) => {
  const app = await serverWith(t, OPENAI);
  for (const url of ['/missing', '/kit/missing.js', '/%2e%2e/secret.txt', '/kit/..%2fsecret.txt']) {
    const response = await app.inject(url);
    assert.equal(response.statusCode, 404, url);
    assert.equal(response.json<{ error: { code: string } }>().error.code, 'not_found');
  }
  assert.equal((await app.inject({ method: 'POST', url: '/health' })).statusCode, 404);
});

test('closing does not wait for connections that browsers keep open', { timeout: 5000 }, async (t) => {
  const app = await serverWith(t, OPENAI);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const idle = connect(port, '127.0.0.1');
  await fetch(`http://127.0.0.1:${port}/health`);
  const closed = new Promise((resolve) => idle.once('close', resolve));
  await app.close();
  await closed;
});
