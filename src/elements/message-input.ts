import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { request } from '../context/request.js';
import { SessionController } from '../context/session-controller.js';
import { TextsController } from '../texts/texts-controller.js';
import { arrowUp } from './icons.js';
import { tokens } from './shared-styles.js';

/** What Safari reports for the Enter that ends a composition, instead of `isComposing`. */
const KEY_CODE_OF_COMPOSITION = 229;

/**
 * Sends what is typed into the conversation, while its sound goes on. Enter sends, Shift and Enter
 * begin a new line. Connects first if need be.
 *
 * @tag message-input
 * @fires realtime-send-request - cancelable, before `value` is sent
 * @csspart form - field and button
 * @csspart field - the native textarea
 * @csspart send - the native button
 * @cssprop [--realtime-accent] - colour of the button and of the line around the focused field
 * @cssprop [--realtime-surface] - the background
 * @cssprop [--realtime-radius=1rem] - how round it is
 */
export class MessageInput extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties = {
    htmlFor: { attribute: 'for' },
    label: {},
    placeholder: {},
    value: {},
  };
  static override styles = [
    tokens,
    css`
      :host {
        display: block;
      }
      form {
        display: flex;
        align-items: end;
        padding: 2px;
        background: var(--_surface);
        border: 1px solid color-mix(in srgb, var(--_quiet) 70%, var(--_surface));
        border-radius: max(var(--_radius), 0.25rem);
      }
      form:focus-within {
        border-color: var(--_accent);
        outline: 1px solid var(--_accent);
      }
      textarea {
        flex: 1;
        field-sizing: content;
        min-inline-size: 0;
        min-block-size: 2.75rem;
        max-block-size: 9rem;
        padding: 0.625rem;
        padding-inline: 0.875rem 0.25rem;
        resize: none;
        border: 0;
        outline: 0;
        background: none;
        font: inherit;
        font-size: max(1rem, 16px);
        line-height: 1.5;
        color: inherit;
        scrollbar-width: thin;
      }
      ::placeholder {
        color: var(--_quiet);
        opacity: 1;
      }
      button {
        all: unset;
        box-sizing: border-box;
        display: grid;
        flex: none;
        place-items: center;
        inline-size: 2.75rem;
        aspect-ratio: 1;
        cursor: pointer;
        -webkit-tap-highlight-color: transparent;
      }
      svg {
        inline-size: 2rem;
        padding: 0.375rem;
        border-radius: 50%;
        background: var(--_accent);
        transition: background 0.2s;
      }
      .line {
        fill: none;
        stroke: var(--_on-accent);
        stroke-width: 2.5;
        stroke-linecap: round;
        stroke-linejoin: round;
      }
      :placeholder-shown + button svg {
        background: var(--_raised);
      }
      :placeholder-shown + button .line {
        stroke: var(--_quiet);
      }
      button:hover svg {
        filter: brightness(1.08);
      }
      button:focus-visible svg {
        outline: 2px solid var(--_accent);
        outline-offset: 2px;
      }
      @media (forced-colors: active) {
        form:focus-within {
          outline: 2px solid Highlight;
        }
        svg {
          background: ButtonFace !important;
          border: 1px solid ButtonText;
        }
        .line {
          stroke: ButtonText !important;
        }
      }
    `,
  ];

  /** The id of the `<realtime-voice-chat>` to write to, when it is not around this element. */
  declare htmlFor?: string;
  /** The field's name for those who do not see it, default “Message”. */
  declare label?: string;
  /** Shown while nothing is typed, default “Type a message”. */
  declare placeholder?: string;
  /** What is typed and not sent yet. */
  declare value: string;

  readonly #state = new SessionController(this, () => null);
  readonly #texts = new TextsController(this);

  constructor() {
    super();
    this.value = '';
  }

  protected override render(): TemplateResult {
    const texts = this.#texts.value.message;
    return html`<form part="form" @submit=${this.#submit}>
      <textarea
        part="field"
        rows="1"
        enterkeyhint="send"
        dir=${this.value ? 'auto' : nothing}
        aria-label=${this.label ?? texts.label}
        placeholder=${(this.placeholder ?? texts.placeholder) || ' '}
        .value=${this.value}
        @input=${this.#input}
        @keydown=${this.#keyDown}
      ></textarea>
      <button part="send" aria-label=${texts.send}>
        <svg viewBox="0 0 24 24" aria-hidden="true">${arrowUp}</svg>
      </button>
    </form>`;
  }

  /** Lets the field grow with its text where the browser does not by itself. */
  protected override updated(): void {
    if (CSS.supports('field-sizing', 'content')) return;
    const { style } = this.#field;
    style.blockSize = 'auto';
    style.blockSize = `${this.#field.scrollHeight}px`;
  }

  get #field(): HTMLTextAreaElement {
    return this.renderRoot.querySelector('textarea') as HTMLTextAreaElement;
  }

  readonly #input = ({ target }: Event) => {
    this.value = (target as HTMLTextAreaElement).value;
  };

  readonly #keyDown = (event: KeyboardEvent) => {
    const composing = event.isComposing || event.keyCode === KEY_CODE_OF_COMPOSITION;
    if (event.key !== 'Enter' || event.shiftKey || composing) return;
    this.#submit(event);
  };

  readonly #submit = (event: Event) => {
    event.preventDefault();
    const text = this.value.trim();
    if (!text) return;
    request(this, 'send', this.#state.session, (session) => {
      this.value = '';
      void session.sendText(text);
    });
    this.#field.focus();
  };
}

if (!customElements.get('message-input')) customElements.define('message-input', MessageInput);

declare global {
  interface HTMLElementTagNameMap {
    'message-input': MessageInput;
  }
}
