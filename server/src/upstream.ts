import { ApiError } from './api-error.ts';

/** The voice service: where it is, and with what it is asked. */
export interface Upstream {
  /** Such as `https://api.openai.com/v1`, without a slash at the end. */
  baseUrl: string;
  /** The standard API key; some compatible services need none. */
  apiKey: string | undefined;
  /** Gives up after this many ms. */
  timeoutMs: number;
  /** Node's, or one that answers for it. */
  fetch: (url: string, init: RequestInit) => Promise<Response>;
}

/** One `POST` to the service. */
export interface UpstreamRequest {
  /** Below the service's address, such as `/realtime/calls`. */
  path: string;
  headers?: Record<string, string>;
  body?: string | FormData;
  /** Sent as `OpenAI-Safety-Identifier`: a hashed id of the person. */
  safetyIdentifier?: string | undefined;
  /** What the service is to answer with, as in "it answered without a token". */
  wanted: string;
  /** What to say when the service knows our key but not what we ask for (400, 404). */
  refused: string;
}

/** Why the service did not give what it was asked for. */
export class UpstreamError extends ApiError {
  /** What the service answered, if it did. */
  readonly upstreamStatus: number | undefined;

  constructor(code: string, message: string, upstreamStatus?: number, cause?: unknown) {
    super(502, code, message, { cause });
    this.upstreamStatus = upstreamStatus;
  }

  override get forLog(): Record<string, unknown> {
    // The system's word for a broken connection, such as `ECONNREFUSED`.
    const reason = (this.cause as { cause?: NodeJS.ErrnoException } | undefined)?.cause?.code;
    return { code: this.code, upstreamStatus: this.upstreamStatus, reason };
  }
}

/**
 * Asks the service with the server's key.
 *
 * @param read takes what is wanted from the answer, or nothing when it is not in there
 * @throws UpstreamError that repeats nothing of what the service said
 */
export async function askUpstream<T>(
  upstream: Upstream,
  request: UpstreamRequest,
  read: (response: Response) => Promise<T | undefined>,
): Promise<T> {
  const { apiKey } = upstream;
  const { path, headers, body, safetyIdentifier } = request;
  try {
    const response = await upstream.fetch(upstream.baseUrl + path, {
      method: 'POST',
      headers: {
        ...headers,
        ...(apiKey && { authorization: `Bearer ${apiKey}` }),
        ...(safetyIdentifier && { 'openai-safety-identifier': safetyIdentifier }),
      },
      body,
      // A redirect would carry the request to an address that nobody configured.
      redirect: 'manual',
      // Covers the body too.
      signal: AbortSignal.timeout(upstream.timeoutMs),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw refusal(response.status, apiKey, request);
    }
    const answer = await read(response);
    if (answer === undefined) throw unusable(request, response.status);
    return answer;
  } catch (error) {
    throw error instanceof UpstreamError ? error : failure(error, request);
  }
}

function refusal(status: number, apiKey: string | undefined, { refused }: UpstreamRequest): UpstreamError {
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
      return say('upstream_refused', refused);
    case 429:
      return say(
        'upstream_quota',
        "The voice service's rate limit or the account's quota is used up. Try again later, or check the account.",
      );
    default:
      return say('upstream_failed', 'The voice service failed. Try again in a moment.');
  }
}

function failure(cause: unknown, request: UpstreamRequest): UpstreamError {
  const say = (code: string, message: string) => new UpstreamError(code, message, undefined, cause);
  if (cause instanceof DOMException && cause.name === 'TimeoutError') {
    return say('upstream_timeout', 'The voice service did not answer in time. Try again in a moment.');
  }
  if (cause instanceof SyntaxError) return unusable(request, 200, cause);
  return say(
    'upstream_unreachable',
    'The server cannot reach the voice service. Check its network and REALTIME_BASE_URL.',
  );
}

function unusable({ wanted }: UpstreamRequest, status: number, cause?: unknown): UpstreamError {
  return new UpstreamError(
    'upstream_invalid',
    `The voice service answered without ${wanted}. Check that REALTIME_BASE_URL is the address of a Realtime service.`,
    status,
    cause,
  );
}
