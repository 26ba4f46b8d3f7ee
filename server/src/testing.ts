import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { request, type RequestOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { buildApp, type AppOptions } from './app.ts';
import { readConfig } from './config.ts';

export const KEY = 'sk-test-0123456789';
/** What a stand-in may say that no page and no log may hear. */
export const UPSTREAM_TEXT = 'internal details of the service';

/** What the stand-in service was asked. */
export interface SeenRequest {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingHttpHeaders;
  /** An object of JSON, anything else as text. */
  body: unknown;
}

/**
 * A real HTTP server in the place of the voice service, gone when the test ends.
 *
 * @param answer what it does with each request
 */
export async function standIn(
  t: TestContext,
  answer: (response: ServerResponse, request: IncomingMessage) => void,
): Promise<{ baseUrl: string; seen: SeenRequest[] }> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { method, url, headers } = request;
      const isJson = headers['content-type'] === 'application/json';
      seen.push({ method, url, headers, body: isJson ? JSON.parse(body) : body });
      answer(response, request);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, seen };
}

export interface Fixture {
  app: FastifyInstance;
  baseUrl: string;
  seen: SeenRequest[];
  /** Everything the server logged. */
  log: () => string;
}

/** The app with a stand-in as its service, closed when the test ends. */
export async function serverBefore(
  t: TestContext,
  answer: (response: ServerResponse, request: IncomingMessage) => void,
  env: Record<string, string> = {},
  options: AppOptions = {},
): Promise<Fixture> {
  const { baseUrl, seen } = await standIn(t, answer);
  const config = readConfig({ OPENAI_API_KEY: KEY, REALTIME_BASE_URL: baseUrl, ...env });
  const lines: string[] = [];
  const stream = { write: (line: string) => void lines.push(line) };
  const app = await buildApp(config, { logger: { level: 'trace', stream }, ...options });
  t.after(() => app.close());
  return { app, baseUrl, seen, log: () => lines.join('') };
}

/**
 * The body of an answer over https.
 *
 * @param options with `ca`, what to trust
 */
export async function askOverHttps(url: string, options: RequestOptions): Promise<string> {
  const sent = request(url, { agent: false, ...options }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return text(response);
}

/** What is answered when something fails. */
export interface ErrorBody {
  error: { code: string; message: string };
}

export function assertNothingLeaks(text: string): void {
  assert.ok(!text.includes(KEY), 'the key leaked');
  assert.ok(!text.includes(UPSTREAM_TEXT), "the service's text leaked");
}
