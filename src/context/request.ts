import type { RealtimeSession } from '../session/realtime-session.js';

/** What a control may ask for. */
export type RequestVerb =
  | 'start'
  | 'stop'
  | 'resume'
  | 'interrupt'
  | 'mute'
  | 'unmute'
  | 'connect'
  | 'disconnect'
  | 'send'
  | 'volume'
  | 'camera'
  | 'device'
  | 'show'
  | 'replay'
  | 'download'
  | 'delete'
  | 'export';

/** Of a control, before it acts: `realtime-<verb>-request`, cancelable. */
export class RealtimeRequestEvent extends Event {
  /** Asks again, for a page that prevented it for a while: once consent was given, say. Call it in a click. */
  readonly again: () => boolean;

  constructor(verb: RequestVerb, again: () => boolean) {
    super(`realtime-${verb}-request`, { bubbles: true, composed: true, cancelable: true });
    this.again = again;
  }
}

/**
 * Asks the page, then acts: fires a cancelable `realtime-<verb>-request` and,
 * unless the page prevents it, does it. Synchronous, so that the click counts.
 *
 * @returns false when the page prevented it or there is no session (or what else `act` is for)
 */
export function request<T = RealtimeSession>(
  host: EventTarget,
  verb: RequestVerb,
  target: T | null,
  act: (target: T) => void,
): boolean {
  const again = () => request(host, verb, target, act);
  if (!host.dispatchEvent(new RealtimeRequestEvent(verb, again)) || !target) return false;
  act(target);
  return true;
}
