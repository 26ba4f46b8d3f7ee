import type { FastifyRequest } from 'fastify';
import type { Upstream } from '../upstream.ts';

/** Gives the person's hashed id, when the app knows who asks. */
export type SafetyIdentifier = (request: FastifyRequest) => string | undefined | Promise<string | undefined>;

/** How often one address may ask. */
export interface RateLimit {
  max: number;
  timeWindowMs: number;
}

/** What the routes need that ask the service with the server's key. */
export interface RouteOptions {
  upstream: Upstream;
  safetyIdentifier: SafetyIdentifier | undefined;
  rateLimit: RateLimit;
}
