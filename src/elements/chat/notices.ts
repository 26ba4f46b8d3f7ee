import { html, nothing, type TemplateResult } from 'lit';
import type { Texts } from '../../texts/english.js';
import { cross } from '../icons.js';

type Words = Texts['chat'];

/** What went wrong, and a way on: again if the call is over, or on without it. */
export function errorNotice(
  words: Words,
  error: { text: string; detail: string } | null,
  retry: (() => void) | null,
  dismiss: () => void,
): TemplateResult {
  return html`<div part="error" tabindex="-1" ?hidden=${!error}>
    <p part="message" role="alert">
      ${
        error
          ? html`<slot name="error"
              >${error.text}${error.detail ? html` <small part="detail" lang="en">${error.detail}</small>` : nothing}</slot
            >`
          : nothing
      }
    </p>
    ${
      retry
        ? html`<button part="retry" type="button" @click=${retry}>${words.retry}</button>`
        : dismissButton(words, dismiss)
    }
  </div>`;
}

export function dismissButton({ dismiss }: Words, press: () => void): TemplateResult {
  return html`<button part="dismiss" type="button" aria-label=${dismiss} @click=${press}>
    <svg viewBox="0 0 24 24" aria-hidden="true">${cross}</svg>
  </button>`;
}

/** Quiet, and gone for good once it was read. */
export function echoNote(words: Words, dismiss: () => void): TemplateResult {
  return html`<div part="echo-note" role="status">
    <span>${words.headphones}</span>${dismissButton(words, dismiss)}
  </div>`;
}

/** Somebody who is recorded is told so, for as long as it goes on. */
export function recordingNote({ recording }: Words, shown: boolean): TemplateResult {
  return html`<p part="recording-note" role="status" ?hidden=${!shown}>${recording}</p>`;
}

export function resumeButton({ resume }: Words, press: () => void): TemplateResult {
  return html`<button part="resume" type="button" @click=${press}>${resume}</button>`;
}
