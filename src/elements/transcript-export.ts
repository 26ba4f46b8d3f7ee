import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { RecorderController } from '../context/recorder-controller.js';
import { RealtimeRequestEvent } from '../context/request.js';
import { SessionController } from '../context/session-controller.js';
import type { exportTranscript, TranscriptFormat } from '../session/export-transcript.js';
import { TextsController } from '../texts/texts-controller.js';
import { fieldStyles } from './field-styles.js';
import { saveFile, stamp } from './save-file.js';
import { tokens } from './shared-styles.js';

const TYPES: Record<TranscriptFormat, string> = {
  txt: 'text/plain',
  md: 'text/markdown',
  json: 'application/json',
  vtt: 'text/vtt',
  srt: 'application/x-subrip',
};
const FORMATS = Object.keys(TYPES) as TranscriptFormat[];

/** So long it says what came of copying, ms. */
const OUTCOME_MS = 3000;

/** The transcript is about to leave the page. */
export class RealtimeExportRequestEvent extends RealtimeRequestEvent {
  readonly format: TranscriptFormat;
  readonly text: string;

  constructor(format: TranscriptFormat, text: string, again: () => boolean) {
    super('export', again);
    this.format = format;
    this.text = text;
  }
}

/**
 * Saves the transcript in one of several formats, or copies it. Captions are those of the last call that was
 * recorded as a whole, and fit that recording; without one they begin with the first turn.
 *
 * @tag transcript-export
 * @fires {RealtimeExportRequestEvent} realtime-export-request - cancelable, before `text` in `format` is saved or copied
 * @csspart label - the label
 * @csspart select - the native select with the formats
 * @csspart download - the native button that saves a file
 * @csspart copy - the native button that copies the text
 * @csspart outcome - for a while, what came of copying
 * @cssprop [--realtime-accent] - colour of the first button
 * @cssprop [--realtime-raised] - colour of the second button
 */
export class TranscriptExport extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties = {
    htmlFor: { attribute: 'for' },
    format: {},
  };
  static override styles = [
    tokens,
    fieldStyles,
    css`
      div,
      span {
        display: flex;
        flex: 1 1 12rem;
        gap: 0.5rem;
      }
      div {
        flex-wrap: wrap;
      }
      select {
        flex: 1 1 11rem;
        min-inline-size: 0;
      }
      button {
        flex: auto;
        min-block-size: 2.75rem;
        padding: 0 1rem;
        font: inherit;
        font-weight: 500;
        color: var(--_text);
        background: var(--_raised);
        border: 1px solid var(--_line);
        border-radius: min(var(--_radius), 0.625rem);
        cursor: pointer;
      }
      [part='download'] {
        color: var(--_on-accent);
        background: var(--_accent);
        border-color: transparent;
      }
      button:hover {
        filter: brightness(1.05);
      }
      button[aria-disabled] {
        opacity: 0.5;
        cursor: default;
        filter: none;
      }
      [part='outcome']:empty {
        display: none;
      }
      [part='outcome'] {
        margin: 0;
        color: var(--_quiet);
      }
      @media (forced-colors: active) {
        button[aria-disabled] {
          color: GrayText;
          opacity: 1;
        }
      }
    `,
  ];

  /** The id of the `<realtime-voice-chat>` whose transcript it is, when it is not around this element. */
  declare htmlFor?: string;
  /** The format that is chosen: `txt` (default), `md`, `json`, `vtt` or `srt`. */
  declare format: TranscriptFormat;

  readonly #turns = new SessionController(this, ({ turns }) => turns);
  readonly #recorder = new RecorderController(this);
  readonly #texts = new TextsController(this);
  /** Loaded when there is such an element, before it is needed: a click must find it at hand. */
  #write: typeof exportTranscript | null = null;
  /** What came of copying, for a while. */
  #outcome = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.format = 'txt';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void import('../session/export-transcript.js').then(({ exportTranscript }) => {
      this.#write = exportTranscript;
      this.requestUpdate();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#say('');
  }

  /** The transcript in the format that is chosen; empty while nothing was said. */
  get text(): string {
    const { user, assistant, system } = this.#texts.value.transcript;
    const isCaptions = /vtt|srt/.test(this.format);
    const take = isCaptions ? this.#recorder.recorder?.takes.findLast(({ mode }) => mode === 'call') : null;
    const end = take ? take.startedAt + take.duration : Infinity;
    const turns = this.#turns.value.filter(({ startedAt }) => startedAt <= end);
    const options = { from: take?.startedAt, names: { user, assistant, system } };
    return this.#write?.(turns, this.format, options) ?? '';
  }

  protected override render(): TemplateResult {
    const words = this.#texts.value.export;
    const empty = !this.#ready || nothing;
    const button = (part: 'download' | 'copy', press: () => void) =>
      html`<button part=${part} type="button" aria-disabled=${empty} @click=${press}>${words[part]}</button>`;
    return html`<label part="label" for="format">${words.label}</label>
      <div>
        <select part="select" id="format" @change=${this.#choose}>
          ${FORMATS.map(
            (format) =>
              html`<option value=${format} .selected=${format === this.format}>${words[format]}</option>`,
          )}
        </select>
        <span>${button('download', this.#download)}${button('copy', this.#copy)}</span>
      </div>
      <p part="outcome" role="status">${this.#outcome}</p>`;
  }

  readonly #choose = ({ target }: Event) => {
    this.format = (target as HTMLSelectElement).value as TranscriptFormat;
  };

  get #ready(): boolean {
    return Boolean(this.#write && this.#turns.value.length);
  }

  #request(act: (text: string) => void): boolean {
    const { format, text } = this;
    if (!this.#ready) return false;
    const again = () => this.#request(act);
    const allowed = this.dispatchEvent(new RealtimeExportRequestEvent(format, text, again));
    if (allowed) act(text);
    return allowed;
  }

  readonly #download = () => {
    const { format } = this;
    this.#request((text) => {
      const name = `${stamp(this.#turns.value[0]?.startedAt ?? Date.now())}.${format}`;
      saveFile(new Blob([text], { type: TYPES[format] }), name);
    });
  };

  readonly #copy = () => {
    this.#request((text) => {
      const { export: words, transcript } = this.#texts.value;
      // Without a secure page there is no clipboard.
      const copy = async () => navigator.clipboard.writeText(text);
      copy().then(
        () => this.#say(words.copied),
        () => this.#say(transcript.uncopied),
      );
    });
  };

  #say(outcome: string): void {
    this.#outcome = outcome;
    this.requestUpdate();
    clearTimeout(this.#timer);
    if (outcome) this.#timer = setTimeout(() => this.#say(''), OUTCOME_MS);
  }
}

if (!customElements.get('transcript-export')) customElements.define('transcript-export', TranscriptExport);

declare global {
  interface HTMLElementTagNameMap {
    'transcript-export': TranscriptExport;
  }
}
