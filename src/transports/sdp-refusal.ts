import { RealtimeError } from '../protocol/realtime-error.js';

/** Of an answer that is no SDP, as much is shown. */
const EXCERPT_LENGTH = 200;

/**
 * Why a call was refused, from an answer that is no SDP.
 *
 * @param withToken a token was sent, and may be what is not accepted
 */
export function sdpRefusal({ status, ok }: Response, body: string, withToken: boolean): RealtimeError {
  const why = reason(body);
  if (withToken && (status === 401 || status === 403)) {
    return new RealtimeError('token-refused', `The voice service did not accept the token: ${why}`);
  }
  return new RealtimeError(
    'service-refused',
    ok
      ? `Something other than a voice service answered: ${why} Check service-url or session-url.`
      : `The call was refused (${status}): ${why}`,
  );
}

/** What an answer that is no SDP says: the error's message, or that it is no message at all. */
function reason(body: string): string {
  try {
    const { error } = JSON.parse(body) as { error?: { message?: unknown } };
    if (typeof error?.message === 'string') return error.message;
  } catch {
    // Not JSON, then.
  }
  const text = body.trim();
  if (text.startsWith('<')) return 'a web page came, perhaps from a proxy.';
  return text ? `“${text.slice(0, EXCERPT_LENGTH)}”.` : 'it gave no reason.';
}
