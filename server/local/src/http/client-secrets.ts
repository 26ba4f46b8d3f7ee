import type { FastifyInstance } from 'fastify';
import type { ClientSecretCreateParams } from 'openai/resources/realtime/client-secrets';
import { validateClientSecretRequest } from '../../schema/schema.ts';
import { createId } from '../realtime/ids.ts';
import { ProtocolError, schemaError } from '../realtime/protocol-error.ts';
import { createConfig, shownConfig } from '../realtime/session-config.ts';
import { ApiError } from './api-error.ts';
import { bearer, type Credentials } from './credentials.ts';

const DEFAULT_SECONDS = 600;

/** `POST /realtime/client_secrets`: mints an ephemeral key with a standard one. */
export function clientSecrets(app: FastifyInstance, credentials: Credentials): void {
  app.post('/realtime/client_secrets', async (request) => {
    try {
      credentials.checkStandardKey(bearer(request.headers.authorization));
    } catch (error) {
      throw error instanceof ProtocolError ? new ApiError(401, error) : error;
    }
    const body = request.body ?? {};
    const finding = validateClientSecretRequest(body);
    if (finding) throw schemaError(finding);
    const { session = null, expires_after } = body as ClientSecretCreateParams;
    // Shows the client what it will get; the session itself begins when somebody connects.
    const shown = createConfig(session ?? { type: 'realtime' }, createId('sess'), 0);
    const { value, expiresAt } = credentials.mint(session, expires_after?.seconds ?? DEFAULT_SECONDS);
    return { value, expires_at: expiresAt, session: shownConfig(shown) };
  });
}
