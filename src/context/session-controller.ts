import { ContextConsumer } from '@lit/context';
import type { ReactiveController, ReactiveElement } from 'lit';
import type { RealtimeSession } from '../session/realtime-session.js';
import { IDLE_STATE, type SessionState } from '../session/session-state.js';
import { sessionContext } from './session-context.js';

/** An element that may name its chat by id, when it does not stand inside it. */
interface Host extends ReactiveElement {
  htmlFor?: string;
}

/**
 * Connects an element to the session around it (or to that of the element its
 * `for` attribute names) and renders it when the part it selects has changed.
 */
export class SessionController<T> implements ReactiveController {
  /** The selected part of the state; of an idle state while there is no session. */
  value: T;
  session: RealtimeSession | null = null;
  readonly #host: Host;
  readonly #select: (state: SessionState) => T;
  readonly #own: RealtimeSession | undefined;

  /** @param own the session to follow, for the one element that owns it */
  constructor(host: Host, select: (state: SessionState) => T, own?: RealtimeSession) {
    this.#host = host;
    this.#select = select;
    this.#own = own;
    this.value = select(IDLE_STATE);
    host.addController(this);
    if (own) return;
    new ContextConsumer(host, {
      context: sessionContext,
      subscribe: true,
      callback: (session) => {
        if (!host.htmlFor) this.#follow(session);
      },
    });
  }

  hostConnected(): void {
    if (this.#own) this.#follow(this.#own);
    else void this.#followNamed();
  }

  hostDisconnected(): void {
    this.#follow(null);
  }

  async #followNamed(): Promise<void> {
    const host = this.#host;
    if (!host.htmlFor) return;
    await customElements.whenDefined('realtime-voice-chat');
    const root = host.getRootNode() as Document | ShadowRoot;
    const named = root.getElementById?.(host.htmlFor) as (Element & { session?: RealtimeSession }) | null;
    if (host.isConnected && named?.session) this.#follow(named.session);
  }

  #follow(session: RealtimeSession | null): void {
    if (session === this.session) return;
    this.session?.removeEventListener('change', this.#update);
    this.session = session;
    session?.addEventListener('change', this.#update);
    this.#update();
  }

  readonly #update = () => {
    const value = this.#select(this.session?.state ?? IDLE_STATE);
    if (Object.is(value, this.value)) return;
    this.value = value;
    this.#host.requestUpdate();
  };
}
