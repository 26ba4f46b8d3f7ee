import type { Session } from './session.ts';
import { askUpstream, type Upstream } from './upstream.ts';

/** The content type of offers and answers. */
export const SDP = 'application/sdp';

export interface CallOptions {
  session: Session;
  /** A hashed id of the person. */
  safetyIdentifier?: string | undefined;
}

/** A conversation over WebRTC that the service has taken up. */
export interface Call {
  /** The service's SDP, for the browser. */
  answer: string;
  /** Where the call is, such as `/v1/realtime/calls/rtc_…`, when the service says so. */
  location: string | undefined;
  /** The end of that path. */
  id: string | undefined;
}

/**
 * Gives a browser's SDP offer to the service, with the server's key and session.
 *
 * @throws UpstreamError
 */
export async function openCall(
  upstream: Upstream,
  offer: string,
  { session, safetyIdentifier }: CallOptions,
): Promise<Call> {
  const body = new FormData();
  // Without a file name they are fields with a type of their own, not uploads.
  body.append('sdp', new Blob([offer], { type: SDP }), '');
  body.append('session', new Blob([JSON.stringify(session)], { type: 'application/json' }), '');
  const request = {
    path: '/realtime/calls',
    headers: { accept: SDP },
    body,
    safetyIdentifier,
    wanted: 'an answer to the offer',
    refused:
      "The voice service did not accept the page's offer, or does not know this model or voice. Check REALTIME_MODEL, REALTIME_VOICE and REALTIME_BASE_URL of the server, and what the page asks for.",
  };
  return askUpstream(upstream, request, async (response) => {
    const answer = await response.text();
    if (!isSdp(answer)) return undefined;
    return { answer, ...locationOf(response.headers.get('location')) };
  });
}

/**
 * Ends a call for both sides.
 *
 * @throws UpstreamError, with the status 404 for a call that has ended by itself
 */
export async function hangUp(upstream: Upstream, callId: string): Promise<void> {
  const request = {
    path: `/realtime/calls/${callId}/hangup`,
    wanted: 'an end of the call',
    refused: 'The voice service does not know this call.',
  };
  await askUpstream(upstream, request, async (response) => {
    await response.body?.cancel();
    return true;
  });
}

/** Tells SDP from anything else by its first line; whether it is good is for the peers to say. */
export function isSdp(text: string): boolean {
  return /^v=0\r?\n/.test(text);
}

/** The path alone: the host is no page's business. */
function locationOf(header: string | null): Pick<Call, 'location' | 'id'> {
  const base = 'http://localhost';
  if (!header || !URL.canParse(header, base)) return { location: undefined, id: undefined };
  const { pathname } = new URL(header, base);
  const id = /\/calls\/([^/]+)$/.exec(pathname)?.[1];
  return { location: id && pathname, id };
}
