import assert from 'node:assert/strict';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createServer, isIPv4, type AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { networkAddresses } from './addresses.ts';
import { selfSigned } from './certificate.ts';
import { askOverHttps } from './testing.ts';

const KEY = 'sk-test-0123456789';
const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

interface Started {
  child: ChildProcessByStdio<null, Readable, Readable>;
  /** What it printed so far, stdout and stderr in one. */
  output: () => string;
  /** The exit code. */
  exit: Promise<number | null>;
}

/** Starts the server as its own process, with these settings only. */
function start(t: TestContext, settings: Record<string, string>): Started {
  const { PATH } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    env: { PATH, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exit = once(child, 'close').then(([code]) => code as number | null);
  return { child, output: () => output, exit };
}

async function untilPrinted({ child, output, exit }: Started, pattern: RegExp): Promise<RegExpExecArray> {
  for (;;) {
    const match = pattern.exec(output());
    if (match) return match;
    const ended = await Promise.race([exit.then(() => true), once(child.stdout, 'data').then(() => false)]);
    if (ended) assert.fail(`ended without printing ${pattern}:\n${output()}`);
  }
}

const addressPattern = (host: string, protocol: string) => new RegExp(`^${protocol}://${host}:\\d+$`, 'm');

test('it says whom it talks to and where to go, and ends cleanly when asked', async (t) => {
  const server = start(t, { PORT: '0', OPENAI_API_KEY: KEY });
  const [, address = ''] = await untilPrinted(server, /^(http:\/\/localhost:\d+)$/m);
  assert.match(server.output(), /^Talking to OpenAI \(gpt-realtime-2\.1\)\.$/m);
  const health = (await (await fetch(`${address}/health`)).json()) as { service: string };
  assert.equal(health.service, 'openai');
  server.child.kill('SIGTERM');
  assert.equal(await server.exit, 0);
  assert.ok(!server.output().includes(KEY));
});

test('with HTTPS=1 it prints an address for each network, localhost first, and answers over https at all of them', async (t) => {
  const server = start(t, { PORT: '0', HOST: '0.0.0.0', HTTPS: '1', OPENAI_API_KEY: KEY });
  await untilPrinted(
    server,
    addressPattern(networkAddresses().filter(isIPv4).at(-1) ?? 'localhost', 'https'),
  );
  const printed = server.output().match(/^https?:.+$/gm) ?? [];
  assert.match(printed[0] ?? '', addressPattern('localhost', 'https'));
  assert.equal(printed.length, 1 + networkAddresses().filter(isIPv4).length);
  assert.doesNotMatch(server.output(), /phone/);
  const { cert: ca } = await selfSigned();
  for (const address of printed) {
    assert.match(await askOverHttps(`${address}/health`, { ca, family: 4 }), /"status":"ok"/, address);
  }
});

test('open to the network without https, it says what a phone needs', async (t) => {
  const server = start(t, { PORT: '0', HOST: '0.0.0.0', OPENAI_API_KEY: KEY });
  await untilPrinted(server, addressPattern('localhost', 'http'));
  if (networkAddresses().length === 0) return t.skip('this machine is in no network');
  await untilPrinted(server, /^A phone needs https for its microphone: HTTPS=1 HOST=0\.0\.0\.0 npm start$/m);
});

test('a certificate that cannot be read stops the start with one line', async (t) => {
  const server = start(t, { OPENAI_API_KEY: KEY, TLS_CERT: '/missing.pem', TLS_KEY: '/missing.pem' });
  assert.equal(await server.exit, 1);
  assert.match(server.output(), /^The file of TLS_CERT cannot be read \(ENOENT\)\. .+\n$/);
});

test('a wrong setting stops the start with one line', async (t) => {
  const server = start(t, { OPENAI_API_KEY: KEY, TOKEN_TTL_SECONDS: 'forever' });
  assert.equal(await server.exit, 1);
  assert.equal(server.output(), 'TOKEN_TTL_SECONDS must be a whole number of seconds from 10 to 7200.\n');
});

test('a port in use stops the start with one line that says what to do', async (t) => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  t.after(() => other.close());
  const { port } = other.address() as AddressInfo;
  const server = start(t, { PORT: String(port), OPENAI_API_KEY: KEY });
  assert.equal(await server.exit, 1);
  assert.match(server.output(), new RegExp(`^Port ${port} is in use\\. .+\\n$`));
});

test('a host that is not this machine stops the start with one line', async (t) => {
  const server = start(t, { PORT: '0', HOST: '192.0.2.1', OPENAI_API_KEY: KEY });
  assert.equal(await server.exit, 1);
  assert.match(server.output(), /^HOST 192\.0\.2\.1 is no address of this machine\. .+\n$/);
});
