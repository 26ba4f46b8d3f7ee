import { RealtimeError } from '../protocol/realtime-error.js';

/** An ephemeral client secret, as `POST /token` answers it. */
export interface Token {
  /** The secret, `ek_…`. */
  value: string;
  /** When it ends, in seconds since 1970; without it the token is used once. */
  expires_at?: number;
  /** Where the service is, such as `https://api.openai.com/v1`. */
  base_url?: string;
}

/** Gets a token from wherever the page has it. */
export type GetToken = () => string | Token | Promise<string | Token>;

const FETCH_TIMEOUT_MS = 10_000;
/** A token this close to its end is not worth a try. */
const EXPIRY_MARGIN_MS = 30_000;

/** Keeps one token for as long as it is good. */
export class TokenSource {
  readonly #getToken: GetToken;
  #token: Token | null = null;

  constructor(getToken: GetToken) {
    this.#getToken = getToken;
  }

  /**
   * @throws RealtimeError `token-failed` when none can be had, `secret-key-in-browser` when it is a
   *   standard API key
   */
  async get(): Promise<Token> {
    const expiresAt = (this.#token?.expires_at ?? 0) * 1000;
    if (this.#token && Date.now() < expiresAt - EXPIRY_MARGIN_MS) return this.#token;
    return (this.#token = checked(await this.#ask()));
  }

  /** Forgets the token, so that the next one is fetched anew. */
  renew(): void {
    this.#token = null;
  }

  /** True while a call of `get` would answer with a token it already has. */
  get cached(): boolean {
    return this.#token !== null;
  }

  async #ask(): Promise<unknown> {
    try {
      return await this.#getToken();
    } catch (cause) {
      throw RealtimeError.from(cause, 'token-failed', 'No token could be had. Try again later.');
    }
  }
}

function checked(answer: unknown): Token {
  const token = (typeof answer === 'string' ? { value: answer } : answer) as Token | null | undefined;
  if (typeof token?.value !== 'string' || !token.value) {
    throw new RealtimeError(
      'token-failed',
      'The token endpoint answered without a token. It should answer {"value": "ek_…"}.',
    );
  }
  if (token.value.startsWith('sk-')) {
    throw new RealtimeError(
      'secret-key-in-browser',
      'A standard API key reached the browser, where everybody can read it. Revoke it, and let your server mint an ephemeral token (ek_…).',
    );
  }
  return token;
}

/**
 * Asks an endpoint for tokens: `POST`, answered with JSON `{value, expires_at?, base_url?}`.
 * A relative `base_url` counts from the endpoint.
 *
 * @param url where, may be relative to the page
 */
export function tokenFromUrl(url: string): GetToken {
  return async () => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
    }).catch((cause: unknown) => {
      const slow = cause instanceof DOMException && cause.name === 'TimeoutError';
      throw tokenError(url, slow ? 'did not answer in time' : 'cannot be reached', cause);
    });
    const body = (await response.json().catch(() => null)) as
      (Token & { error?: { message?: unknown } }) | null;
    if (!response.ok) {
      const reason = body?.error?.message;
      throw tokenError(url, `answered ${response.status}${typeof reason === 'string' ? `: ${reason}` : ''}`);
    }
    if (!body) throw tokenError(url, 'answered with something that is not JSON');
    return body.base_url ? { ...body, base_url: new URL(body.base_url, response.url).href } : body;
  };
}

function tokenError(url: string, what: string, cause?: unknown): RealtimeError {
  const message = `The token endpoint ${url} ${what.replace(/\.$/, '')}. Check token-url and the server behind it, then try again.`;
  return new RealtimeError('token-failed', message, { cause });
}
