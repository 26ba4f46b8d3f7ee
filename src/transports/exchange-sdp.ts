import type { RealtimeError } from '../protocol/realtime-error.js';
import { serviceUnreachable } from './connection-errors.js';
import { serviceEndpoint } from './service-endpoint.js';
import type { TokenSource } from './token-source.js';

export interface SdpOptions {
  token: TokenSource;
  serviceUrl?: string | undefined;
  /** Your own server's page that adds key and session; then no token is asked for. */
  sessionUrl?: string | undefined;
}

const FETCH_TIMEOUT_MS = 10_000;
/**
 * Gives an SDP offer to the service and gets its answer, with an ephemeral token or through your own
 * server. A kept token that is refused is renewed once.
 *
 * @throws RealtimeError `token-failed`, `token-refused`, `service-refused`, `service-unreachable`
 */
export async function exchangeSdp(offer: string, options: SdpOptions): Promise<string> {
  const { token, serviceUrl, sessionUrl } = options;
  if (sessionUrl) return post(new URL(sessionUrl, location.href), offer, {});
  const mayRenew = token.cached;
  const { value, base_url } = await token.get();
  const url = serviceEndpoint(serviceUrl ?? base_url);
  url.pathname += '/calls';
  try {
    return await post(url, offer, { authorization: `Bearer ${value}` });
  } catch (error) {
    if ((error as RealtimeError).code !== 'token-refused' || !mayRenew) throw error;
    token.renew();
    return exchangeSdp(offer, options);
  }
}

async function post(url: URL, sdp: string, headers: Record<string, string>): Promise<string> {
  let response: Response;
  let body: string;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/sdp' },
      body: sdp,
      signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
    });
    body = await response.text();
  } catch (cause) {
    throw serviceUnreachable(cause);
  }
  if (response.ok && body.startsWith('v=')) return body;
  const module = await import('./sdp-refusal.js'); // most calls are not refused
  throw module.sdpRefusal(response, body, 'authorization' in headers);
}
