import type { RealtimeSession } from '../session/realtime-session.js';
import { IDLE_STATE, type SessionState } from '../session/session-state.js';
import { followChat, type Host } from './follow-chat.js';
import { sessionContext } from './session-context.js';

/**
 * Connects an element to the session around it (or to that of the element its
 * `for` attribute names) and renders it when the part it selects has changed.
 */
export class SessionController<T> {
  /** The selected part of the state; of an idle state while there is no session. */
  value: T;
  session: RealtimeSession | null = null;
  readonly #host: Host;
  readonly #select: (state: SessionState) => T;

  /** @param own the session to follow, for the one element that owns it */
  constructor(host: Host, select: (state: SessionState) => T, own?: RealtimeSession) {
    this.#host = host;
    this.#select = select;
    this.value = select(IDLE_STATE);
    const follow = (session: RealtimeSession | null) => this.#follow(session);
    if (!own) followChat(host, 'session', sessionContext, follow);
    else host.addController({ hostConnected: () => follow(own), hostDisconnected: () => follow(null) });
  }

  #follow(session: RealtimeSession | null): void {
    if (session === this.session) return;
    this.session?.removeEventListener('change', this.#update);
    this.session = session;
    session?.addEventListener('change', this.#update);
    this.#update();
    // What is asked of the session itself may differ, too.
    this.#host.requestUpdate();
  }

  readonly #update = () => {
    const value = this.#select(this.session?.state ?? IDLE_STATE);
    if (Object.is(value, this.value)) return;
    this.value = value;
    this.#host.requestUpdate();
  };
}
