import type { Session } from './session.ts';
import { askUpstream, type Upstream } from './upstream.ts';

/** An ephemeral key that a browser may have. */
export interface ClientSecret {
  value: string;
  /** s since 1970 */
  expires_at: number;
}

export interface ClientSecretOptions {
  /** What the secret is bound to. */
  session: Session;
  /** How long it may open sessions, s. */
  ttlSeconds: number;
  /** A hashed id of the person, bound to the secret. */
  safetyIdentifier?: string | undefined;
}

/**
 * Mints a client secret.
 *
 * @throws UpstreamError
 */
export async function mintClientSecret(
  upstream: Upstream,
  { session, ttlSeconds, safetyIdentifier }: ClientSecretOptions,
): Promise<ClientSecret> {
  const request = {
    path: '/realtime/client_secrets',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ expires_after: { anchor: 'created_at', seconds: ttlSeconds }, session }),
    safetyIdentifier,
    wanted: 'a token',
    refused:
      'The voice service does not know this model or voice. Check REALTIME_MODEL, REALTIME_VOICE and REALTIME_BASE_URL of the server.',
  };
  return askUpstream(upstream, request, async (response) => checked(await response.json(), upstream));
}

function checked(answer: unknown, { apiKey }: Upstream): ClientSecret | undefined {
  const { value, expires_at } = (answer ?? {}) as Partial<Record<string, unknown>>;
  // A service that hands the key back must not make us pass it on.
  const secret = typeof value === 'string' && value !== '' && value !== apiKey && !value.startsWith('sk-');
  return secret && Number.isFinite(expires_at) ? { value, expires_at: expires_at as number } : undefined;
}
