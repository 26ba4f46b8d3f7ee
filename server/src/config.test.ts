import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError, readConfig } from './config.ts';

function messageFor(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.message;
  }
  return assert.fail(`${JSON.stringify(env)} was accepted`);
}

test('with nothing set, the local voice service answers on localhost:3000', () => {
  assert.deepEqual(readConfig({}), {
    port: 3000,
    host: '127.0.0.1',
    service: 'local',
    apiKey: undefined,
    baseUrl: 'https://api.openai.com/v1',
    model: 'gpt-realtime-2.1',
    voice: 'marin',
    instructions: undefined,
    allowedOrigins: [],
    trustProxy: ['loopback'],
    tokenTtlSeconds: 600,
    clientMaySet: [],
    maxCallSeconds: undefined,
    tls: undefined,
    localLlm: undefined,
  });
});

test('a key alone means OpenAI', () => {
  assert.equal(readConfig({ OPENAI_API_KEY: 'sk-test' }).service, 'openai');
});

test('another address means a compatible service, with a key or without', () => {
  const address = { REALTIME_BASE_URL: 'http://127.0.0.1:9000/v1/' };
  assert.equal(readConfig(address).service, 'compatible');
  assert.equal(readConfig(address).baseUrl, 'http://127.0.0.1:9000/v1');
  assert.equal(readConfig({ ...address, OPENAI_API_KEY: 'k' }).service, 'compatible');
});

test('an empty variable counts as not set, and blanks around a value do not matter', () => {
  const config = readConfig({ OPENAI_API_KEY: '', PORT: ' ', REALTIME_VOICE: ' cedar\n' });
  assert.equal(config.service, 'local');
  assert.equal(config.port, 3000);
  assert.equal(config.voice, 'cedar');
});

test('origins are read from a comma list and brought into the form that browsers send', () => {
  const { allowedOrigins } = readConfig({
    ALLOWED_ORIGINS: 'https://Example.com/, http://localhost:5173,,https://a.b:443',
  });
  assert.deepEqual(allowedOrigins, ['https://example.com', 'http://localhost:5173', 'https://a.b']);
});

test('a chat model needs its address and its name, and may have a key', () => {
  const url = { LOCAL_LLM_URL: 'http://localhost:11434/v1/' };
  assert.match(messageFor(url), /^LOCAL_LLM_MODEL must be /);
  assert.match(messageFor({ LOCAL_LLM_KEY: 'sk-llm' }), /^LOCAL_LLM_URL must be /);
  const model = { ...url, LOCAL_LLM_MODEL: 'llama3.2' };
  const settings = { url: 'http://localhost:11434/v1', model: 'llama3.2' };
  assert.deepEqual(readConfig(model).localLlm, { ...settings, apiKey: undefined });
  assert.deepEqual(readConfig({ ...model, LOCAL_LLM_KEY: 'sk-llm' }).localLlm, {
    ...settings,
    apiKey: 'sk-llm',
  });
});

test('a key is sent in clear text to this machine only', () => {
  const keys: [key: string, url: string][] = [
    ['OPENAI_API_KEY', 'REALTIME_BASE_URL'],
    ['LOCAL_LLM_KEY', 'LOCAL_LLM_URL'],
  ];
  for (const [key, url] of keys) {
    const read = (address: string) => ({ LOCAL_LLM_MODEL: 'm', [key]: 'sk-secret', [url]: address });
    for (const host of ['localhost', 'voice.localhost', '127.0.0.1', '127.1', '[::1]']) {
      assert.ok(readConfig(read(`http://${host}:8000/v1`)), host);
    }
    assert.ok(readConfig(read('https://voice.example/v1')));
    assert.ok(readConfig({ ...read('http://voice.example/v1'), [key]: '' }), 'without a key');
    for (const host of ['voice.example', '10.0.0.5', 'localhost.example', '127.0.0.1.example', '[fd00::1]']) {
      const message = messageFor(read(`HTTP://${host}/v1`));
      assert.match(
        message,
        new RegExp(`^${url} must be an https address, .* ${key} is sent to it\\.$`),
        host,
      );
      assert.ok(!message.includes('secret'));
    }
  }
});

test('proxies are read from a comma list of addresses, subnets and names for such', () => {
  const { trustProxy } = readConfig({ TRUST_PROXY: 'loopback, 10.0.0.5,,172.16.0.0/12,fd00::/8' });
  assert.deepEqual(trustProxy, ['loopback', '10.0.0.5', '172.16.0.0/12', 'fd00::/8']);
});

test('instructions may have several lines', () => {
  const text = 'You sell flowers.\nBe brief, and kind.';
  assert.equal(readConfig({ REALTIME_INSTRUCTIONS: text }).instructions, text);
});

test('what pages may choose is read from a comma list', () => {
  const { clientMaySet } = readConfig({ CLIENT_MAY_SET: 'turn_detection, voice,,voice' });
  assert.deepEqual(clientMaySet, ['voice', 'turn_detection']);
});

test('https takes a self-signed certificate, or one of your own, which is enough to ask for it', () => {
  const files = { TLS_CERT: 'cert.pem', TLS_KEY: 'key.pem' };
  assert.equal(readConfig({ HTTPS: '1' }).tls, 'self-signed');
  assert.equal(readConfig({ HTTPS: '0' }).tls, undefined);
  for (const env of [files, { ...files, HTTPS: '1' }]) {
    assert.deepEqual(readConfig(env).tls, { cert: 'cert.pem', key: 'key.pem' });
  }
});

test('a certificate needs its key, and a key its certificate', () => {
  assert.match(messageFor({ TLS_CERT: 'cert.pem' }), /^TLS_KEY must be /);
  assert.match(messageFor({ TLS_KEY: 'key.pem' }), /^TLS_CERT must be /);
});

const wrong: [name: string, value: string][] = [
  ['PORT', 'http'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '3000.5'],
  ['HOST', 'http://localhost'],
  ['TOKEN_TTL_SECONDS', '9'],
  ['TOKEN_TTL_SECONDS', '7201'],
  ['TOKEN_TTL_SECONDS', '10m'],
  ['REALTIME_BASE_URL', 'api.openai.com/v1'],
  ['REALTIME_BASE_URL', 'wss://api.openai.com/v1'],
  ['REALTIME_BASE_URL', 'https://user:secret@example.com/v1'],
  ['REALTIME_BASE_URL', 'https://example.com/v1?key=secret'],
  ['REALTIME_MODEL', 'gpt realtime'],
  ['REALTIME_VOICE', 'two words'],
  ['ALLOWED_ORIGINS', '*'],
  ['ALLOWED_ORIGINS', 'https://a.com,example.com'],
  ['ALLOWED_ORIGINS', 'https://a.com/page'],
  ['TRUST_PROXY', 'proxy.example'],
  ['TRUST_PROXY', 'loopback,10.0.0.0/33'],
  ['TRUST_PROXY', '0.0.0.0/0'],
  ['TRUST_PROXY', '10.0.0.0/8/8'],
  ['CLIENT_MAY_SET', 'voice,model'],
  ['CLIENT_MAY_SET', 'voice instructions'],
  ['MAX_CALL_SECONDS', '9'],
  ['MAX_CALL_SECONDS', '3601'],
  ['MAX_CALL_SECONDS', '60.5'],
  ['HTTPS', 'yes'],
  ['LOCAL_LLM_URL', 'localhost'],
  ['OPENAI_API_KEY', 'sk-secret with space'],
  ['LOCAL_LLM_KEY', 'sk-secret with space'],
];
for (const [name, value] of wrong) {
  test(`${name}=${value} is refused in one line that says what is allowed and not what was given`, () => {
    const message = messageFor({ LOCAL_LLM_URL: 'http://localhost/v1', LOCAL_LLM_MODEL: 'm', [name]: value });
    assert.match(message, new RegExp(`^${name} must be .+\\.$`));
    assert.ok(!message.includes('secret'));
  });
}

test('several wrong variables are named at once', () => {
  const message = messageFor({ PORT: 'x', TOKEN_TTL_SECONDS: 'y' });
  assert.deepEqual(
    message.split('\n').map((line) => line.split(' ')[0]),
    ['PORT', 'TOKEN_TTL_SECONDS'],
  );
});
