import type { FastifyRequest } from 'fastify';
import { ApiError } from './api-error.ts';

/** The origin under which the browser reached this server. */
export function ownOrigin(request: FastifyRequest): string {
  const { origin } = request.headers;
  // The browser knows better than we do whether a proxy in between speaks https.
  if (origin && URL.canParse(origin) && new URL(origin).host === request.host) return origin;
  return `${request.protocol}://${request.host}`;
}

/**
 * A hook that refuses pages of foreign sites. Requests without an Origin come from no page: programs may ask.
 *
 * @param allowed further origins, such as `https://example.com`
 */
export function refuseForeignOrigins(allowed: readonly string[]) {
  return async (request: FastifyRequest): Promise<void> => {
    const { origin } = request.headers;
    if (origin === undefined || origin === ownOrigin(request) || allowed.includes(origin)) return;
    throw new ApiError(
      403,
      'origin_not_allowed',
      "This server does not answer pages of other sites. Add the page's origin to ALLOWED_ORIGINS to allow it.",
    );
  };
}
