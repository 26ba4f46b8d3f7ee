import { html, nothing, type ReactiveController, type ReactiveElement, type TemplateResult } from 'lit';
import type { RealtimeRequestEvent } from '../../context/request.js';
import type { Texts } from '../../texts/english.js';

/** What leads to a connection. */
const HELD = ['start', 'connect', 'send', 'show'].map((verb) => `realtime-${verb}-request`);
const KEY = 'realtime-consent:';

/** The person has agreed, or not, or no longer. */
export class RealtimeConsentEvent extends Event {
  readonly version: string;
  readonly accepted: boolean;

  constructor(version: string, accepted: boolean) {
    super('realtime-consent-change', { bubbles: true, composed: true });
    this.version = version;
    this.accepted = accepted;
  }
}

/** A request that waits, and the control that made it. */
interface Held {
  readonly control: HTMLElement;
  readonly again: () => boolean;
}

interface Host extends ReactiveElement {
  /** The version of what is agreed to; without one nobody is asked. */
  consent?: string | null;
}

/** Holds back what would connect until the person has agreed. */
export class Consent implements ReactiveController {
  /** The question is shown. */
  asking = false;
  readonly #host: Host;
  /** Where storage is blocked, it is asked for once on each page. */
  readonly #accepted = new Set<string>();
  /** What waits for the answer. */
  #held: Held | null = null;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    // At the window and on the way down: before the page acts, and also for controls outside that name the chat.
    for (const type of HELD) window.addEventListener(type, this.#hold, true);
  }

  hostDisconnected(): void {
    for (const type of HELD) window.removeEventListener(type, this.#hold, true);
  }

  get #version(): string {
    return this.#host.consent ?? '';
  }

  get #given(): boolean {
    try {
      if (localStorage.getItem(KEY + this.#version)) return true;
    } catch {
      // Blocked by the person's settings.
    }
    return this.#accepted.has(this.#version);
  }

  /** Takes the person's answer and, if it is yes, does what waited for it. Call it in a click. */
  answer(accepted: boolean): void {
    const version = this.#version;
    const held = this.#held;
    this.asking = false;
    this.#held = null;
    if (accepted) this.#accepted.add(version);
    else this.#accepted.delete(version);
    try {
      if (accepted) localStorage.setItem(KEY + version, new Date().toISOString());
      else localStorage.removeItem(KEY + version);
    } catch {
      // Then it is remembered on this page alone.
    }
    this.#host.requestUpdate();
    this.#host.dispatchEvent(new RealtimeConsentEvent(version, accepted));
    held?.control.focus();
    // Who held a button down has let go of it meanwhile.
    if (accepted && held?.control.getAttribute('mode') !== 'hold') held?.again();
  }

  render({ consent: words }: Texts['chat']): TemplateResult | typeof nothing {
    if (!this.asking) return nothing;
    return html`<div
      part="consent"
      role="alertdialog"
      aria-labelledby="consent"
      tabindex="-1"
      @keydown=${this.#key}
    >
      <div id="consent"><slot name="consent">${words.text}</slot></div>
      <div class="choice">
        <button part="accept" type="button" @click=${() => this.answer(true)}>${words.accept}</button>
        <button part="decline" type="button" @click=${() => this.answer(false)}>${words.decline}</button>
      </div>
    </div>`;
  }

  readonly #hold = (event: Event) => {
    const host = this.#host;
    const [control] = event.composedPath() as (HTMLElement & { htmlFor?: string })[];
    if (host.consent == null || !control || !this.#isOurs(control, event) || this.#given) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#held = { control, again: (event as RealtimeRequestEvent).again };
    this.asking = true;
    host.requestUpdate();
    // Not the button: a key that is still held down would press it.
    void host.updateComplete.then(() =>
      host.renderRoot.querySelector<HTMLElement>('[part=consent]')?.focus(),
    );
  };

  #isOurs(control: HTMLElement & { htmlFor?: string }, event: Event): boolean {
    const host = this.#host;
    if (!control.htmlFor) return event.composedPath().includes(host);
    return control.htmlFor === host.id && control.getRootNode() === host.getRootNode();
  }

  readonly #key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    event.preventDefault(); // a full-screen panel would close as well
    this.answer(false);
  };
}
