import { css, LitElement, type TemplateResult } from 'lit';
import { request } from '../context/request.js';
import { SessionController } from '../context/session-controller.js';
import { TextsController } from '../texts/texts-controller.js';
import { circleButton, circleButtonStyles } from './circle-button.js';
import { microphone, microphoneOff } from './icons.js';
import { reflectState } from './reflect-state.js';
import { tokens } from './shared-styles.js';

/**
 * Silences the microphone without ending the recording, and lets it be heard again.
 *
 * @tag mute-button
 * @slot - the label; default “Mute”, also while pressed: a button that stays down keeps its name
 * @fires realtime-mute-request - cancelable, before the microphone is silenced
 * @fires realtime-unmute-request - cancelable, before it is heard again
 * @csspart button - the native button; `aria-pressed` while muted
 * @csspart circle - the round with the icon
 * @csspart label - the text
 * @cssprop [--realtime-control-size=3rem] - diameter of the circle
 * @cssprop [--realtime-raised] - colour of the circle
 * @cssprop [--realtime-text] - colour of icon and label; of the circle while muted
 * @cssstate audible, muted - also as `data-state`
 */
export class MuteButton extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties = {
    htmlFor: { attribute: 'for' },
  };
  static override styles = [
    tokens,
    circleButtonStyles,
    css`
      :host([data-state='muted']) {
        --_fill: var(--_text);
        --_ink: var(--_surface);
      }
    `,
  ];

  /** The id of the `<realtime-voice-chat>` to control, when it is not around this element. */
  declare htmlFor?: string;

  readonly #internals = this.attachInternals();
  readonly #muted = new SessionController(this, ({ muted }) => muted);
  readonly #texts = new TextsController(this);

  protected override render(): TemplateResult {
    const muted = this.#muted.value;
    reflectState(this, this.#internals, muted ? 'muted' : 'audible');
    return circleButton({
      icon: muted ? microphoneOff : microphone,
      label: this.#texts.value.mute.mute,
      pressed: muted,
      press: this.#press,
    });
  }

  readonly #press = () => {
    const { value: muted, session } = this.#muted;
    request(this, muted ? 'unmute' : 'mute', session, (s) => s.setMuted(!muted));
  };
}

if (!customElements.get('mute-button')) customElements.define('mute-button', MuteButton);

declare global {
  interface HTMLElementTagNameMap {
    'mute-button': MuteButton;
  }
}
