import { LitElement, type TemplateResult } from 'lit';
import { request } from '../context/request.js';
import { SessionController } from '../context/session-controller.js';
import type { SessionState } from '../session/session-state.js';
import { TextsController } from '../texts/texts-controller.js';
import { circleButton, circleButtonStyles } from './circle-button.js';
import { hand } from './icons.js';
import { reflectState } from './reflect-state.js';
import { tokens } from './shared-styles.js';

const answering = ({ activity }: SessionState) =>
  activity === 'speaking' || activity === 'thinking' ? activity : 'idle';

/**
 * Silences the answer, or stops it before it sounds. Has nothing to do while there is none.
 *
 * @tag interrupt-button
 * @slot - the label; default “Interrupt”
 * @fires realtime-interrupt-request - cancelable, before the answer is silenced
 * @csspart button - the native button; `aria-disabled` while there is no answer
 * @csspart circle - the round with the icon
 * @csspart label - the text
 * @cssprop [--realtime-control-size=3rem] - diameter of the circle
 * @cssprop [--realtime-raised] - colour of the circle
 * @cssprop [--realtime-text] - colour of icon and label
 * @cssstate idle, thinking, speaking - also as `data-state`
 */
export class InterruptButton extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties = {
    htmlFor: { attribute: 'for' },
  };
  static override styles = [tokens, circleButtonStyles];

  /** The id of the `<realtime-voice-chat>` to control, when it is not around this element. */
  declare htmlFor?: string;

  readonly #internals = this.attachInternals();
  readonly #state = new SessionController(this, answering);
  readonly #texts = new TextsController(this);

  protected override render(): TemplateResult {
    const state = this.#state.value;
    reflectState(this, this.#internals, state);
    const label = this.#texts.value.interrupt.interrupt;
    return circleButton({ icon: hand, label, disabled: state === 'idle', press: this.#press });
  }

  readonly #press = () => {
    request(this, 'interrupt', this.#state.session, (session) => session.interrupt());
  };
}

if (!customElements.get('interrupt-button')) customElements.define('interrupt-button', InterruptButton);

declare global {
  interface HTMLElementTagNameMap {
    'interrupt-button': InterruptButton;
  }
}
