import type { FastifyReply, FastifyRequest } from 'fastify';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { isLoopback } from './addresses.ts';
import { ApiError, sendError } from './api-error.ts';
import type { Config } from './config.ts';

/**
 * A hook that refuses requests to a name that this server does not have. Any site can let a name of its own
 * point to this machine (DNS rebinding), and its page is then of the same origin; an address it cannot take.
 */
export function refuseForeignHosts({ host, allowedOrigins }: Pick<Config, 'host' | 'allowedOrigins'>) {
  const machine = hostname().toLowerCase();
  const names = new Set([
    host.toLowerCase(),
    machine,
    // The name in a network without a name server.
    `${machine.replace(/\..*/, '')}.local`,
    ...allowedOrigins.map((origin) => new URL(origin).hostname),
  ]);
  const isOwn = (name: string) => isIP(name.replace(/[[\]]/g, '')) || isLoopback(name) || names.has(name);

  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const { origin } = request.headers;
    // A page that is allowed by its own name needs no other; a proxy may have changed the host.
    if ((origin && allowedOrigins.includes(origin)) || isOwn(request.hostname.toLowerCase())) return;
    const message =
      'This server does not answer under this name. Add the address under which it is reached, such as https://voice.example, to ALLOWED_ORIGINS.';
    // Not thrown: the local voice service would say it in its own words.
    sendError(new ApiError(403, 'host_not_allowed', message), request, reply);
    return reply;
  };
}
