import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { request } from '../context/request.js';
import { SessionController } from '../context/session-controller.js';
import type { RealtimeError } from '../protocol/realtime-error.js';
import type { SessionState } from '../session/session-state.js';
import { errorText } from '../texts/error-text.js';
import { TextsController } from '../texts/texts-controller.js';
import './call-button.js';
import { Consent } from './chat/consent.js';
import { FloatingPanel } from './chat/floating-panel.js';
import { formStyles } from './chat/form-styles.js';
import { compactLayout, fullLayout, type View } from './chat/layouts.js';
import { echoNote, errorNotice, recordingNote, resumeButton } from './chat/notices.js';
import { MicrophonePermission } from './chat/permission.js';
import { SessionOwner } from './chat/session-owner.js';
import { chatStyles } from './chat/styles.js';
import './connection-status.js';
import './interrupt-button.js';
import './message-input.js';
import './mute-button.js';
import './record-button.js';
import { displayState, reflectState } from './reflect-state.js';
import { lineStyles, tokens } from './shared-styles.js';
import './transcript-log.js';
import './voice-motion.js';

/** What it shows of a session; what is said is for the log, and would have all of this rendered with each word. */
const SHOWN: ((state: SessionState) => unknown)[] = [
  displayState,
  ({ status }) => status,
  ({ activity }) => activity,
  ({ recording }) => recording,
  ({ error }) => error,
  ({ soundBlocked }) => soundBlocked,
  ({ echo }) => echo,
];

/**
 * A conversation by voice. It owns the session that every control inside it
 * finds by itself; without children it shows a complete interface of its own.
 *
 * @tag realtime-voice-chat
 * @slot - your own layout, in place of the default one
 * @slot header - default layouts: before the status
 * @slot empty - default layout: shown while nothing was said
 * @slot footer - default layouts: below the controls
 * @slot consent - what the person agrees to, with `consent`
 * @slot error - in place of the sentence that says what went wrong
 * @slot launcher - floating: in place of the launcher's icon and its name
 * @fires realtime-error - `.error`: what went wrong, once for each failure
 * @fires realtime-status-change - after `session.state.status` changed
 * @fires realtime-turn-change - `.turn .startedAt .endedAt`: a turn is over
 * @fires realtime-transport-change - after `session.state.transport` says which way the sound travels, and why
 * @fires realtime-recording - `.take`: something was recorded
 * @fires realtime-consent-change - `.version .accepted`: the person has agreed, or not, or no longer
 * @fires realtime-open-change - floating: after the person opened or closed the panel
 * @fires realtime-resume-request - cancelable, before sound that the browser blocked is let out
 * @csspart panel - everything, but for the launcher
 * @csspart header - default layout: the line on top
 * @csspart status - default layouts: the status
 * @csspart dot - default layouts: the status's dot
 * @csspart hang-up - default layouts: hangs up
 * @csspart close - floating: closes the panel
 * @csspart recording-note - says that the call is recorded
 * @csspart transcript - default layout: the transcript
 * @csspart turn - default layout: a turn in the transcript; also `user` or `assistant`
 * @csspart name - in it: who speaks
 * @csspart text - in it: what is said
 * @csspart unheard - in it: what was cut off
 * @csspart note - in it: what there is to know of it
 * @csspart jump - default layout: the button that goes to the latest turn
 * @csspart controls - default layout: voices, buttons and field
 * @csspart voice - default layouts: the motion of the voices
 * @csspart mute - default layout: the button, while the microphone is open
 * @csspart record - default layouts: the button
 * @csspart record-circle - its round
 * @csspart interrupt - default layout: the button, while there is an answer
 * @csspart permission-note - default layouts: says that the browser will ask, or where to allow the microphone
 * @csspart input - default layout: the field to write in
 * @csspart input-form - field and button
 * @csspart field - the native textarea
 * @csspart send - the native button
 * @csspart error - what went wrong
 * @csspart message - in it: the sentence
 * @csspart detail - in it: the service's own words
 * @csspart retry - in it: the button that tries again
 * @csspart dismiss - the button that takes an error or a hint away
 * @csspart echo-note - suggests headphones
 * @csspart consent - asks whether what is said may be sent
 * @csspart accept - in it: the button that agrees
 * @csspart decline - in it: the button that does not
 * @csspart resume - the button that lets sound out where the browser blocked it
 * @csspart launcher - floating: the button in the corner
 * @csspart launcher-status - in it: what goes on while the panel is closed
 * @cssprop [--realtime-accent] - the one strong colour, and that of the person's voice
 * @cssprop [--realtime-on-accent] - what is written on it
 * @cssprop [--realtime-assistant] - colour of the assistant's voice
 * @cssprop [--realtime-surface] - the background
 * @cssprop [--realtime-raised] - the background of what stands out from it
 * @cssprop [--realtime-text] - the text
 * @cssprop [--realtime-quiet] - text that matters less
 * @cssprop [--realtime-line] - lines between things
 * @cssprop [--realtime-danger] - failures, and that something is recorded
 * @cssprop [--realtime-radius=1rem] - how round it is
 * @cssprop [--realtime-font=inherit] - the font
 * @cssstate idle, asking, connecting, connected, failed, listening, hearing, thinking, speaking, interrupted, muted -
 *   also as `data-state`
 */
export class RealtimeVoiceChat extends SessionOwner {
  static override properties = {
    variant: { reflect: true },
    open: { type: Boolean, reflect: true },
    placement: { reflect: true },
    consent: {},
  };
  static override styles = [tokens, lineStyles, chatStyles, formStyles];

  /** `inline` (default); `floating`, a launcher in a corner that opens a panel; `compact`, a button and a status in one line. */
  declare variant: 'inline' | 'floating' | 'compact';
  /** Floating: the panel is open. What the person chose is kept while the tab is open. */
  declare open: boolean;
  /** Floating: the corner at the `end` (default) or the `start` of a line of text. */
  declare placement: 'end' | 'start';
  /**
   * Asks for consent before the first call: the version of what is agreed to, such as `2026-11`. It is kept;
   * another version asks again.
   */
  declare consent?: string | null;

  readonly #internals = this.attachInternals();
  readonly #texts = new TextsController(this);
  readonly #permission = new MicrophonePermission(this);
  readonly #consent = new Consent(this);
  readonly #floating = new FloatingPanel(this);
  readonly #children = new MutationObserver(() => this.requestUpdate());
  /** The failure that was read, and is shown no more. */
  #dismissed: RealtimeError | null = null;
  #shown: RealtimeError | null = null;
  #echoRead = false;
  /** The control that was used last: what it asked for is what can be tried again. */
  #attempt: (() => boolean) | null = null;

  constructor() {
    super();
    this.variant = 'inline';
    this.open = false;
    this.placement = 'end';
    for (const part of SHOWN) new SessionController(this, part, this.session);
    for (const verb of ['start', 'connect', 'send']) {
      this.addEventListener(`realtime-${verb}-request`, this.#attempted);
    }
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#children.observe(this, { childList: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#children.disconnect();
  }

  /** Says that the person has agreed in another way, or takes it back, which ends the call. Call it in a click. */
  setConsent(accepted: boolean): void {
    this.#consent.answer(accepted);
    if (!accepted) this.session.disconnect();
  }

  protected override render(): TemplateResult {
    const { state } = this.session;
    const words = this.#texts.value.chat;
    const ownLayout = [...this.children].some((child) => !child.slot);
    const floating = this.variant === 'floating';
    const compact = this.variant === 'compact';
    this.toggleAttribute('data-own-layout', ownLayout);
    const display = displayState(state);
    reflectState(this, this.#internals, display);
    const notices = this.#notices();
    const recorded = this.record === 'off' ? nothing : recordingNote(words, this.recorder.recording);
    const close = this.#floating.closeButton(words);
    const permissionNote = state.status === 'idle' ? this.#permission.note(words.permission) : '';
    const view: View = { words, state, notices, recordingNote: recorded, permissionNote, close };
    const own = html`${
        floating
          ? html`<header part="header">
              <div class="title"><slot name="header"></slot></div>
              ${close}
            </header>`
          : nothing
      }
      ${recorded}<slot></slot>${notices}`;
    const body = ownLayout ? own : compact ? compactLayout(view) : fullLayout(view);
    if (floating) {
      const word = state.status === 'idle' ? '' : this.#texts.value.status[display];
      return this.#floating.render(words, word, body);
    }
    return ownLayout ? body : html`<div part="panel" class=${compact ? 'compact' : ''}>${body}</div>`;
  }

  #notices(): TemplateResult {
    const { state } = this.session;
    const texts = this.#texts.value;
    const words = texts.chat;
    const error = this.#error;
    const help = error && this.#permission.help(words.permission, error);
    const text = error && (help ? { text: help, detail: '' } : errorText(texts, error));
    const retry = state.status === 'failed' && this.#attempt ? this.#retry : null;
    return html`${state.echo && !this.#echoRead ? echoNote(words, this.#readEcho) : nothing}
    ${state.soundBlocked ? resumeButton(words, this.#resume) : nothing}${this.#consent.render(words)}
    ${errorNotice(words, text, retry, this.#dismiss)}`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    const error = this.#error;
    if (error === this.#shown) return;
    this.#shown = error;
    if (error && this.session.state.status === 'failed') this.#focusError();
  }

  /** To where help is, for somebody who has just pressed a button; who types is left in peace. */
  #focusError(): void {
    let active = (this.getRootNode() as Document | ShadowRoot).activeElement;
    if (!this.contains(active)) return;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    if (active?.matches('input, textarea, [contenteditable]')) return;
    // Not the button: a key that is still held down would press it.
    this.renderRoot.querySelector<HTMLElement>('[part=error]')?.focus();
  }

  get #error(): RealtimeError | null {
    const error = this.session.state.error ?? this.recordingError;
    return error === this.#dismissed ? null : error;
  }

  readonly #attempted = (event: Event) => {
    const { again } = event as Event & { again?: () => boolean };
    // What must be held down is tried again by holding it down.
    const [control] = event.composedPath() as HTMLElement[];
    this.#attempt = control?.getAttribute('mode') === 'hold' ? null : (again ?? null);
  };

  readonly #retry = () => {
    this.#attempt?.();
    this.renderRoot.querySelector<HTMLElement>('[part=record]')?.focus();
  };

  readonly #dismiss = () => {
    this.#dismissed = this.#error;
    this.requestUpdate();
  };

  readonly #readEcho = () => {
    this.#echoRead = true;
    this.requestUpdate();
  };

  readonly #resume = () => {
    request(this, 'resume', this.session, (session) => void session.resume());
  };
}

if (!customElements.get('realtime-voice-chat'))
  customElements.define('realtime-voice-chat', RealtimeVoiceChat);

/** Types of all events come with the chat. */
export type { RealtimeEventMap } from './event-map.js';

declare global {
  interface HTMLElementTagNameMap {
    'realtime-voice-chat': RealtimeVoiceChat;
  }
}
