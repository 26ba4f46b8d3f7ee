import type { FastifyInstance } from 'fastify';
import { ApiError } from '../api-error.ts';
import { CallLimit } from '../call-limit.ts';
import { isSdp, openCall, SDP } from '../call.ts';
import type { Config } from '../config.ts';
import { readWishes, sessionOf, type ClientSetting } from '../session.ts';
import type { RouteOptions } from './route-options.ts';

export interface SessionRouteOptions extends RouteOptions {
  settings: Pick<Config, 'model' | 'voice' | 'instructions' | 'clientMaySet' | 'maxCallSeconds'>;
}

/** Ten times what a browser writes, bytes. */
const MAX_SDP_BYTES = 64 * 1024;

const querySchema = {
  type: 'object',
  properties: {
    voice: { type: 'string', pattern: '^\\S+$' },
    instructions: { type: 'string' },
    turn_detection: { type: 'string' },
  },
} as const;

/**
 * `POST /session`: takes a browser's SDP offer to the service and brings the answer back, so that no
 * key of any kind leaves the server. The answer is 201 with `Location`, the path of the call.
 *
 * The page may ask for `?voice=…&instructions=…&turn_detection=<JSON>` as far as the settings allow.
 * That binds what this server asks for with its key; the service lets a connected page change its session.
 */
export async function sessionRoute(app: FastifyInstance, options: SessionRouteOptions): Promise<void> {
  const { upstream, settings, safetyIdentifier, rateLimit } = options;
  const limit = settings.maxCallSeconds
    ? new CallLimit(upstream, settings.maxCallSeconds, app.log)
    : undefined;
  app.addHook('onClose', () => limit?.close());

  app.removeAllContentTypeParsers();
  app.addContentTypeParser(SDP, { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.addContentTypeParser('*', (_request, _payload, done) => done(notSdp(415, 'unsupported_media_type')));

  app.post<{ Body: string | undefined; Querystring: Partial<Record<ClientSetting, string>> }>(
    '/session',
    {
      bodyLimit: MAX_SDP_BYTES,
      schema: { querystring: querySchema },
      config: { rateLimit: { max: rateLimit.max, timeWindow: rateLimit.timeWindowMs } },
    },
    async (request, reply) => {
      const { body: offer = '', query } = request;
      if (!isSdp(offer)) throw notSdp(400, 'not_sdp');
      const session = sessionOf(settings, readWishes(query, settings.clientMaySet));
      const person = await safetyIdentifier?.(request);
      const call = await openCall(upstream, offer, { session, safetyIdentifier: person });
      limit?.watch(call.id);
      if (call.location) void reply.header('location', call.location);
      return reply.code(201).type(SDP).header('cache-control', 'no-store').send(call.answer);
    },
  );
}

function notSdp(status: number, code: string): ApiError {
  return new ApiError(status, code, `Send an SDP offer, with the content type ${SDP}.`);
}
