import { ApiError } from './api-error.ts';

/** Where and with what client secrets are minted. */
export interface Upstream {
  /** Such as `https://api.openai.com/v1`, without a slash at the end. */
  baseUrl: string;
  /** The standard API key; some compatible services need none. */
  apiKey: string | undefined;
  model: string;
  voice: string;
  /** s */
  tokenTtlSeconds: number;
  /** Gives up after this many ms. */
  timeoutMs: number;
  /** Node's, or one that answers for it. */
  fetch: (url: string, init: JsonRequest) => Promise<Response>;
}

/** The only kind of request made. */
export type JsonRequest = RequestInit & { method: 'POST'; headers: Record<string, string>; body: string };

/** An ephemeral key that a browser may have. */
export interface ClientSecret {
  value: string;
  /** s since 1970 */
  expires_at: number;
}

/** Why a client secret could not be had. */
export class UpstreamError extends ApiError {
  /** What the service answered, if it did. */
  readonly upstreamStatus: number | undefined;

  constructor(code: string, message: string, upstreamStatus?: number, cause?: unknown) {
    super(502, code, message, { cause });
    this.upstreamStatus = upstreamStatus;
  }

  /** The system's word for a broken connection, such as `ECONNREFUSED`. */
  get reason(): string | undefined {
    return (this.cause as { cause?: NodeJS.ErrnoException } | undefined)?.cause?.code;
  }
}

/**
 * Mints a client secret that is bound to the session's model and voice.
 *
 * @param safetyIdentifier a hashed id of the person, bound to the secret
 * @throws UpstreamError
 */
export async function mintClientSecret(upstream: Upstream, safetyIdentifier?: string): Promise<ClientSecret> {
  const { model, voice, tokenTtlSeconds, timeoutMs } = upstream;
  try {
    const response = await upstream.fetch(`${upstream.baseUrl}/realtime/client_secrets`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(upstream.apiKey && { authorization: `Bearer ${upstream.apiKey}` }),
        ...(safetyIdentifier && { 'openai-safety-identifier': safetyIdentifier }),
      },
      body: JSON.stringify({
        expires_after: { anchor: 'created_at', seconds: tokenTtlSeconds },
        session: { type: 'realtime', model, audio: { output: { voice } } },
      }),
      // A redirect would carry the request to an address that nobody configured.
      redirect: 'manual',
      // Covers the body too.
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw refusal(response.status, upstream);
    }
    return checked(await response.json(), response.status, upstream);
  } catch (error) {
    throw error instanceof UpstreamError ? error : failure(error);
  }
}

function refusal(status: number, { apiKey }: Upstream): UpstreamError {
  const say = (code: string, message: string) => new UpstreamError(code, message, status);
  switch (status) {
    case 401:
    case 403:
      return apiKey
        ? say(
            'upstream_auth',
            "The server's API key was refused. Set OPENAI_API_KEY to a valid key and restart the server.",
          )
        : say(
            'upstream_auth',
            'The voice service asks for an API key. Set OPENAI_API_KEY and restart the server.',
          );
    case 400:
    case 404:
      return say(
        'upstream_model',
        'The voice service does not know this model or voice. Check REALTIME_MODEL, REALTIME_VOICE and REALTIME_BASE_URL of the server.',
      );
    case 429:
      return say(
        'upstream_quota',
        "The voice service's rate limit or the account's quota is used up. Try again later, or check the account.",
      );
    default:
      return say('upstream_failed', 'The voice service failed to give out a token. Try again in a moment.');
  }
}

function failure(cause: unknown): UpstreamError {
  const say = (code: string, message: string) => new UpstreamError(code, message, undefined, cause);
  if (cause instanceof DOMException && cause.name === 'TimeoutError') {
    return say('upstream_timeout', 'The voice service did not answer in time. Try again in a moment.');
  }
  if (cause instanceof SyntaxError) return unusable(200, cause);
  return say(
    'upstream_unreachable',
    'The server cannot reach the voice service. Check its network and REALTIME_BASE_URL.',
  );
}

function checked(answer: unknown, status: number, { apiKey }: Upstream): ClientSecret {
  const { value, expires_at } = (answer ?? {}) as Partial<Record<string, unknown>>;
  // A service that hands the key back must not make us pass it on.
  const secret = typeof value === 'string' && value !== '' && value !== apiKey && !value.startsWith('sk-');
  if (!secret || !Number.isFinite(expires_at)) throw unusable(status);
  return { value, expires_at: expires_at as number };
}

function unusable(status: number, cause?: unknown): UpstreamError {
  return new UpstreamError(
    'upstream_invalid',
    'The voice service answered without a token. Check that REALTIME_BASE_URL is the address of a Realtime service.',
    status,
    cause,
  );
}
