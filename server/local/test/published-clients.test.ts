import { OpenAIRealtimeWebSocket } from '@openai/agents-realtime';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { after, before, describe, it } from 'node:test';
import OpenAI from 'openai';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';
import { userSpeech, wordErrorRate } from '../../../test/speech/speech-fixtures.ts';
import { validateClientEvent, validateServerEvent } from '../schema/schema.ts';
import { createPlanner, createSpeechEngine, type Brain, type SpeechEngine } from '../src/index.ts';
import { start, type Service } from './service.ts';
import type { AnyEvent } from './test-client.ts';

const MODEL = 'gpt-realtime-2.1';
const WORDS = 'Hello, I would like to plan a Christmas party for twenty people.';
/** 100 ms at 24 000 Hz, and how long it lasts. */
const CHUNK = 2400;
const CHUNK_MS = 100;
const TRANSCRIBED = 'conversation.item.input_audio_transcription.completed';

/**
 * Remembers what the service sent, and holds every event to the schema: in both directions, or, where
 * a client does not show what it sends, by the service's own check, which would answer with an error.
 */
class Log {
  readonly events: AnyEvent[] = [];
  #invalid: string[] = [];

  sent(event: AnyEvent): void {
    if (validateClientEvent(event)) this.#invalid.push(JSON.stringify([event, validateClientEvent(event)]));
  }

  received(event: AnyEvent): void {
    const finding = validateServerEvent(event);
    if (finding) this.#invalid.push(`${event.type} ${finding.instancePath} ${finding.message}`);
    this.events.push(event);
  }

  async until(type: string, count = 1): Promise<AnyEvent> {
    const deadline = Date.now() + 15_000;
    for (;;) {
      const found = this.events.filter((event) => event.type === type);
      if (found.length >= count) return found[count - 1]!;
      if (Date.now() > deadline)
        throw new Error(`No ${type}, but: ${this.events.map(({ type }) => type).join()}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  check(): void {
    assert.deepEqual(this.#invalid, []);
    assert.deepEqual(
      this.events.filter(({ type }) => type === 'error'),
      [],
    );
  }
}

/** As a microphone gives it. */
async function speak(sound: Int16Array, push: (chunk: Int16Array) => void): Promise<void> {
  const since = performance.now();
  for (let at = 0; at < sound.length; at += CHUNK) {
    push(sound.slice(at, at + CHUNK));
    const due = since + (at / CHUNK + 1) * CHUNK_MS;
    await new Promise((resolve) => setTimeout(resolve, due - performance.now()));
  }
}

function assertSpoken(log: Log): void {
  const transcript = log.events.find(({ type }) => type === TRANSCRIBED)!.transcript;
  assert.ok(wordErrorRate(WORDS, transcript) <= 0.15, transcript);
  const deltas = log.events.filter(({ type }) => type === TRANSCRIBED.replace('completed', 'delta'));
  assert.equal(deltas.map(({ delta }) => delta).join(''), transcript);
  const answer = log.events.findLast(
    ({ type }) => type === 'response.output_audio_transcript.done',
  )!.transcript;
  assert.match(answer, /twenty|20/i);
  const bytes = log.events
    .filter(({ type }) => type === 'response.output_audio.delta')
    .reduce((sum, { delta }) => sum + Buffer.from(delta, 'base64').length, 0);
  assert.ok(bytes / 48 > 1000, `${bytes / 48} ms of answer`);
}

describe('the published clients, with real speech and the real planner', () => {
  let engine: SpeechEngine;
  let service: Service<SpeechEngine, Brain>;
  let sound: Int16Array;
  before(async () => {
    engine = await createSpeechEngine();
    service = await start(engine, createPlanner());
    sound = await userSpeech(WORDS, { leadingSilenceMs: 300, trailingSilenceMs: 1500 });
  });
  after(async () => {
    await service.close();
    engine.close();
  });

  it('openai: mints a key, and holds a text turn and a spoken turn', async () => {
    const api = new OpenAI({ apiKey: 'sk-test', baseURL: service.baseUrl });
    const secret = await api.realtime.clientSecrets.create({
      expires_after: { anchor: 'created_at', seconds: 60 },
      session: { type: 'realtime', model: MODEL },
    });
    const log = new Log();
    const client = new OpenAIRealtimeWS(
      {
        model: MODEL,
        // The client insists on wss://; this service is on the same machine, without TLS.
        options: {
          createConnection: ({ host, port }: net.TcpNetConnectOpts) => net.connect({ host, port }),
        } as never,
      },
      new OpenAI({ apiKey: secret.value, baseURL: service.baseUrl }),
    );
    client.on('event', (event) => log.received(event));
    client.on('error', () => {});
    const send = (event: Parameters<typeof client.send>[0]) => {
      log.sent(event);
      client.send(event);
    };
    try {
      await log.until('session.created');
      send({
        type: 'session.update',
        session: {
          type: 'realtime',
          audio: {
            input: {
              transcription: { model: 'gpt-4o-mini-transcribe' },
              turn_detection: { type: 'server_vad', silence_duration_ms: 600 },
            },
          },
        },
      });
      send({
        type: 'conversation.item.create',
        item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Good morning!' }] },
      });
      send({ type: 'response.create', response: { output_modalities: ['text'] } });
      await log.until('response.done');
      assert.ok((await log.until('response.output_text.done')).text.length > 10);
      await speak(sound, (chunk) =>
        send({ type: 'input_audio_buffer.append', audio: Buffer.from(chunk.buffer).toString('base64') }),
      );
      await log.until('response.done', 2);
      assertSpoken(log);
      log.check();
    } finally {
      client.close();
      if (client.socket.readyState !== client.socket.CLOSED) await once(client.socket, 'close');
    }
  });

  it('@openai/agents-realtime: holds a text turn and a spoken turn', async () => {
    const secret = await (await service.mint({ session: { type: 'realtime', model: MODEL } })).json();
    const log = new Log();
    const client = new OpenAIRealtimeWebSocket({ url: service.socketUrl() });
    client.on('*', (event) => log.received(event as AnyEvent));
    client.on('error', () => {});
    let heardMs = 0;
    client.on('audio', ({ data }) => (heardMs += data.byteLength / 48));
    try {
      await client.connect({ apiKey: secret.value, model: MODEL });
      const { session } = await log.until('session.updated', 2);
      assert.equal(session.audio.input.turn_detection.type, 'semantic_vad');
      client.sendMessage('Good morning!', {});
      await log.until('response.done');
      await speak(sound, (chunk) => client.sendAudio(chunk.buffer as ArrayBuffer));
      await log.until('response.done', 2);
      await log.until('conversation.item.retrieved');
      assertSpoken(log);
      assert.ok(heardMs > 1000);
      log.check();
    } finally {
      client.close();
    }
  });
});
