import { css, html, LitElement, svg, type TemplateResult } from 'lit';
import { request } from '../context/request.js';
import { SessionController } from '../context/session-controller.js';
import type { SessionState } from '../session/session-state.js';
import { reflectState } from './reflect-state.js';
import { tokens } from './shared-styles.js';

const microphone = svg`<path d="M12 15a4 4 0 0 0 4-4V6a4 4 0 0 0-8 0v5a4 4 0 0 0 4 4Zm7-4a1 1 0 1 0-2 0 5 5 0 0 1-10 0 1 1 0 1 0-2 0 7 7 0 0 0 6 6.9V21a1 1 0 1 0 2 0v-3.1a7 7 0 0 0 6-6.9Z"/>`;
const stop = svg`<rect x="6.5" y="6.5" width="11" height="11" rx="2.5"/>`;

type ButtonState = 'idle' | 'connecting' | 'recording';

const buttonState = ({ recording, status }: SessionState): ButtonState =>
  recording ? 'recording' : status === 'connecting' ? 'connecting' : 'idle';

/**
 * Starts and stops recording: press to speak, press again when done. Connects
 * first if need be.
 *
 * @tag record-button
 * @slot - the label; default “Start recording” or “Stop recording”
 * @fires realtime-start-request - cancelable, before recording starts
 * @fires realtime-stop-request - cancelable, before recording stops
 * @csspart button - the native button
 * @csspart circle - the round with the icon
 * @csspart label - the text
 * @cssprop [--realtime-accent] - colour of the circle
 * @cssprop [--realtime-danger] - colour of the circle while recording
 * @cssprop [--realtime-button-size=4.5rem] - diameter of the circle
 * @cssstate idle, connecting, recording - also as `data-state`
 */
export class RecordButton extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties = {
    htmlFor: { attribute: 'for' },
  };
  static override styles = [
    tokens,
    css`
      :host {
        display: inline-block;
        --_fill: var(--_accent);
        --_icon: var(--_on-accent);
      }
      :host([data-state='recording']) {
        --_fill: var(--realtime-danger, light-dark(#c02636, #dd3c4c));
        --_icon: #fff;
      }
      button {
        all: unset;
        box-sizing: border-box;
        display: grid;
        justify-items: center;
        gap: 0.625rem;
        cursor: pointer;
        font-size: 0.875rem;
        font-weight: 500;
        -webkit-tap-highlight-color: transparent;
      }
      [part='circle'] {
        position: relative;
        display: grid;
        place-items: center;
        inline-size: var(--realtime-button-size, 4.5rem);
        aspect-ratio: 1;
        border-radius: 50%;
        background: var(--_fill);
        transition:
          background 0.2s,
          transform 0.1s;
      }
      [part='circle']::before {
        content: '';
        position: absolute;
        inset: 0;
        border-radius: 50%;
        background: var(--_fill);
        opacity: 0.25;
        scale: calc(1 + 0.55 * var(--_level, 0));
      }
      button:hover [part='circle'] {
        filter: brightness(1.08);
      }
      button:active [part='circle'] {
        transform: scale(0.96);
      }
      button:focus-visible [part='circle'] {
        outline: 3px solid var(--_accent);
        outline-offset: 4px;
      }
      svg {
        position: relative;
        inline-size: 45%;
        fill: var(--_icon);
      }
      :host([data-state='connecting']) [part='circle']::after {
        content: '';
        position: absolute;
        inset: -6px;
        border: 3px solid transparent;
        border-block-start-color: var(--_accent);
        border-radius: 50%;
        animation: turn 0.9s linear infinite;
      }
      @keyframes turn {
        to {
          rotate: 1turn;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        :host [part='circle']::after {
          animation-duration: 4s !important;
        }
        [part='circle']::before {
          scale: 1;
        }
      }
      @media (forced-colors: active) {
        [part='circle'] {
          border: 2px solid ButtonText;
        }
        svg {
          fill: ButtonText;
        }
      }
    `,
  ];

  /** The id of the `<realtime-voice-chat>` to control, when it is not around this element. */
  declare htmlFor?: string;

  readonly #internals = this.attachInternals();
  readonly #state = new SessionController(this, buttonState);
  #frame = 0;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.#frame);
  }

  protected override render(): TemplateResult {
    const state = this.#state.value;
    const recording = state === 'recording';
    reflectState(this, this.#internals, state);
    return html`<button part="button" type="button" aria-pressed=${recording} @click=${this.#press}>
      <span part="circle"
        ><svg viewBox="0 0 24 24" aria-hidden="true">${recording ? stop : microphone}</svg></span
      >
      <span part="label"><slot>${recording ? 'Stop recording' : 'Start recording'}</slot></span>
    </button>`;
  }

  protected override updated(): void {
    cancelAnimationFrame(this.#frame);
    this.#drawLevel();
  }

  /** Lets the ring follow the voice, past the rendering: it changes with every frame. */
  readonly #drawLevel = () => {
    const session = this.#state.value === 'recording' ? this.#state.session : null;
    this.style.setProperty('--_level', (session?.getLevel('input') ?? 0).toFixed(2));
    if (session) this.#frame = requestAnimationFrame(this.#drawLevel);
  };

  readonly #press = () => {
    const { value, session } = this.#state;
    if (value === 'recording') request(this, 'stop', session, (s) => void s.endTurn());
    else request(this, 'start', session, (s) => void s.startTurn());
  };
}

if (!customElements.get('record-button')) customElements.define('record-button', RecordButton);

declare global {
  interface HTMLElementTagNameMap {
    'record-button': RecordButton;
  }
}
