import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { checkServerIdentity } from 'node:tls';
import { generate } from 'selfsigned';
import { WebSocket } from 'ws';
import { networkAddresses } from './addresses.ts';
import { buildApp } from './app.ts';
import { readCertificate, selfSigned } from './certificate.ts';
import { ConfigError, readConfig } from './config.ts';
import { askOverHttps } from './testing.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const NAMES = ['localhost', '127.0.0.1', '::1'];

async function folderFor(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'certificate-'));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

async function httpsServer(t: TestContext, env: Record<string, string>) {
  const tls = await selfSigned(undefined, join(await folderFor(t), 'https.pem'));
  const app = await buildApp(readConfig(env), { tls });
  t.after(() => app.close());
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  return { ca: tls.cert, address: `https://127.0.0.1:${port}`, port };
}

test('who trusts the certificate gets an answer under every name and address of the machine, and no other', async (t) => {
  const { ca, address } = await httpsServer(t, { OPENAI_API_KEY: 'sk-test' });
  const as = (name: string) =>
    askOverHttps(`${address}/health`, {
      ca,
      checkServerIdentity: (_, cert) => checkServerIdentity(name, cert),
    });
  for (const name of [...NAMES, ...networkAddresses(), hostname()]) {
    assert.match(await as(name), /"service":"openai"/, name);
  }
  for (const name of ['example.com', '192.0.2.77']) {
    await assert.rejects(as(name), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  }
  await assert.rejects(askOverHttps(`${address}/health`, {}), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
});

test('under https, the token names https, its page is of the same origin, and the conversation opens over wss', async (t) => {
  const { ca, address, port } = await httpsServer(t, {});
  const origin = `https://localhost:${port}`;
  const headers = { host: `localhost:${port}`, origin };
  const token = await askOverHttps(`${address}/token`, { ca, method: 'POST', headers });
  const { value, base_url } = JSON.parse(token) as { value: string; base_url: string };
  assert.equal(base_url, `${origin}/v1`);
  const socket = new WebSocket(
    `wss://127.0.0.1:${port}/v1/realtime`,
    ['realtime', `openai-insecure-api-key.${value}`],
    { ca },
  );
  t.after(() => socket.terminate());
  const first = await new Promise<string>((resolve, reject) => {
    socket.once('message', (data: Buffer) => resolve(data.toString())).once('error', reject);
  });
  assert.match(first, /"session.created"/);
});

test('the certificate is kept for its owner alone, and taken again', async (t) => {
  const folder = await folderFor(t);
  const file = join(folder, 'cache', 'https.pem');
  const first = await selfSigned(NAMES, file);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.deepEqual(await readdir(join(folder, 'cache')), ['https.pem']);
  const again = await selfSigned(NAMES, file);
  assert.equal(fingerprint(again.cert), fingerprint(first.cert));
});

test('a new one is made when the machine has a new address', async (t) => {
  const file = join(await folderFor(t), 'https.pem');
  const before = await selfSigned([...NAMES, '192.0.2.1'], file);
  const fewer = await selfSigned(NAMES, file);
  const after = await selfSigned([...NAMES, '192.0.2.9'], file);
  assert.equal(fingerprint(fewer.cert), fingerprint(before.cert));
  assert.notEqual(fingerprint(after.cert), fingerprint(before.cert));
  assert.equal(new X509Certificate(await readFile(file)).checkIP('192.0.2.9'), '192.0.2.9');
});

test('a new one is made when the kept one is about to expire, or is broken', async (t) => {
  const file = join(await folderFor(t), 'https.pem');
  const altNames = [{ type: 2 as const, value: 'localhost' }];
  const expiring = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + 7 * DAY_MS),
    extensions: [{ name: 'subjectAltName', altNames }],
  });
  for (const kept of [`${expiring.cert}\n${expiring.private}`, 'nonsense', '']) {
    await writeFile(file, kept);
    const { cert } = await selfSigned(['localhost'], file);
    const { validFrom, validTo } = new X509Certificate(cert);
    assert.ok(Date.parse(validTo) - Date.now() > 300 * DAY_MS);
    // What phones take.
    assert.ok(Date.parse(validTo) - Date.parse(validFrom) <= 825 * DAY_MS);
    assert.equal(fingerprint(await readFile(file)), fingerprint(cert));
  }
});

test('where nothing can be kept, there is a certificate all the same', async (t) => {
  const blocked = join(await folderFor(t), 'file');
  await writeFile(blocked, '');
  const { cert } = await selfSigned(NAMES, join(blocked, 'https.pem'));
  assert.equal(new X509Certificate(cert).checkHost('localhost'), 'localhost');
});

test('a certificate of your own is read from its files', async (t) => {
  const { cert, key, pems } = await ownFiles(t);
  assert.deepEqual(await readCertificate({ cert, key }), { cert: pems.cert, key: pems.private });
});

test('files that are no certificate and key are refused in one line that does not show them', async (t) => {
  const { cert, key, other, nonsense } = await ownFiles(t);
  const cases: [files: { cert: string; key: string }, says: RegExp][] = [
    [{ cert: '/missing/cert.pem', key }, /^The file of TLS_CERT cannot be read \(ENOENT\)\. .+\.$/],
    [{ cert, key: '/missing/key.pem' }, /^The file of TLS_KEY cannot be read \(ENOENT\)\. .+\.$/],
    [{ cert: tmpdir(), key }, /^The file of TLS_CERT cannot be read \(EISDIR\)\. .+\.$/],
    [{ cert: nonsense, key }, /^TLS_CERT is no certificate in PEM format\.$/],
    [{ cert: key, key }, /^TLS_CERT is no certificate in PEM format\.$/],
    [{ cert, key: cert }, /^TLS_KEY is no private key in PEM format without a passphrase\.$/],
    [{ cert, key: other }, /^TLS_KEY is not the key of the certificate in TLS_CERT\.$/],
  ];
  for (const [files, says] of cases) {
    await assert.rejects(readCertificate(files), (error: Error) => {
      assert.ok(error instanceof ConfigError);
      assert.match(error.message, says);
      return !error.message.includes('missing/');
    });
  }
});

async function ownFiles(t: TestContext) {
  const folder = await folderFor(t);
  const [pems, others] = await Promise.all([generate(undefined, EC), generate(undefined, EC)]);
  const write = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  return {
    pems,
    cert: await write('cert.pem', pems.cert),
    key: await write('key.pem', pems.private),
    other: await write('other.pem', others.private),
    nonsense: await write('nonsense.pem', 'nonsense'),
  };
}

const EC = { keyType: 'ec', algorithm: 'sha256' } as const;

function fingerprint(pem: string | Buffer): string {
  return new X509Certificate(pem).fingerprint256;
}
