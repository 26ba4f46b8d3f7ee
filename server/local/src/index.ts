import cors from '@fastify/cors';
import websocket from '@fastify/websocket';
import type { FastifyInstance } from 'fastify';
import type { Brain } from './brain/brain.ts';
import { answerError } from './http/api-error.ts';
import { callRoutes } from './http/calls.ts';
import { clientSecrets } from './http/client-secrets.ts';
import { Credentials } from './http/credentials.ts';
import { realtimeSocket, SUBPROTOCOL } from './http/realtime-socket.ts';
import { SessionSlots } from './http/session-slots.ts';
import type { SpeechEngine } from './speech/speech-engine.ts';
import { Calls } from './webrtc/calls.ts';

const MIB = 1024 * 1024;
/** An `input_audio_buffer.append` may hold 15 MiB of audio. */
const MAX_MESSAGE_BYTES = 16 * MIB;
const HOUR = 60 * 60;
const MAX_SESSIONS = 16;

export interface LocalVoiceOptions {
  engine: SpeechEngine;
  brain: Brain;
  /** Where the routes begin; `/v1` by default. */
  prefix?: string;
  /** The only standard keys accepted; by default whatever looks like one (`sk-…`). */
  acceptedKeys?: readonly string[];
  /** How long a session may last, s; an hour by default. */
  maxSessionSeconds?: number;
  /** How many sessions there may be at once, over WebSocket and WebRTC together; 16 by default. */
  maxSessions?: number;
}

/**
 * A Fastify plugin: the local voice service, which speaks OpenAI's Realtime protocol.
 * - `POST {prefix}/realtime/client_secrets`
 * - `POST {prefix}/realtime/calls` and `POST {prefix}/realtime/calls/{id}/hangup`: WebRTC
 * - WebSocket `{prefix}/realtime?model=…`, or `?call_id=…` to take part in such a call
 *
 * It answers all WebSocket upgrades of the server that it is registered with. The engine and the
 * brain stay the caller's: closing the server does not close them.
 */
export async function localVoice(app: FastifyInstance, options: LocalVoiceOptions): Promise<void> {
  // Fastify applies a `prefix` that was given itself.
  await app.register(routes, { ...options, prefix: options.prefix === undefined ? '/v1' : '' });
}

async function routes(app: FastifyInstance, options: LocalVoiceOptions): Promise<void> {
  const { engine, brain, acceptedKeys, maxSessionSeconds = HOUR, maxSessions = MAX_SESSIONS } = options;
  const credentials = new Credentials(acceptedKeys);
  app.setErrorHandler(answerError);
  await app.register(cors, { origin: '*', methods: ['GET', 'POST'], exposedHeaders: ['Location'] });
  await app.register(websocket, {
    options: {
      maxPayload: MAX_MESSAGE_BYTES,
      handleProtocols: (offered: Set<string>) => offered.has(SUBPROTOCOL) && SUBPROTOCOL,
    },
  });
  const slots = new SessionSlots(maxSessions);
  const shared = { engine, brain, credentials, calls: new Calls(), slots, maxSessionSeconds };
  clientSecrets(app, credentials);
  realtimeSocket(app, shared);
  await callRoutes(app, shared);
}

export { createChatBrain } from './brain/chat-brain.ts';
export { createPlanner } from './brain/planner.ts';
export type { Brain, BrainMessage, BrainRequest, Picture } from './brain/brain.ts';
export { createSpeechEngine } from './speech/sherpa-speech-engine.ts';
export type { SpeechEngine } from './speech/speech-engine.ts';
