import type { FastifyInstance, FastifyRequest } from 'fastify';
import { mintClientSecret, UpstreamError, type Upstream } from '../client-secret.ts';

/** Gives the person's hashed id, when the app knows who asks. */
export type SafetyIdentifier = (request: FastifyRequest) => string | undefined | Promise<string | undefined>;

export interface TokenRouteOptions {
  upstream: Upstream;
  /** The service's address as the browser must use it. */
  baseUrlFor: (request: FastifyRequest) => string;
  safetyIdentifier: SafetyIdentifier | undefined;
  rateLimit: RateLimit;
}

/** How often one address may ask. */
export interface RateLimit {
  max: number;
  timeWindowMs: number;
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
  const { upstream, baseUrlFor, safetyIdentifier, rateLimit } = options;
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
      try {
        const secret = await mintClientSecret(upstream, await safetyIdentifier?.(request));
        return { ...secret, base_url: baseUrlFor(request) };
      } catch (error) {
        if (error instanceof UpstreamError) {
          const { code, upstreamStatus, reason } = error;
          request.log.warn({ code, upstreamStatus, reason }, 'no client secret');
        }
        throw error;
      }
    },
  );
}
