import type { RealtimeSession } from '../session/realtime-session.js';

/** What a control may ask for. */
export type RequestVerb =
  'start' | 'stop' | 'resume' | 'interrupt' | 'mute' | 'unmute' | 'connect' | 'disconnect' | 'send';

/**
 * Asks the page, then acts: fires a cancelable `realtime-<verb>-request` and,
 * unless the page prevents it, does it. Synchronous, so that the click counts.
 *
 * @returns false when the page prevented it or there is no session
 */
export function request(
  host: EventTarget,
  verb: RequestVerb,
  session: RealtimeSession | null,
  act: (session: RealtimeSession) => void,
): boolean {
  const event = new Event(`realtime-${verb}-request`, { bubbles: true, composed: true, cancelable: true });
  if (!host.dispatchEvent(event) || !session) return false;
  act(session);
  return true;
}
