import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import { REALTIME_MODELS } from '../../schema/schema.ts';
import type { Brain } from '../brain/brain.ts';
import { createId } from '../realtime/ids.ts';
import { ProtocolError } from '../realtime/protocol-error.ts';
import { RealtimeSession } from '../realtime/session.ts';
import { createConfig, type SessionConfig, type SessionRequest } from '../realtime/session-config.ts';
import type { SpeechEngine } from '../speech/speech-engine.ts';
import { ApiError } from './api-error.ts';
import { bearer, type Credentials } from './credentials.ts';

/** The protocol that a client offers and the service selects; browsers insist on one. */
export const SUBPROTOCOL = 'realtime';
const KEY_SUBPROTOCOL = 'openai-insecure-api-key.';

/** WebSocket close codes of the service for a refused key, and for a refused request. */
const REFUSED_KEY = 3000;
const REFUSED_REQUEST = 4000;

const PING_INTERVAL_MS = 20_000;

export interface SocketOptions {
  engine: SpeechEngine;
  brain: Brain;
  credentials: Credentials;
  maxSessionSeconds: number;
}

interface Query {
  model?: string;
  intent?: string;
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
  let config: SessionConfig;
  try {
    config = admit(request, options);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refuse(socket, error);
  }
  const { engine, brain, maxSessionSeconds } = options;
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
    else session.receive(data.toString());
  });
  const heartbeat = keepAlive(socket);
  socket.on('close', () => {
    clearInterval(heartbeat);
    session.close();
  });
}

/** A peer that is gone without a word answers no ping. */
function keepAlive(socket: WebSocket): NodeJS.Timeout {
  let alive = true;
  socket.on('pong', () => (alive = true));
  return setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, PING_INTERVAL_MS);
}

class Refusal extends Error {
  readonly closeCode: number;
  readonly error: ProtocolError;

  constructor(closeCode: number, error: ProtocolError) {
    super(error.message);
    this.closeCode = closeCode;
    this.error = error;
  }
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
  const expiresAt = Math.floor(Date.now() / 1000) + options.maxSessionSeconds;
  if (type !== 'realtime' && type !== 'transcription') {
    const message = `Invalid value: '${type}'. Supported values are: 'realtime' and 'transcription'.`;
    throw new Refusal(REFUSED_REQUEST, new ProtocolError('invalid_value', message, 'intent'));
  }
  const session = bound ?? ({ type } as SessionRequest);
  const wanted =
    session.type === 'realtime' ? { ...session, model: checkModel(query.model ?? session.model) } : session;
  return attempt(REFUSED_REQUEST, () => createConfig(wanted, createId('sess'), expiresAt));
}

function checkModel(model: string | undefined): string {
  if (!model) {
    const error = new ProtocolError('missing_model', 'You must provide a model parameter.', 'model');
    throw new Refusal(REFUSED_REQUEST, error);
  }
  if (REALTIME_MODELS.includes(model)) return model;
  const error = new ProtocolError(
    'invalid_model',
    `Model '${model}' is not supported in realtime mode.`,
    'model',
  );
  throw new Refusal(REFUSED_REQUEST, error);
}

function keyOf({ headers }: FastifyRequest): string | undefined {
  const protocols = headers['sec-websocket-protocol']?.split(',').map((protocol) => protocol.trim());
  const protocol = protocols?.find((offered) => offered.startsWith(KEY_SUBPROTOCOL));
  return bearer(headers.authorization) ?? protocol?.slice(KEY_SUBPROTOCOL.length);
}

function attempt<T>(closeCode: number, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof ProtocolError ? new Refusal(closeCode, error) : error;
  }
}

/** A browser cannot read the answer to a refused upgrade, so the error comes after it. */
function refuse(socket: WebSocket, { closeCode, error }: Refusal): void {
  const { type, code } = error.body;
  socket.send(
    JSON.stringify({ type: 'error', event_id: createId('event'), error: { ...error.body, event_id: null } }),
  );
  socket.close(closeCode, [type, code].filter(Boolean).join('.'));
}
