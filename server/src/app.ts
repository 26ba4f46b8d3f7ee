import cors from '@fastify/cors';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { sendError, sendNotFound } from './api-error.ts';
import type { Certificate } from './certificate.ts';
import type { Config } from './config.ts';
import { refuseForeignHosts } from './host.ts';
import { LOCAL_SERVICE_PATH, mountLocalService } from './local-service.ts';
import { ownOrigin, refuseForeignOrigins } from './origin.ts';
import { DEFAULT_FOLDERS, pages, securityHeaders, type Folders } from './pages.ts';
import type { Progress } from './progress.ts';
import { healthRoute } from './routes/health.ts';
import type { RateLimit, SafetyIdentifier } from './routes/route-options.ts';
import { sessionRoute } from './routes/session.ts';
import { tokenRoute } from './routes/token.ts';

export interface AppOptions {
  /** Speaks https with this certificate. Default: http. */
  tls?: Certificate;
  /** Default: no log. */
  logger?: FastifyServerOptions['logger'];
  /** Gives the person's hashed id for `OpenAI-Safety-Identifier`. Default: none is sent. */
  safetyIdentifier?: SafetyIdentifier;
  /** Tokens, and likewise calls, that one address may ask for. Default: 30 a minute. */
  rateLimit?: RateLimit;
  /** How long the voice service may take to answer, ms. Default: 8000. */
  upstreamTimeoutMs?: number;
  /** Default: `demo/` and `dist/cdn/` of this repository. */
  folders?: Folders;
  /** Hears how far the unpacking of the local voices is; it happens once. */
  onProgress?: (progress: Progress) => void;
}

const DEFAULT_RATE_LIMIT: RateLimit = { max: 30, timeWindowMs: 60_000 };
/** Less than the 10 s that the kit waits for a token or a call, so that the page hears our reason and not its own. */
const DEFAULT_UPSTREAM_TIMEOUT_MS = 8000;

/** Builds the server, ready to listen. Closing it frees the local voice service too. */
export async function buildApp(config: Config, options: AppOptions = {}): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    https: options.tls ?? null,
    logger: options.logger ?? false,
    // Browsers keep connections open; closing must not wait for them.
    forceCloseConnections: true,
    // What these tell of the page's host, protocol and address is believed.
    trustProxy: [...config.trustProxy],
  });
  app.setErrorHandler(sendError);
  app.setNotFoundHandler(sendNotFound);

  const local = config.service === 'local';
  const headers = securityHeaders(local ? undefined : config.baseUrl);
  app.addHook('onRequest', async (_request, reply) => void reply.headers(headers));

  const service = local ? await mountLocalService(app, config, options.onProgress) : { ...config, fetch };
  await app.register(rateLimit, { global: false });
  await app.register(healthRoute, config);
  await app.register(async (api) => {
    await api.register(cors, {
      origin: [...config.allowedOrigins],
      methods: ['POST'],
      exposedHeaders: ['Location'],
    });
    api.addHook('onRequest', refuseForeignHosts(config));
    api.addHook('onRequest', refuseForeignOrigins(config.allowedOrigins));
    const shared = {
      settings: config,
      upstream: {
        baseUrl: service.baseUrl,
        apiKey: service.apiKey,
        fetch: service.fetch,
        timeoutMs: options.upstreamTimeoutMs ?? DEFAULT_UPSTREAM_TIMEOUT_MS,
      },
      safetyIdentifier: options.safetyIdentifier,
      rateLimit: options.rateLimit ?? DEFAULT_RATE_LIMIT,
    };
    await api.register(tokenRoute, {
      ...shared,
      baseUrlFor: (request) => (local ? ownOrigin(request) + LOCAL_SERVICE_PATH : config.baseUrl),
    });
    await api.register(sessionRoute, shared);
  });
  await app.register(pages, options.folders ?? DEFAULT_FOLDERS);
  return app;
}
