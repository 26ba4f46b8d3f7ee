import { html, nothing, type TemplateResult } from 'lit';
import type { SessionState } from '../../session/session-state.js';
import type { Texts } from '../../texts/english.js';

type Piece = TemplateResult | typeof nothing;

/** What the default layouts show. */
export interface View {
  readonly words: Texts['chat'];
  readonly state: SessionState;
  /** What is said to the person: failures, questions, hints. */
  readonly notices: Piece;
  /** Says that the call is recorded, while it is. */
  readonly recordingNote: Piece;
  readonly permissionNote: string;
  /** Closes the panel, where it can be closed. */
  readonly close: Piece;
}

const STATUS = html`<connection-status part="status" exportparts="dot"></connection-status>`;
const RECORD = html`<record-button part="record" exportparts="circle: record-circle"></record-button>`;

const hangUp = ({ status }: SessionState) =>
  status === 'connected' || status === 'connecting'
    ? html`<call-button part="hang-up"></call-button>`
    : nothing;

const permission = ({ permissionNote }: View) =>
  permissionNote ? html`<p part="permission-note">${permissionNote}</p>` : nothing;

/** Status, transcript, and everything to talk and to write with. */
export function fullLayout(view: View): TemplateResult {
  const { words, state, notices, recordingNote, close } = view;
  const answering = state.activity === 'speaking' || state.activity === 'thinking';
  const side = (needed: boolean) => (needed ? 'side' : 'side unneeded');
  return html`<header part="header">
      <div class="title"><slot name="header"></slot>${STATUS}</div>
      ${hangUp(state)}${close}
    </header>
    ${recordingNote}
    <transcript-log part="transcript" exportparts="turn, user, assistant, name, text, unheard, note, jump">
      <div slot="empty" class="hint"><slot name="empty">${words.empty}</slot>${permission(view)}</div>
    </transcript-log>
    ${notices}
    <footer part="controls">
      <voice-motion part="voice"></voice-motion>
      <div class="buttons">
        <mute-button part="mute" class=${side(state.recording)}></mute-button>
        ${RECORD}
        <interrupt-button part="interrupt" class=${side(answering)}></interrupt-button>
      </div>
      <message-input part="input" exportparts="form: input-form, field, send"></message-input>
    </footer>
    <slot name="footer"></slot>`;
}

/** A button and a status, in one line. */
export function compactLayout(view: View): TemplateResult {
  return html`<div class="row">
      ${RECORD}
      <slot name="header"></slot>
      ${STATUS}
      <voice-motion part="voice"></voice-motion>
      ${hangUp(view.state)}
    </div>
    ${view.recordingNote}${view.notices}${permission(view)}
    <slot name="footer"></slot>`;
}
