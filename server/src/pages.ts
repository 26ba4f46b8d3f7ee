import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { fileURLToPath } from 'node:url';

/** Where the files are; absolute paths. */
export interface Folders {
  /** The demo pages, at `/`. */
  demo: string;
  /** The built kit, at `/kit/`. */
  kit: string;
}

export const DEFAULT_FOLDERS: Folders = {
  demo: fileURLToPath(new URL('../../demo', import.meta.url)),
  kit: fileURLToPath(new URL('../../dist/cdn', import.meta.url)),
};

/** Serves the demo pages and the built kit. */
export async function pages(app: FastifyInstance, { demo, kit }: Folders): Promise<void> {
  await app.register(fastifyStatic, { root: demo });
  await app.register(fastifyStatic, { root: kit, prefix: '/kit/', decorateReply: false });
}

/**
 * Headers for every answer. The policy needs neither inline scripts nor inline styles, and lets a page
 * talk to this server and to the voice service alone.
 *
 * @param serviceUrl the service's address, when it is another server
 */
export function securityHeaders(serviceUrl?: string): Record<string, string> {
  const policy = {
    'default-src': "'none'",
    'script-src': "'self'",
    'worker-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self' data:",
    'font-src': "'self'",
    // A recorded take is played from a blob.
    'media-src': "'self' blob:",
    'connect-src': ["'self'", ...(serviceUrl ? httpAndWebSocket(serviceUrl) : [])].join(' '),
    'base-uri': "'none'",
    'form-action': "'self'",
    'frame-ancestors': "'self'",
  };
  return {
    'content-security-policy': Object.entries(policy)
      .map((directive) => directive.join(' '))
      .join('; '),
    'permissions-policy': 'microphone=(self)',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  };
}

function httpAndWebSocket(serviceUrl: string): string[] {
  const { origin } = new URL(serviceUrl);
  return [origin, origin.replace(/^http/, 'ws')];
}
