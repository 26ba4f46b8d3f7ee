import type { Session } from './session.ts';
import { askUpstream, type Upstream } from './upstream.ts';

const SDP = 'application/sdp';

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
  /** Such as `rtc_…`. */
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
  // Two plain parts of a form, each with its type: an empty file name makes no upload of them.
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
    return { answer, ...locationOf(response.headers.get('location'), upstream) };
  });
}

/**
 * Ends a call for both sides.
 *
 * @throws UpstreamError, with the status 404 for a call that has ended by itself
 */
export async function hangUp(upstream: Upstream, callId: string): Promise<void> {
  const request = {
    path: `/realtime/calls/${encodeURIComponent(callId)}/hangup`,
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

/** The path alone: which host answers our key is no page's business. */
function locationOf(header: string | null, { baseUrl }: Upstream): Pick<Call, 'location' | 'id'> {
  const base = URL.canParse(baseUrl) ? baseUrl : 'http://localhost';
  if (!header || !URL.canParse(header, base)) return { location: undefined, id: undefined };
  const { pathname } = new URL(header, base);
  const [, id] = /\/realtime\/calls\/([\w-]+)$/.exec(pathname) ?? [];
  return id ? { location: pathname, id } : { location: undefined, id: undefined };
}
