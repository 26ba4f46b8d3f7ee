import type { FastifyInstance } from 'fastify';
import { randomBytes } from 'node:crypto';
import type { Config } from './config.ts';
import { refuseForeignHosts } from './host.ts';
import type { Progress } from './progress.ts';
import type { Upstream } from './upstream.ts';

/** How the routes reach the local voice service: like any other, but without a network between. */
export type LocalService = Pick<Upstream, 'baseUrl' | 'apiKey' | 'fetch'>;

/** The local voice service does not run on this machine; the message says why. */
export class LocalServiceError extends Error {
  override readonly name = 'LocalServiceError';
}

/** The path under which the service is mounted. */
export const LOCAL_SERVICE_PATH = '/v1';

/**
 * Mounts the local voice service in the app.
 *
 * @throws LocalServiceError
 */
export async function mountLocalService(
  app: FastifyInstance,
  config: Pick<Config, 'localLlm' | 'host' | 'allowedOrigins'>,
  onProgress?: (progress: Progress) => void,
): Promise<LocalService> {
  const { createChatBrain, createPlanner, localVoice, engine } = await load(onProgress);
  app.addHook('onClose', () => engine.close());
  const apiKey = `sk-local-${randomBytes(24).toString('hex')}`;
  await app.register(async (scope) => {
    // After the service has seen whether it is a WebSocket, whose connection must be ended too.
    scope.addHook('preParsing', refuseForeignHosts(config));
    await scope.register(localVoice, {
      engine,
      brain: config.localLlm ? createChatBrain(config.localLlm) : createPlanner(),
      acceptedKeys: [apiKey],
    });
  });
  return { baseUrl: LOCAL_SERVICE_PATH, apiKey, fetch: fetchFrom(app) };
}

/** Imports the package only when it is needed: a server with a key loads no native code and no models. */
async function load(onProgress?: (progress: Progress) => void) {
  try {
    const service = await import('@realtime-voice-elements/local-voice');
    return { ...service, engine: await service.createSpeechEngine({ onProgress }) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LocalServiceError(
      `The local voice service cannot start: ${reason} To do without it, set OPENAI_API_KEY.`,
      { cause },
    );
  }
}

/** A `fetch` that asks the app itself, so that it needs no port of its own. */
function fetchFrom(app: FastifyInstance): Upstream['fetch'] {
  let closing = false;
  app.addHook('preClose', async () => void (closing = true));
  return async (path, init) => {
    // It hangs its calls up by itself then.
    if (closing) return new Response(null, { status: 404 });
    const request = new Request(`http://localhost${path}`, init);
    const answer = await app.inject({
      method: 'POST',
      url: path,
      headers: Object.fromEntries(request.headers),
      payload: Buffer.from(await request.arrayBuffer()),
    });
    const { location } = answer.headers;
    return new Response(answer.body, { status: answer.statusCode, headers: location ? { location } : {} });
  };
}
