import { css, LitElement, type TemplateResult } from 'lit';
import { request } from '../context/request.js';
import { SessionController } from '../context/session-controller.js';
import type { SessionState } from '../session/session-state.js';
import { TextsController } from '../texts/texts-controller.js';
import { circleButton, circleButtonStyles } from './circle-button.js';
import { HoldGesture } from './hold-gesture.js';
import { Hotkey } from './hotkey.js';
import { microphone, stop } from './icons.js';
import { reflectState } from './reflect-state.js';
import { tokens } from './shared-styles.js';

const buttonState = ({ recording, status, asking }: SessionState) =>
  recording ? 'recording' : asking ? 'asking' : status === 'connecting' ? status : 'idle';

/**
 * Starts and stops recording: press to speak, press again when done; or, with `mode="hold"`, hold
 * it down while speaking. Connects first if need be.
 *
 * @tag record-button
 * @slot - the label; default what a press does: “Start recording”, “Cancel” or “Stop recording”, “Hold to talk” or
 *   “Release to send”. With a label of yours, which stays, `aria-pressed` says whether it records
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
    mode: { reflect: true },
    hotkey: {},
  };
  static override styles = [
    tokens,
    circleButtonStyles,
    css`
      :host {
        --_size: var(--realtime-button-size, 4.5rem);
        --_fill: var(--_accent);
        --_ink: var(--_on-accent);
        --_edge: transparent;
        --_text-size: 0.875rem;
        touch-action: manipulation;
      }
      :host([mode='hold']) {
        touch-action: none;
      }
      :host([data-state='recording']) {
        --_fill: var(--_danger);
        --_ink: var(--_surface);
      }
      /* As wide as the ring that the loudest voice makes. */
      button {
        gap: calc(var(--_size) / 9);
      }
      [part='circle']::before {
        content: '';
        position: absolute;
        inset: 0;
        border-radius: 50%;
        background: var(--_fill);
        opacity: 0.25;
        scale: calc(1 + 0.22 * var(--_level, 0));
      }
      @media (prefers-reduced-motion: reduce) {
        [part='circle']::before {
          scale: 1;
        }
      }
    `,
  ];

  /** The id of the `<realtime-voice-chat>` to control, when it is not around this element. */
  declare htmlFor?: string;
  /**
   * `toggle` (default): each press starts or stops. `hold`: records while it is held down by mouse,
   * touch, pen, Space or Enter.
   */
  declare mode?: 'toggle' | 'hold';
  /**
   * A key that presses it from anywhere on the page, as `KeyboardEvent.code`: `Space`, `KeyT`. What is
   * typed in a field or meant for a link or another button is left alone.
   */
  declare hotkey?: string;

  /** Before the session's controller, so that on removal it lets go while the session is known. */
  readonly #hold = new HoldGesture(
    this,
    () => this.#start(),
    () => this.#stop(),
  );
  readonly #internals = this.attachInternals();
  readonly #state = new SessionController(this, buttonState);
  readonly #texts = new TextsController(this);
  #frame = 0;

  constructor() {
    super();
    new Hotkey(this, (code) => (this.mode === 'hold' ? this.#hold.begin(code) : this.#toggle()));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.#frame);
  }

  protected override render(): TemplateResult {
    const state = this.#state.value;
    const recording = state === 'recording';
    reflectState(this, this.#internals, state === 'asking' ? 'connecting' : state);
    const hold = this.mode === 'hold';
    const { start, cancel, hold: press, release, stop: end } = this.#texts.value.record;
    return circleButton({
      icon: recording && !hold ? stop : microphone,
      label: hold ? (recording ? release : press) : recording ? end : state === 'asking' ? cancel : start,
      press: this.#press,
      // A name that changes says it already.
      ...((this.childElementCount || this.textContent?.trim()) && { pressed: recording }),
      hotkey: this.hotkey,
    });
  }

  protected override firstUpdated(): void {
    this.renderRoot.addEventListener('slotchange', () => this.requestUpdate());
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

  #start(): boolean {
    return request(this, 'start', this.#state.session, (session) => void session.startTurn());
  }

  #stop(): void {
    request(this, 'stop', this.#state.session, (session) => void session.endTurn());
  }

  /** A second press takes the first back, also while the browser still asks for the microphone. */
  #toggle(): void {
    if (/^(recording|asking)$/.test(this.#state.value)) this.#stop();
    else this.#start();
  }

  /** In hold mode the gesture has done it, unless it was no gesture: a screen reader's or a script's click. */
  readonly #press = ({ detail }: MouseEvent) => {
    if (this.mode !== 'hold' || detail === 0) this.#toggle();
  };
}

if (!customElements.get('record-button')) customElements.define('record-button', RecordButton);

declare global {
  interface HTMLElementTagNameMap {
    'record-button': RecordButton;
  }
}
