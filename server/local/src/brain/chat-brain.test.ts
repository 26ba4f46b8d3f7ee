import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import type { BrainMessage } from './brain.ts';
import { ChatBrainError, createChatBrain, type ChatBrainOptions } from './chat-brain.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const servers: ReturnType<typeof createServer>[] = [];
after(() => servers.forEach((server) => server.close().closeAllConnections()));

/** A chat service of its own for each test; answers with its base URL. */
async function serve(handler: Handler): Promise<string> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => handler(request, response, body));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

const event = (data: unknown) => `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
const delta = (content: string | null) => event({ choices: [{ index: 0, delta: { content } }] });
const stream = (response: ServerResponse) =>
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });

const hello: BrainMessage[] = [{ role: 'user', text: 'Hello' }];

async function reply(
  options: Partial<ChatBrainOptions> & { url: string },
  messages = hello,
  signal = new AbortController().signal,
): Promise<string[]> {
  const brain = createChatBrain({ model: 'm', ...options });
  const pieces: string[] = [];
  for await (const piece of brain.reply({ messages, instructions: 'Be brief.', signal })) pieces.push(piece);
  return pieces;
}

const failing = async (run: Promise<unknown>): Promise<string> => {
  const error = await run.then(
    () => assert.fail('it should have failed'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ChatBrainError);
  return error.message;
};

test('the reply comes piece by piece, as the service streams it', async () => {
  let finish = () => {};
  const url = await serve((_, response) => {
    stream(response).write(
      event({ choices: [{ delta: { role: 'assistant', content: '' } }] }) + delta('Good '),
    );
    finish = () => response.end(delta(null) + delta('evening.') + event({ choices: [] }) + event('[DONE]'));
  });
  const request = { messages: hello, instructions: '', signal: new AbortController().signal };
  const pieces = createChatBrain({ url, model: 'm' }).reply(request)[Symbol.asyncIterator]();
  assert.deepEqual(await pieces.next(), { done: false, value: 'Good ' });
  finish();
  assert.deepEqual(await pieces.next(), { done: false, value: 'evening.' });
  assert.deepEqual(await pieces.next(), { done: true, value: undefined });
});

test('words are whole even where the network cuts a character or an event in two', async () => {
  const bytes = Buffer.from(delta('Glühwein ☃') + event('[DONE]'));
  const url = await serve((_, response) => {
    stream(response);
    let at = 0;
    const next = () => {
      if (at >= bytes.length) return response.end();
      response.write(bytes.subarray(at, (at += 7)), () => setImmediate(next));
    };
    next();
  });
  assert.equal((await reply({ url })).join(''), 'Glühwein ☃');
});

test('it sends the instructions as system prompt, the conversation without empty turns, model and key', async () => {
  let seen: { path?: string; authorization?: string; body?: unknown } = {};
  const url = await serve(({ url: path, headers: { authorization } }, response, body) => {
    seen = { path, authorization, body: JSON.parse(body) };
    stream(response).end(delta('Yes.') + event('[DONE]'));
  });
  await reply({ url: `${url}/`, model: 'tiny', apiKey: 'secret' }, [
    { role: 'user', text: 'Hello' },
    { role: 'assistant', text: 'Hello.' },
    { role: 'user', text: ' ' },
    { role: 'user', text: 'Twelve guests' },
  ]);
  assert.deepEqual(seen, {
    path: '/v1/chat/completions',
    authorization: 'Bearer secret',
    body: {
      model: 'tiny',
      stream: true,
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hello' },
        { role: 'assistant', content: 'Hello.' },
        { role: 'user', content: 'Twelve guests' },
      ],
    },
  });
});

test('pictures go to the model beside the words, or without any', async () => {
  let sent: { messages: unknown[] } | undefined;
  const url = await serve((_, response, body) => {
    sent = JSON.parse(body);
    stream(response).end(delta('A tree.'));
  });
  const pictures = [{ url: 'data:image/png;base64,AAAA', detail: 'low' as const }];
  await reply({ url }, [
    { role: 'user', text: 'What is this?', pictures },
    { role: 'assistant', text: 'A bell.' },
    { role: 'user', text: '', pictures },
  ]);
  const part = { type: 'image_url', image_url: pictures[0] };
  assert.deepEqual(sent?.messages.slice(1), [
    { role: 'user', content: [{ type: 'text', text: 'What is this?' }, part] },
    { role: 'assistant', content: 'A bell.' },
    { role: 'user', content: [part] },
  ]);
});

test('a refusal with pictures in the conversation asks whether the model can see', async () => {
  const url = await serve((_, response) => response.writeHead(400).end());
  const pictures = [{ url: 'data:image/png;base64,AAAA', detail: 'auto' as const }];
  const message = await failing(reply({ url }, [{ role: 'user', text: '', pictures }]));
  assert.match(message, /status 400: there are pictures.*"m" can see/);
});

test('without a key no authorization is sent, and a stream may end without [DONE]', async () => {
  let authorization: string | undefined = 'none seen';
  const url = await serve((request, response) => {
    authorization = request.headers.authorization;
    stream(response).end(delta('Fine.'));
  });
  assert.deepEqual(await reply({ url }), ['Fine.']);
  assert.equal(authorization, undefined);
});

test('an abort ends the reply quietly and the request with it', async () => {
  let closed = () => {};
  const gone = new Promise<void>((resolve) => (closed = resolve));
  const url = await serve((_, response) => {
    response.on('close', closed);
    stream(response).write(delta('On and on'));
  });
  const controller = new AbortController();
  const pieces: string[] = [];
  const request = { messages: hello, instructions: '', signal: controller.signal };
  for await (const piece of createChatBrain({ url, model: 'm' }).reply(request)) {
    pieces.push(piece);
    controller.abort();
  }
  assert.deepEqual(pieces, ['On and on']);
  await gone;
});

test('a reader that leaves the reply ends the request', async () => {
  let closed = () => {};
  const gone = new Promise<void>((resolve) => (closed = resolve));
  const url = await serve((_, response) => {
    response.on('close', closed);
    stream(response).write(delta('On and on'));
  });
  const request = { messages: hello, instructions: '', signal: new AbortController().signal };
  for await (const _ of createChatBrain({ url, model: 'm' }).reply(request)) break;
  await gone;
});

test('nothing is requested when the signal is aborted already', async () => {
  let requests = 0;
  const url = await serve((_, response) => void (requests++, response.end()));
  assert.deepEqual(await reply({ url }, hello, AbortSignal.abort()), []);
  assert.equal(requests, 0);
});

test('a service that cannot be reached is named, its key is not', async () => {
  const url = await serve((_, response) => response.end());
  await new Promise((resolve) => servers.pop()!.close(resolve));
  const message = await failing(reply({ url, apiKey: 'secret' }));
  assert.match(message, /at http:\/\/127\.0\.0\.1:\d+ cannot be reached: check that it runs/);
  assert.doesNotMatch(message, /secret/);
});

test('a redirect is not followed: neither the conversation nor the key goes elsewhere', async () => {
  let redirected = 0;
  const elsewhere = await serve((_, response) => void (redirected++, stream(response).end(delta('Hi.'))));
  const url = await serve((_, response) => response.writeHead(307, { location: elsewhere }).end());
  const message = await failing(reply({ url, apiKey: 'secret' }));
  assert.match(message, /status 307: check its URL\.$/);
  assert.equal(redirected, 0);
});

const refusals: [status: number, advice: RegExp][] = [
  [400, /model "m"/],
  [401, /API key/],
  [404, /URL and that it has the model "m"/],
  [429, /busy/],
  [500, /see its log/],
];
for (const [status, advice] of refusals) {
  test(`status ${status} is told with advice and without the words of the service`, async () => {
    const url = await serve((_, response) =>
      response.writeHead(status).end('{"error":"the key secret is wrong"}'),
    );
    const message = await failing(reply({ url, apiKey: 'secret' }));
    assert.match(message, new RegExp(`status ${status}`));
    assert.match(message, advice);
    assert.doesNotMatch(message, /secret|wrong/);
  });
}

const brokenAnswers: [name: string, answer: (response: ServerResponse) => void, message: RegExp][] = [
  [
    'an answer in one piece',
    (response) => response.setHeader('content-type', 'application/json').end('{}'),
    /stream of events/,
  ],
  ['a web page', (response) => response.setHeader('content-type', 'text/html').end('<p>Hi'), /ends in \/v1/],
  ['events that are not JSON', (response) => stream(response).end(event('secret words')), /not JSON\.$/],
  [
    'an error in the stream',
    (response) => stream(response).end(event({ error: { message: 'secret' } })),
    /failed while/,
  ],
  [
    'a stream without words',
    (response) => stream(response).end(event('null') + event('[DONE]')),
    /without a word/,
  ],
  ['an empty stream', (response) => stream(response).end(), /without a word/],
  [
    'a stream that breaks off',
    (response) => void stream(response).write(delta('Well'), () => response.destroy()),
    /broke off in the middle/,
  ],
];
for (const [name, answer, expected] of brokenAnswers) {
  test(`${name} gives one clear error`, async () => {
    const url = await serve((_, response) => answer(response));
    const message = await failing(reply({ url }));
    assert.match(message, expected);
    assert.doesNotMatch(message, /secret/);
  });
}

test('a service that falls silent is given up', async () => {
  const url = await serve((_, response) => void stream(response).write(delta('Well')));
  assert.match(await failing(reply({ url, stallTimeoutMs: 100 })), /was silent for/);
});

for (const url of ['localhost', 'localhost:8080/v1', 'ftp://host/v1', 'http://user:secret@host/v1']) {
  test(`the URL ${url} is refused at once`, () => {
    assert.throws(
      () => createChatBrain({ url, model: 'm' }),
      (error) => {
        return error instanceof TypeError && !error.message.includes('secret');
      },
    );
  });
}
