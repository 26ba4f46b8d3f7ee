import Fastify, { type FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import type { Brain } from '../src/brain/brain.ts';
import { localVoice, type LocalVoiceOptions } from '../src/index.ts';
import type { SpeechEngine } from '../src/speech/speech-engine.ts';
import { createScriptedEngine, type ScriptedEngine } from './scripted-engine.ts';
import { ScriptedBrain } from './scripted-brain.ts';
import { CallClient, type CallClientOptions } from './call-client.ts';
import { TestClient, type ConnectOptions } from './test-client.ts';

/** The service on a port of its own, with the clients that a test connected to it. */
export class Service<E extends SpeechEngine = ScriptedEngine, B extends Brain = ScriptedBrain> {
  readonly engine: E;
  readonly brain: B;
  readonly app: FastifyInstance;
  readonly #clients: (TestClient | CallClient)[] = [];

  constructor(app: FastifyInstance, engine: E, brain: B) {
    this.app = app;
    this.engine = engine;
    this.brain = brain;
  }

  /** `http://127.0.0.1:port/v1` */
  get baseUrl(): string {
    return `http://127.0.0.1:${(this.app.server.address() as AddressInfo).port}/v1`;
  }

  socketUrl(query = 'model=gpt-realtime-2.1'): string {
    return `${this.baseUrl.replace('http', 'ws')}/realtime?${query}`;
  }

  /** A session, opened. */
  async open(options?: ConnectOptions & { query?: string }): Promise<TestClient> {
    const client = await TestClient.open(this.socketUrl(options?.query), options);
    this.#clients.push(client);
    return client;
  }

  /** A session over WebRTC, opened. */
  async call(options?: CallClientOptions): Promise<CallClient> {
    const client = await CallClient.create(options);
    this.#clients.push(client);
    await client.open(this.baseUrl);
    return client;
  }

  async mint(body: unknown, key = 'sk-test'): Promise<Response> {
    return fetch(`${this.baseUrl}/realtime/client_secrets`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  /** @throws when a client received something invalid */
  async close(): Promise<void> {
    for (const client of this.#clients) await client.close();
    await this.app.close();
  }
}

/** The tests of a file may leave as many clients open until its end. */
const MAX_SESSIONS = 100;

/** Starts it with a fake engine and brain. */
export async function startScripted(options: Partial<LocalVoiceOptions> = {}): Promise<Service> {
  return start(createScriptedEngine(), new ScriptedBrain(), options);
}

export async function start<E extends SpeechEngine, B extends Brain>(
  engine: E,
  brain: B,
  options: Partial<LocalVoiceOptions> = {},
): Promise<Service<E, B>> {
  const app = Fastify();
  await app.register(localVoice, { engine, brain, maxSessions: MAX_SESSIONS, ...options });
  await app.listen({ host: '127.0.0.1', port: 0 });
  return new Service(app, engine, brain);
}
