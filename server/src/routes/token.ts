import type { FastifyInstance, FastifyRequest } from 'fastify';
import { mintClientSecret } from '../client-secret.ts';
import type { Config } from '../config.ts';
import { sessionOf } from '../session.ts';
import type { RouteOptions } from './route-options.ts';

export interface TokenRouteOptions extends RouteOptions {
  settings: Pick<Config, 'model' | 'voice' | 'instructions' | 'tokenTtlSeconds'>;
  /** The service's address as the browser must use it. */
  baseUrlFor: (request: FastifyRequest) => string;
}

/** The body is ignored; this much of it is read (bytes). */
const BODY_LIMIT = 16 * 1024;

/** Whatever else the service answers, no more than this leaves the server. */
const tokenSchema = {
  type: 'object',
  properties: {
    value: { type: 'string' },
    expires_at: { type: 'number' },
    base_url: { type: 'string' },
  },
  required: ['value', 'expires_at', 'base_url'],
  additionalProperties: false,
} as const;

/** `POST /token`: an ephemeral key for a browser, `{value, expires_at, base_url}`. */
export async function tokenRoute(app: FastifyInstance, options: TokenRouteOptions): Promise<void> {
  const { upstream, settings, baseUrlFor, safetyIdentifier, rateLimit } = options;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null, undefined));

  app.post(
    '/token',
    {
      bodyLimit: BODY_LIMIT,
      schema: { response: { 200: tokenSchema } },
      config: { rateLimit: { max: rateLimit.max, timeWindow: rateLimit.timeWindowMs } },
    },
    async (request, reply) => {
      void reply.header('cache-control', 'no-store');
      const secret = await mintClientSecret(upstream, {
        session: sessionOf(settings),
        ttlSeconds: settings.tokenTtlSeconds,
        safetyIdentifier: await safetyIdentifier?.(request),
      });
      return { ...secret, base_url: baseUrlFor(request) };
    },
  );
}
