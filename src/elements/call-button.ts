import { css, LitElement, type TemplateResult } from 'lit';
import { request } from '../context/request.js';
import { SessionController } from '../context/session-controller.js';
import { TextsController } from '../texts/texts-controller.js';
import { circleButton, circleButtonStyles } from './circle-button.js';
import { phone } from './icons.js';
import { reflectState } from './reflect-state.js';
import { tokens } from './shared-styles.js';

/**
 * Connects and hangs up. Pressed while it connects, it gives up.
 *
 * @tag call-button
 * @slot - the label; default “Connect”, “Cancel” or “Hang up”
 * @fires realtime-connect-request - cancelable, before it connects
 * @fires realtime-disconnect-request - cancelable, before it hangs up or gives up
 * @csspart button - the native button
 * @csspart circle - the round with the icon
 * @csspart label - the text
 * @cssprop [--realtime-control-size=3rem] - diameter of the circle
 * @cssprop [--realtime-accent] - colour of the icon
 * @cssprop [--realtime-danger] - colour of the icon when it hangs up
 * @cssstate idle, connecting, connected, failed - also as `data-state`
 */
export class CallButton extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties = {
    htmlFor: { attribute: 'for' },
  };
  static override styles = [
    tokens,
    circleButtonStyles,
    css`
      :host {
        --_ink: var(--_accent);
      }
      :host(:is([data-state='connecting'], [data-state='connected'])) {
        --_ink: var(--_danger);
        --_fill: color-mix(in srgb, var(--_danger) 14%, var(--_surface));
      }
      svg {
        transition: rotate 0.2s;
      }
      :host(:is([data-state='idle'], [data-state='failed'])) svg {
        rotate: -135deg;
      }
      @media (prefers-reduced-motion: reduce) {
        svg {
          transition: none;
        }
      }
    `,
  ];

  /** The id of the `<realtime-voice-chat>` to control, when it is not around this element. */
  declare htmlFor?: string;

  readonly #internals = this.attachInternals();
  readonly #status = new SessionController(this, ({ status }) => status);
  readonly #texts = new TextsController(this);

  protected override render(): TemplateResult {
    const status = this.#status.value;
    const { connect, cancel, hangUp } = this.#texts.value.call;
    reflectState(this, this.#internals, status);
    const label = status === 'connected' ? hangUp : status === 'connecting' ? cancel : connect;
    return circleButton({ icon: phone, label, press: this.#press });
  }

  readonly #press = () => {
    const { value: status, session } = this.#status;
    const inCall = status === 'connecting' || status === 'connected';
    if (inCall) request(this, 'disconnect', session, (s) => s.disconnect());
    else request(this, 'connect', session, (s) => void s.connect());
  };
}

if (!customElements.get('call-button')) customElements.define('call-button', CallButton);

declare global {
  interface HTMLElementTagNameMap {
    'call-button': CallButton;
  }
}
