import type { FastifyInstance } from 'fastify';
import { ApiError } from '../api-error.ts';
import { CallLimit } from '../call-limit.ts';
import { isSdp, openCall } from '../call.ts';
import type { ClientSetting, Config } from '../config.ts';
import { sessionOf, type SessionWishes } from '../session.ts';
import type { RouteOptions } from './route-options.ts';

export interface SessionRouteOptions extends RouteOptions {
  settings: Pick<Config, 'model' | 'voice' | 'clientMaySet' | 'maxCallSeconds'>;
}

const SDP = 'application/sdp';
/** Ten times what a browser writes, bytes. */
const MAX_SDP_BYTES = 64 * 1024;

const querySchema = {
  type: 'object',
  properties: {
    voice: { type: 'string', pattern: '^\\S+$', maxLength: 100 },
    instructions: { type: 'string' },
    turn_detection: { type: 'string' },
  },
} as const;

type Query = Partial<Record<ClientSetting, string>>;

/**
 * `POST /session`: takes a browser's SDP offer to the service and its answer back, so that no key
 * of any kind leaves the server.
 * - `?voice=…&instructions=…&turn_detection=<JSON>`, as far as `CLIENT_MAY_SET` allows. That is
 *   about the session as this server opens it; once connected, a page may send `session.update`.
 * - 201, the answer, and `Location` with the path of the call.
 */
export async function sessionRoute(app: FastifyInstance, options: SessionRouteOptions): Promise<void> {
  const { upstream, settings, safetyIdentifier, rateLimit } = options;
  const { maxCallSeconds } = settings;
  const limit = maxCallSeconds && new CallLimit(upstream, maxCallSeconds * 1000, app.log);
  if (limit) app.addHook('onClose', async () => limit.close());

  app.removeAllContentTypeParsers();
  app.addContentTypeParser(SDP, { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.addContentTypeParser('*', (_request, _payload, done) => done(notSdp(415, 'unsupported_media_type')));

  app.post<{ Body: string | undefined; Querystring: Query }>(
    '/session',
    {
      bodyLimit: MAX_SDP_BYTES,
      schema: { querystring: querySchema },
      config: { rateLimit: { max: rateLimit.max, timeWindow: rateLimit.timeWindowMs } },
    },
    async (request, reply) => {
      const { body: offer = '', query } = request;
      if (!isSdp(offer)) throw notSdp(400, 'not_sdp');
      const session = sessionOf(settings, wishesOf(query, settings.clientMaySet));
      const call = await openCall(upstream, offer, {
        session,
        safetyIdentifier: await safetyIdentifier?.(request),
      });
      if (call.location) void reply.header('location', call.location);
      if (call.id) limit?.watch(call.id);
      return reply.code(201).type(SDP).send(call.answer);
    },
  );
}

function notSdp(status: number, code: string): ApiError {
  return new ApiError(status, code, `Send an SDP offer as the body, with the content type ${SDP}.`);
}

/** @throws ApiError for what is not allowed, or is no JSON */
function wishesOf(query: Query, allowed: readonly ClientSetting[]): SessionWishes {
  const { voice, instructions, turn_detection } = query;
  return {};
}
