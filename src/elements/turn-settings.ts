import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { SessionSettings } from '../session/session-settings.js';
import { tokens } from './shared-styles.js';

type Chat = HTMLElement & SessionSettings;

const TURN_DETECTION = {
  semantic_vad: 'Meaning (semantic_vad)',
  server_vad: 'Silence (server_vad)',
  none: 'Button (none)',
};
const EAGERNESS = { auto: 'Automatic', low: 'Low', medium: 'Medium', high: 'High' };

interface NumberField {
  readonly name: 'threshold' | 'prefixPaddingMs' | 'silenceDurationMs' | 'idleTimeoutMs';
  readonly label: string;
  readonly min: number;
  readonly max?: number;
  readonly step: number;
  /** What holds while it is empty. */
  readonly unset: string;
}

const NUMBERS: readonly NumberField[] = [
  { name: 'threshold', label: 'Threshold (0–1)', min: 0, max: 1, step: 0.05, unset: '0.5' },
  { name: 'prefixPaddingMs', label: 'Prefix padding (ms)', min: 0, step: 50, unset: '300' },
  { name: 'silenceDurationMs', label: 'Silence (ms)', min: 0, step: 50, unset: '500' },
  { name: 'idleTimeoutMs', label: 'Idle timeout (ms)', min: 5000, max: 30_000, step: 500, unset: 'never' },
];

const CHECKS = [
  ['noAutoResponse', 'Answer by itself'],
  ['noInterrupt', 'Let speaking interrupt the answer'],
] as const;

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
    css`
      :host {
        display: block;
        font-size: 0.875rem;
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
      [part='field'] {
        display: grid;
        gap: 0.375rem;
      }
      [for] {
        font-weight: 500;
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
      select,
      [type='number'] {
        inline-size: 100%;
        min-block-size: 2.75rem;
        padding: 0 0.75rem;
        font: inherit;
        font-size: max(1rem, 16px);
        color: inherit;
        background: var(--_surface);
        border: 1px solid color-mix(in srgb, var(--_quiet) 70%, var(--_surface));
        border-radius: min(var(--_radius), 0.625rem);
      }
      select {
        appearance: none;
        padding-inline-end: 2.25rem;
        text-overflow: ellipsis;
        background:
          linear-gradient(45deg, transparent 50%, var(--_quiet) 50%) calc(100% - 1.125rem) 50% / 0.3125rem
            0.3125rem,
          linear-gradient(-45deg, transparent 50%, var(--_quiet) 50%) calc(100% - 0.8125rem) 50% / 0.3125rem
            0.3125rem,
          var(--_surface);
        background-repeat: no-repeat;
      }
      ::placeholder {
        color: var(--_quiet);
        opacity: 1;
      }
      :focus-visible {
        outline: 2px solid var(--_accent);
        outline-offset: 1px;
      }
      [aria-invalid='true'] {
        border-color: var(--_danger);
      }
      [part='message'] {
        color: var(--_danger);
      }
      [part='message']:empty {
        display: none;
      }
      :disabled,
      fieldset:disabled {
        opacity: 0.6;
      }
      @media (forced-colors: active) {
        select {
          appearance: auto;
        }
      }
    `,
  ];

  /** The id of the `<realtime-voice-chat>` to set, when it is not around this element. */
  declare htmlFor?: string;

  #chat: Chat | null = null;
  /** Why the number typed is not possible. */
  #messages: { [name: string]: string } = {};

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#findChat();
  }

  protected override render(): TemplateResult {
    const chat = this.#chat;
    const mode = chat?.turnDetection ?? 'semantic_vad';
    return html`<fieldset ?disabled=${!chat} aria-label="Turn taking" @change=${this.#change}>
      ${select('turnDetection', 'Turn detection', TURN_DETECTION, mode)}
      ${mode === 'semantic_vad' ? select('eagerness', 'Eagerness', EAGERNESS, chat?.eagerness ?? 'auto') : nothing}
      ${mode === 'server_vad' ? NUMBERS.map((field) => number(field, chat?.[field.name], this.#messages[field.name])) : nothing}
      ${mode === 'none' ? nothing : CHECKS.map(([name, label]) => check(name, label, !chat?.[name]))}
    </fieldset>`;
  }

  async #findChat(): Promise<void> {
    await customElements.whenDefined('realtime-voice-chat');
    if (!this.isConnected) return;
    const root = this.getRootNode() as Document | ShadowRoot;
    this.#chat = this.htmlFor ? root.getElementById(this.htmlFor) : closestChat(this);
    this.requestUpdate();
  }

  readonly #change = ({ target }: Event) => {
    const control = target as HTMLInputElement | HTMLSelectElement;
    const { name, validity, value } = control;
    // A number between two steps is possible too.
    const impossible = validity.rangeUnderflow || validity.rangeOverflow || validity.badInput;
    const message = impossible ? control.validationMessage : '';
    this.#messages = name === 'turnDetection' ? {} : { ...this.#messages, [name]: message };
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

function number(field: NumberField, value: number | undefined, message = ''): TemplateResult {
  const { name, label, min, max, step, unset } = field;
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
function closestChat(node: Element): Chat | null {
  const root = node.getRootNode();
  return (
    node.closest<Chat>('realtime-voice-chat') ?? (root instanceof ShadowRoot ? closestChat(root.host) : null)
  );
}

if (!customElements.get('turn-settings')) customElements.define('turn-settings', TurnSettings);

declare global {
  interface HTMLElementTagNameMap {
    'turn-settings': TurnSettings;
  }
  interface HTMLElementEventMap {
    'realtime-settings-change': Event;
  }
}
