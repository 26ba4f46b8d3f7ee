import type { FastifyInstance, FastifyRequest } from 'fastify';
import multipart from '@fastify/multipart';
import type { Brain } from '../brain/brain.ts';
import { validateClientSecretRequest } from '../../schema/schema.ts';
import { ProtocolError, schemaError } from '../realtime/protocol-error.ts';
import { updateConfig, type SessionConfig, type SessionRequest } from '../realtime/session-config.ts';
import type { SpeechEngine } from '../speech/speech-engine.ts';
import type { Calls } from '../webrtc/calls.ts';
import { ApiError } from './api-error.ts';
import { bearer, type ClientSecret, type Credentials } from './credentials.ts';
import { newSession } from './new-session.ts';
import type { SessionSlots } from './session-slots.ts';
import { callNotFound } from './sideband.ts';

/** Ten times what a browser writes, bytes. */
const MAX_SDP_BYTES = 64 * 1024;
/** Instructions and tools may be long, bytes. */
const MAX_SESSION_BYTES = 1024 * 1024;
/** The offer and the session. */
const MAX_PARTS = 2;

const SDP = 'application/sdp';
/** How an IPv4 address looks at a server that listens for both. */
const IPV4_IN_IPV6 = /^::ffff:/;

export interface CallRoutesOptions {
  engine: SpeechEngine;
  brain: Brain;
  credentials: Credentials;
  calls: Calls;
  slots: SessionSlots;
  maxSessionSeconds: number;
}

interface Query {
  model?: string;
}

/** What a client asks for. */
interface Form {
  sdp: string;
  session?: SessionRequest;
}

/**
 * Sessions over WebRTC.
 * - `POST /realtime/calls`: an SDP offer, as it is or in a form with the settings of the session
 * - `POST /realtime/calls/{id}/hangup`
 */
export async function callRoutes(app: FastifyInstance, options: CallRoutesOptions): Promise<void> {
  const { credentials, calls, slots, maxSessionSeconds } = options;
  await app.register(multipart, {
    limits: { fileSize: MAX_SESSION_BYTES, files: MAX_PARTS, parts: MAX_PARTS },
  });
  app.addContentTypeParser(SDP, { parseAs: 'string', bodyLimit: MAX_SDP_BYTES }, (_request, body, done) =>
    done(null, body),
  );

  app.post<{ Querystring: Query }>('/realtime/calls', async (request, reply) => {
    const secret = authorise(request, credentials);
    const { sdp, session } = await readForm(request);
    const config = configOf(secret, session, request.query.model, maxSessionSeconds);
    const leave = takeSlot(slots);
    const opening = calls.open({
      offer: sdp,
      address: request.socket.localAddress?.replace(IPV4_IN_IPV6, ''),
      config,
      engine: options.engine,
      brain: options.brain,
      maxSeconds: maxSessionSeconds,
      logError: (error) => request.log.error(error, 'realtime call'),
    });
    void opening.then(({ ended }) => ended).then(leave, leave);
    const call = await opening;
    const location = `${request.routeOptions.url}/${call.id}`;
    return reply.status(201).header('location', location).type(SDP).send(call.answer);
  });

  app.post<{ Params: { id: string } }>('/realtime/calls/:id/hangup', async (request, reply) => {
    authorise(request, credentials);
    const call = calls.get(request.params.id);
    if (!call) throw new ApiError(404, callNotFound(request.params.id));
    await call.hangUp();
    return reply.send();
  });

  app.addHook('onClose', () => calls.close());
}

/** @throws ApiError for a key that is none */
function authorise({ headers }: FastifyRequest, credentials: Credentials): ClientSecret | null {
  try {
    return credentials.check(bearer(headers.authorization));
  } catch (error) {
    throw error instanceof ProtocolError ? new ApiError(401, error) : error;
  }
}

/** @throws ApiError when there are as many sessions as there may be */
function takeSlot(slots: SessionSlots): () => void {
  try {
    return slots.take();
  } catch (error) {
    throw error instanceof ProtocolError ? new ApiError(429, error) : error;
  }
}

/** What the client itself asks for goes over what its key is bound to. */
function configOf(
  secret: ClientSecret | null,
  own: SessionRequest | undefined,
  model: string | undefined,
  maxSeconds: number,
): SessionConfig {
  const bound = secret?.session;
  const ownModel = own?.type === 'realtime' ? own.model : undefined;
  const config = newSession(bound ?? own ?? { type: 'realtime' }, model ?? ownModel, maxSeconds);
  return bound && own ? updateConfig(config, own) : config;
}

/** @throws ApiError, ProtocolError for a body that is no request for a call */
async function readForm(request: FastifyRequest): Promise<Form> {
  if (request.headers['content-type']?.startsWith(SDP)) return { sdp: request.body as string };
  if (!request.isMultipart()) {
    const message = `Send the SDP offer as '${SDP}', or as the part 'sdp' of 'multipart/form-data'.`;
    throw new ApiError(415, new ProtocolError('unsupported_content_type', message));
  }
  const { sdp, session } = await readParts(request);
  if (sdp === undefined) {
    throw new ProtocolError('missing_required_parameter', "Missing required parameter: 'sdp'.", 'sdp');
  }
  return { sdp, ...(session !== undefined && { session: parseSession(session) }) };
}

async function readParts(request: FastifyRequest): Promise<{ sdp?: string; session?: string }> {
  const texts: Record<string, string> = {};
  try {
    // Read all alike, whether a client gave a part a file name or not.
    const parts = request.parts({ isPartAFile: () => true });
    for await (const part of parts) {
      if (part.type === 'file') texts[part.fieldname] = (await part.toBuffer()).toString();
    }
  } catch (error) {
    if (error instanceof Error && 'statusCode' in error && error.statusCode === 413) throw tooLarge();
    throw new ProtocolError(null, 'We could not parse the multipart form of your request.');
  }
  if (Buffer.byteLength(texts.sdp ?? '') > MAX_SDP_BYTES) throw tooLarge();
  return texts;
}

function tooLarge(): ApiError {
  return new ApiError(413, new ProtocolError(null, 'Request body is too large'));
}

function parseSession(json: string): SessionRequest {
  let session: unknown;
  try {
    session = JSON.parse(json);
  } catch {
    throw new ProtocolError('invalid_json', "We could not parse the JSON of the part 'session'.", 'session');
  }
  const finding = validateClientSecretRequest({ session });
  if (finding) throw schemaError(finding);
  return session as SessionRequest;
}
