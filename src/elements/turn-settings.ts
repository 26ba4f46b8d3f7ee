import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { followChat } from '../context/follow-chat.js';
import { sessionContext } from '../context/session-context.js';
import type { SessionSettings } from '../session/session-settings.js';
import { TextsController } from '../texts/texts-controller.js';
import { fieldStyles } from './field-styles.js';
import { tokens } from './shared-styles.js';

type Chat = LitElement & SessionSettings;

interface NumberField {
  readonly name: 'threshold' | 'prefixPaddingMs' | 'silenceDurationMs' | 'idleTimeoutMs';
  readonly min: number;
  readonly max?: number;
  readonly step: number;
  /** What holds while it is empty; default: never. */
  readonly unset?: string;
}

const NUMBERS: readonly NumberField[] = [
  { name: 'threshold', min: 0, max: 1, step: 0.05, unset: '0.5' },
  { name: 'prefixPaddingMs', min: 0, step: 50, unset: '300' },
  { name: 'silenceDurationMs', min: 0, step: 50, unset: '500' },
  { name: 'idleTimeoutMs', min: 5000, max: 30_000, step: 500 },
];

const CHECKS = ['noAutoResponse', 'noInterrupt'] as const;

/**
 * A small form for who speaks when: it sets the properties of the `<realtime-voice-chat>` around it,
 * and shows those that apply. A number out of range is not set.
 *
 * @tag turn-settings
 * @fires realtime-settings-change - after a property of the chat was set
 * @csspart field - one setting with its label
 * @csspart control - the native select or input
 * @csspart message - why a number is not possible, in the browser's words
 * @cssprop [--realtime-accent] - colour of what is checked and of the focus
 * @cssprop [--realtime-danger] - colour of what is not possible
 */
export class TurnSettings extends LitElement {
  static override properties = {
    htmlFor: { attribute: 'for' },
  };
  static override styles = [
    tokens,
    fieldStyles,
    css`
      :host {
        accent-color: var(--_accent);
      }
      fieldset {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, max(11rem, 40%)), 1fr));
        gap: 0.875rem 1rem;
        align-items: start;
        margin: 0;
        padding: 0;
        border: 0;
        min-inline-size: 0;
      }
      .whole {
        grid-column: 1 / -1;
      }
      .check {
        grid-template-columns: auto 1fr;
        align-items: center;
        gap: 0.625rem;
        min-block-size: 2.75rem;
        margin-block: -0.375rem;
      }
      [type='checkbox'] {
        inline-size: 1.25rem;
        block-size: 1.25rem;
        margin: 0;
      }
      ::placeholder {
        color: var(--_quiet);
        opacity: 1;
      }
      [aria-invalid='true'] {
        border-color: var(--_danger);
      }
      [part='message'] {
        unicode-bidi: plaintext;
        color: var(--_danger);
      }
      [part='message']:empty {
        display: none;
      }
    `,
  ];

  /** The id of the `<realtime-voice-chat>` to set, when it is not around this element. */
  declare htmlFor?: string;

  #chat: Chat | null = null;
  /** Why the number typed is not possible, and what the chat had then. */
  #messages: { [name: string]: { words: string; kept: unknown } } = {};
  readonly #texts = new TextsController(this);
  /** Joins the controllers of the chat, so that what a program sets there is shown here. */
  readonly #mirror = { hostUpdated: () => this.requestUpdate() };

  constructor() {
    super();
    followChat(this, 'session', sessionContext, (session, named = closestChat(this)) => {
      const chat = session && (named as Chat);
      if (chat === this.#chat) return;
      this.#chat?.removeController(this.#mirror);
      this.#chat = chat;
      chat?.addController(this.#mirror);
      this.requestUpdate();
    });
  }

  protected override render(): TemplateResult {
    const chat = this.#chat;
    const mode = chat?.turnDetection ?? 'semantic_vad';
    const texts = this.#texts.value.settings;
    const { semantic: semantic_vad, server: server_vad, none, auto, low, medium, high } = texts;
    const modes = { semantic_vad, server_vad, none };
    const paces = { auto, low, medium, high };
    return html`<fieldset ?disabled=${!chat} aria-label=${texts.label} @change=${this.#change}>
      ${select('turnDetection', texts.turnDetection, modes, mode)}
      ${mode === 'semantic_vad' ? select('eagerness', texts.eagerness, paces, chat?.eagerness ?? 'auto') : nothing}
      ${
        mode === 'server_vad'
          ? NUMBERS.map((field) => {
              const { name, unset = texts.never } = field;
              const value = chat?.[name];
              const message = this.#messages[name];
              const words = message?.kept === value ? message?.words : '';
              return number({ ...field, unset }, texts[name], value, words);
            })
          : nothing
      }
      ${mode === 'none' ? nothing : CHECKS.map((name) => check(name, texts[name], !chat?.[name]))}
    </fieldset>`;
  }

  readonly #change = ({ target }: Event) => {
    const control = target as HTMLInputElement | HTMLSelectElement;
    const { name, validity, value } = control;
    // A number between two steps is possible too.
    const impossible = validity.rangeUnderflow || validity.rangeOverflow || validity.badInput;
    const words = impossible ? control.validationMessage : '';
    const kept = this.#chat?.[name as keyof SessionSettings];
    this.#messages = name === 'turnDetection' ? {} : { ...this.#messages, [name]: { words, kept } };
    this.requestUpdate();
    if (impossible) return;
    const setting =
      control.type === 'checkbox'
        ? !control.checked
        : control.type === 'number'
          ? value === ''
            ? undefined
            : Number(value)
          : value;
    Object.assign(this.#chat ?? {}, { [name]: setting });
    this.dispatchEvent(new Event('realtime-settings-change', { bubbles: true, composed: true }));
  };
}

function select(name: string, label: string, options: Record<string, string>, value: string): TemplateResult {
  return html`<div part="field" class="whole">
    <label for=${name}>${label}</label>
    <select part="control" id=${name} name=${name}>
      ${Object.entries(options).map(
        ([option, words]) => html`<option value=${option} .selected=${option === value}>${words}</option>`,
      )}
    </select>
  </div>`;
}

function number(
  { name, min, max, step, unset = '' }: NumberField,
  label: string,
  value: number | undefined,
  message = '',
): TemplateResult {
  return html`<div part="field">
    <label for=${name}>${label}</label>
    <input
      part="control"
      type="number"
      inputmode="decimal"
      id=${name}
      name=${name}
      min=${min}
      max=${max ?? nothing}
      step=${step}
      placeholder=${unset}
      aria-invalid=${Boolean(message)}
      aria-describedby="${name}-message"
      .value=${String(value ?? '')}
    />
    <span part="message" id="${name}-message" role="alert">${message}</span>
  </div>`;
}

function check(name: string, label: string, checked: boolean): TemplateResult {
  return html`<label part="field" class="check whole">
    <input part="control" type="checkbox" name=${name} .checked=${checked} /> ${label}
  </label>`;
}

/** The chat around a node, also when it stands in a shadow tree inside. */
function closestChat(node: Element): Element | undefined {
  const root = node.getRootNode();
  return (
    node.closest('realtime-voice-chat') ?? (root instanceof ShadowRoot ? closestChat(root.host) : undefined)
  );
}

if (!customElements.get('turn-settings')) customElements.define('turn-settings', TurnSettings);

declare global {
  interface HTMLElementTagNameMap {
    'turn-settings': TurnSettings;
  }
}
