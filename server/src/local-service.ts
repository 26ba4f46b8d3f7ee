import type { FastifyInstance } from 'fastify';
import { randomBytes } from 'node:crypto';
import type { Config } from './config.ts';

/** How the token route reaches the local voice service: like any other, but without a network between. */
export interface LocalService {
  baseUrl: string;
  apiKey: string;
  fetch: typeof fetch;
}

/** The path under which the service is mounted. */
export const LOCAL_SERVICE_PATH = '/v1';

/**
 * Mounts the local voice service in the app. Its package is imported only here, so that a server with a
 * key loads no native code and no models.
 */
export async function mountLocalService(
  app: FastifyInstance,
  { localLlm }: Pick<Config, 'localLlm'>,
): Promise<LocalService> {
  const { createChatBrain, createPlanner, createSpeechEngine, localVoice } =
    await import('@realtime-voice-elements/local-voice');
  const apiKey = `sk-local-${randomBytes(24).toString('hex')}`;
  const engine = await createSpeechEngine();
  app.addHook('onClose', () => engine.close());
  await app.register(localVoice, {
    engine,
    brain: localLlm ? createChatBrain(localLlm) : createPlanner(),
    acceptedKeys: [apiKey],
  });
  return { baseUrl: LOCAL_SERVICE_PATH, apiKey, fetch: fetchFrom(app) };
}

/** A `fetch` that asks the app itself, so that it needs no port of its own. */
function fetchFrom(app: FastifyInstance): typeof fetch {
  return async (path, init) => {
    const answer = await app.inject({
      method: 'POST',
      url: String(path),
      headers: Object.fromEntries(new Headers(init?.headers)),
      payload: String(init?.body),
    });
    return new Response(answer.body, { status: answer.statusCode });
  };
}
