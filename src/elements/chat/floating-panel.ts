import { html, nothing, type ReactiveController, type ReactiveElement, type TemplateResult } from 'lit';
import type { Texts } from '../../texts/english.js';
import { cross, voice } from '../icons.js';

/** There the panel fills the screen, and what is behind it cannot be reached. */
const SMALL = '(width < 40rem) or (height < 30rem)';
const KEY = 'realtime-open:';

interface Host extends ReactiveElement {
  variant: string;
  open: boolean;
}

/** A launcher in the corner and the panel that it opens. */
export class FloatingPanel implements ReactiveController {
  readonly #host: Host;
  readonly #small = matchMedia(SMALL);
  /** Where the focus goes once it is rendered: nowhere if it was opened by the page and not by a press. */
  #focus: string | null = null;
  #restored = false;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#small.addEventListener('change', this.#sync);
  }

  hostDisconnected(): void {
    this.#small.removeEventListener('change', this.#sync);
  }

  get #floats(): boolean {
    return this.#host.variant === 'floating';
  }

  /** Open on the page before, open on this one; but nobody wants to be greeted by a full screen. */
  hostUpdate(): void {
    if (this.#restored || !this.#floats) return;
    this.#restored = true;
    try {
      if (!this.#small.matches && sessionStorage.getItem(KEY + this.#host.id)) this.#host.open = true;
    } catch {
      // Blocked by the person's settings.
    }
  }

  hostUpdated(): void {
    this.#sync();
    const root = this.#host.renderRoot;
    const found = this.#focus && (root.querySelector(this.#focus) ?? root.querySelector('dialog'));
    (found as HTMLElement | null)?.focus();
    this.#focus = null;
  }

  /** @param word what goes on, said on the launcher while the panel is closed; empty if nothing does */
  render(texts: Texts['chat'], word: string, body: TemplateResult): TemplateResult {
    const { open } = this.#host;
    return html`<dialog
        part="panel"
        id="panel"
        tabindex="-1"
        aria-label=${this.#host.ariaLabel ?? texts.label}
        @keydown=${this.#key}
        @cancel=${this.#cancel}
      >
        ${body}
      </dialog>
      <button
        part="launcher"
        type="button"
        aria-haspopup="dialog"
        aria-controls="panel"
        aria-expanded=${open}
        @click=${() => this.set(!open)}
      >
        <slot name="launcher">
          <svg viewBox="0 0 24 24" aria-hidden="true">${open ? cross : voice}</svg>
          <span class="unseen">${texts.open}</span>
        </slot>
        <span part="launcher-status" ?hidden=${open || !word}>${word}</span>
      </button>`;
  }

  closeButton(texts: Texts['chat']): TemplateResult | typeof nothing {
    if (!this.#floats) return nothing;
    return html`<button part="close" type="button" aria-label=${texts.close} @click=${() => this.set(false)}>
      <svg viewBox="0 0 24 24" aria-hidden="true">${cross}</svg>
    </button>`;
  }

  /** Opens or closes it for somebody who pressed something; the focus goes along. */
  readonly set = (open: boolean) => {
    const host = this.#host;
    host.open = open;
    this.#focus = open ? 'record-button' : '[part=launcher]';
    try {
      if (open) sessionStorage.setItem(KEY + host.id, '1');
      else sessionStorage.removeItem(KEY + host.id);
    } catch {
      // Then it is closed on the next page.
    }
    host.dispatchEvent(new Event('realtime-open-change', { bubbles: true, composed: true }));
  };

  /** Brings the native dialog into line: beside the page, or above all of it. */
  readonly #sync = () => {
    const host = this.#host;
    const dialog = host.renderRoot?.querySelector('dialog');
    if (!dialog || !host.isConnected) return;
    const modal = host.open && this.#small.matches;
    if (modal === dialog.matches(':modal')) {
      dialog.open = host.open;
      return;
    }
    dialog.close();
    dialog.open = host.open && !modal;
    if (!modal) return;
    dialog.showModal();
    dialog.focus(); // not the first button, as the browser would
  };

  readonly #key = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.isComposing && !event.defaultPrevented) this.#cancel(event);
  };

  readonly #cancel = (event: Event) => {
    event.preventDefault();
    this.set(false);
  };
}
