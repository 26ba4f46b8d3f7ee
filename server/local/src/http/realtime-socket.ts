import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import type { Brain } from '../brain/brain.ts';
import { ProtocolError } from '../realtime/protocol-error.ts';
import { RealtimeSession } from '../realtime/session.ts';
import type { SessionConfig } from '../realtime/session-config.ts';
import type { SpeechEngine } from '../speech/speech-engine.ts';
import type { Calls } from '../webrtc/calls.ts';
import { ApiError } from './api-error.ts';
import { bearer, type Credentials } from './credentials.ts';
import { keepAlive } from './keep-alive.ts';
import { newSession } from './new-session.ts';
import type { SessionSlots } from './session-slots.ts';
import { joinCall } from './sideband.ts';
import { attempt, Refusal, REFUSED_KEY, REFUSED_REQUEST, refuse } from './socket-refusal.ts';

/** The protocol that a client offers and the service selects; browsers insist on one. */
export const SUBPROTOCOL = 'realtime';
const KEY_SUBPROTOCOL = 'openai-insecure-api-key.';

export interface SocketOptions {
  engine: SpeechEngine;
  brain: Brain;
  credentials: Credentials;
  calls: Calls;
  slots: SessionSlots;
  maxSessionSeconds: number;
}

interface Query {
  model?: string;
  intent?: string;
  /** A call to take part in, instead of a session of its own. */
  call_id?: string;
}

/** `GET /realtime`: a session over a WebSocket. */
export function realtimeSocket(app: FastifyInstance, options: SocketOptions): void {
  app.route<{ Querystring: Query }>({
    method: 'GET',
    url: '/realtime',
    handler: async () => {
      throw new ApiError(
        426,
        new ProtocolError(null, 'This is a WebSocket endpoint: connect with wss:// or ws://.'),
      );
    },
    wsHandler: (socket, request) => serve(socket, request, options),
  });
}

function serve(
  socket: WebSocket,
  request: FastifyRequest<{ Querystring: Query }>,
  options: SocketOptions,
): void {
  const { call_id } = request.query;
  try {
    if (call_id === undefined) return startSession(socket, request, options);
    attempt(REFUSED_KEY, () => options.credentials.checkStandardKey(keyOf(request)));
    joinCall(socket, options.calls, call_id);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    refuse(socket, error);
  }
}

/** @throws Refusal for a client that gets no session */
function startSession(
  socket: WebSocket,
  request: FastifyRequest<{ Querystring: Query }>,
  options: SocketOptions,
): void {
  const config = admit(request, options);
  const { engine, brain, slots, maxSessionSeconds } = options;
  const leave = attempt(REFUSED_REQUEST, () => slots.take());
  socket.on('close', leave);
  const session = new RealtimeSession({
    config,
    engine,
    brain,
    maxSeconds: maxSessionSeconds,
    logError: (error) => request.log.error(error, 'realtime session'),
    ports: {
      send: (json) => socket.send(json),
      close: (code, reason) => socket.close(code, reason),
    },
  });
  socket.on('message', (data, isBinary) => {
    if (isBinary) session.receiveBinary();
    else session.receive((data as Buffer).toString());
  });
  socket.on('close', () => session.close());
  keepAlive(socket);
}

/** @throws Refusal for a client that gets no session */
function admit(request: FastifyRequest<{ Querystring: Query }>, options: SocketOptions): SessionConfig {
  const { headers, query } = request;
  if (headers['openai-beta']) {
    const message = 'The Realtime beta interface is no longer available. Leave out the OpenAI-Beta header.';
    throw new Refusal(REFUSED_REQUEST, new ProtocolError('beta_api_shape_disabled', message));
  }
  const secret = attempt(REFUSED_KEY, () => options.credentials.check(keyOf(request)));
  const type = query.intent ?? secret?.session?.type ?? 'realtime';
  const bound = secret?.session?.type === type ? secret.session : null;
  if (type !== 'realtime' && type !== 'transcription') {
    const message = `Invalid value: '${type}'. Supported values are: 'realtime' and 'transcription'.`;
    throw new Refusal(REFUSED_REQUEST, new ProtocolError('invalid_value', message, 'intent'));
  }
  return attempt(REFUSED_REQUEST, () =>
    newSession(bound ?? { type }, query.model, options.maxSessionSeconds),
  );
}

function keyOf({ headers }: FastifyRequest): string | undefined {
  const protocols = headers['sec-websocket-protocol']?.split(',').map((protocol) => protocol.trim());
  const protocol = protocols?.find((offered) => offered.startsWith(KEY_SUBPROTOCOL));
  return bearer(headers.authorization) ?? protocol?.slice(KEY_SUBPROTOCOL.length);
}
