import { css, html, LitElement, type TemplateResult } from 'lit';
import { request } from '../context/request.js';
import { SessionController } from '../context/session-controller.js';
import { TextsController } from '../texts/texts-controller.js';
import { loudspeakerOff, loudspeakerOn } from './media-icons.js';
import { lineStyles, tokens } from './shared-styles.js';

/**
 * How loud the answers are. The loudspeaker beside it silences them and lets them be heard again.
 *
 * @tag volume-slider
 * @fires realtime-volume-request - cancelable, before the volume changes to `value`
 * @csspart mute - the native button; `aria-pressed` while the answers are silenced
 * @csspart slider - the native range
 * @cssprop [--realtime-accent] - colour of the slider
 */
export class VolumeSlider extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties = {
    htmlFor: { attribute: 'for' },
    label: {},
  };
  static override styles = [
    tokens,
    lineStyles,
    css`
      :host {
        display: inline-flex;
        align-items: center;
        gap: 0.25rem;
        inline-size: 12rem;
        max-inline-size: 100%;
        accent-color: var(--_accent);
      }
      button {
        all: unset;
        box-sizing: border-box;
        flex: none;
        inline-size: 2.75rem;
        padding: 0.625rem;
        aspect-ratio: 1;
        border-radius: 50%;
        cursor: pointer;
        -webkit-tap-highlight-color: transparent;
      }
      button:hover {
        background: var(--_raised);
      }
      svg {
        display: block;
        fill: currentColor;
      }
      input {
        flex: 1;
        min-inline-size: 0;
        min-block-size: 2.75rem;
        margin: 0;
        cursor: pointer;
      }
      :focus-visible {
        outline: 2px solid var(--_accent);
        outline-offset: -2px;
        border-radius: 1.375rem;
      }
      :host(:dir(rtl)) svg {
        scale: -1 1;
      }
    `,
  ];

  /** The id of the `<realtime-voice-chat>` to control, when it is not around this element. */
  declare htmlFor?: string;
  /** Its name for those who do not see it, default “Volume”. */
  declare label?: string;

  readonly #volume = new SessionController(this, ({ volume }) => volume);
  readonly #texts = new TextsController(this);
  /** What it was before it was silenced. */
  #before = 1;
  #wanted = 1;

  /** What it was set to, 0…1; in a `realtime-volume-request` what it will be. */
  get value(): number {
    return this.#wanted;
  }

  protected override willUpdate(): void {
    this.#wanted = this.#volume.value;
  }

  protected override render(): TemplateResult {
    const { volume } = this.#texts.value;
    const value = this.#volume.value;
    return html`<button
        part="mute"
        type="button"
        aria-label=${volume.mute}
        aria-pressed=${value === 0}
        @click=${this.#mute}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">${value === 0 ? loudspeakerOff : loudspeakerOn}</svg>
      </button>
      <input
        part="slider"
        type="range"
        aria-label=${this.label ?? volume.label}
        aria-valuetext=${value.toLocaleString([], { style: 'percent' })}
        @input=${this.#slide}
      />`;
  }

  protected override updated(): void {
    this.#show();
  }

  #show(): void {
    (this.renderRoot.querySelector('input') as HTMLInputElement).value = String(this.#wanted * 100);
  }

  #set(volume: number): void {
    this.#wanted = volume;
    request(this, 'volume', this.#volume.session, (session) => session.setVolume(volume));
    // Prevented, it goes back.
    this.#wanted = this.#volume.session?.state.volume ?? 1;
    this.#show();
  }

  readonly #slide = ({ target }: Event) => {
    this.#set(Number((target as HTMLInputElement).value) / 100);
  };

  readonly #mute = () => {
    const { value } = this.#volume;
    if (value > 0) this.#before = value;
    this.#set(value > 0 ? 0 : this.#before);
  };
}

if (!customElements.get('volume-slider')) customElements.define('volume-slider', VolumeSlider);

declare global {
  interface HTMLElementTagNameMap {
    'volume-slider': VolumeSlider;
  }
}
