import {
  html,
  LitElement,
  nothing,
  type PropertyValues,
  type SVGTemplateResult,
  type TemplateResult,
} from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { RecorderController } from '../context/recorder-controller.js';
import { RealtimeRequestEvent, type RequestVerb } from '../context/request.js';
import type { Take } from '../recording/take.js';
import { clock } from '../session/clock.js';
import { TextsController } from '../texts/texts-controller.js';
import { bin, download, pause, play } from './media-icons.js';
import { fileName, saveFile } from './save-file.js';
import { recordingListStyles } from './recording-list-styles.js';
import { lineStyles, tokens } from './shared-styles.js';

/** Of a control, before it acts on a take. */
export class RealtimeTakeRequestEvent extends RealtimeRequestEvent {
  readonly take: Take;

  constructor(verb: RequestVerb, take: Take, again: () => boolean) {
    super(verb, again);
    this.take = take;
  }
}

/**
 * What was recorded, the latest on top: to listen to, see, download and delete. One is played at a time, also
 * with other lists and the transcript.
 *
 * @tag recording-list
 * @slot empty - shown while there is nothing; default “No recordings yet.”
 * @fires {RealtimeTakeRequestEvent} realtime-replay-request - cancelable, before `take` is played
 * @fires {RealtimeTakeRequestEvent} realtime-download-request - cancelable, before `take` is downloaded
 * @fires {RealtimeTakeRequestEvent} realtime-delete-request - cancelable, before `take` is deleted, after the person confirmed
 * @csspart take - one recording; also `playing`
 * @csspart play - the native button that plays and pauses
 * @csspart details - how long it is, its size, and who is heard
 * @csspart note - what there is to know of one that ended early or cannot be played
 * @csspart download - the native button
 * @csspart delete - the native button
 * @csspart confirm - the question whether to delete it, with its two buttons
 * @csspart picture - around the camera's picture, while that is played
 * @csspart seek - the native range: where it is played
 * @csspart time - the same in figures
 * @csspart empty - around the slot
 * @cssprop [--realtime-accent] - colour of the play button and the slider
 * @cssprop [--realtime-raised] - background of a recording
 */
export class RecordingList extends LitElement {
  static override properties = {
    htmlFor: { attribute: 'for' },
  };
  static override styles = [tokens, lineStyles, recordingListStyles];

  /** The id of the `<realtime-voice-chat>` whose recordings are shown, when it is not around this element. */
  declare htmlFor?: string;

  readonly #recorder = new RecorderController(this);
  readonly #texts = new TextsController(this);
  /** The take that is to be deleted, if the person says so. */
  #doubtful: Take | null = null;
  /** What gets the focus when it is there. */
  #focus = '';
  #frame = 0;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  protected override render(): TemplateResult {
    const { recordings } = this.#texts.value;
    const takes = this.#recorder.recorder?.takes ?? [];
    return html`<ol aria-label=${recordings.label}>
        ${repeat(
          takes.toReversed(),
          ({ id }) => id,
          (take) => this.#renderTake(take),
        )}
      </ol>
      ${takes.length ? nothing : html`<div part="empty"><slot name="empty">${recordings.empty}</slot></div>`}`;
  }

  protected override updated(_changed: PropertyValues): void {
    this.renderRoot.querySelector<HTMLElement>(this.#focus || 'none')?.focus();
    this.#focus = '';
    if (!this.#frame) this.#follow();
  }

  #renderTake(take: Take): TemplateResult {
    const words = this.#texts.value.recordings;
    const player = this.#recorder.recorder?.player;
    const current = player?.take === take;
    const playing = current && player.playing;
    const { lang } = this.#texts;
    const started = new Date(take.startedAt);
    const isToday = started.toDateString() === new Date().toDateString();
    const when = started.toLocaleString(lang, {
      dateStyle: isToday ? undefined : 'medium',
      timeStyle: 'medium',
    });
    const button = (part: string, label: string, icon: SVGTemplateResult, press: () => void) =>
      html`<button
        part=${part}
        id="${part}-${take.id}"
        type="button"
        aria-label=${label}
        title=${label}
        @click=${press}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">${icon}</svg>
      </button>`;
    const note = current && player.element.error ? words.unplayable : take.error && words.incomplete;
    return html`<li part="take ${playing ? 'playing' : ''}">
      ${button('play', (playing ? words.pause : words.play)(when), playing ? pause : play, () => this.#play(take))}
      <div class="about">
        <time datetime=${started.toISOString()}>${when}</time>
        <div part="details">
          ${[lengthOf(take), sizeOf(take.blob, lang), this.#speakers(take)].map((each) => html`<span><bdi>${each}</bdi></span>`)}
        </div>
        ${note ? html`<span part="note" role="status">${note}</span>` : nothing}
      </div>
      <div class="actions">
        ${button('download', words.download(when), download, () => this.#download(take))}
        ${button('delete', words.delete(when), bin, () => this.#doubt(take))}
      </div>
      ${current && take.tracks.includes('camera') ? html`<div part="picture">${player.element}</div>` : nothing}
      ${
        current
          ? html`<div class="row">
              <input
                part="seek"
                type="range"
                step="any"
                max=${take.duration}
                aria-label=${words.seek}
                @input=${this.#seek}
              />
              <span part="time" aria-hidden="true"></span>
            </div>`
          : nothing
      }
      ${
        take === this.#doubtful
          ? html`<div
              part="confirm"
              class="row"
              role="group"
              aria-labelledby="question"
              @keydown=${this.#key}
            >
              <span id="question">${words.confirm}</span>
              <span class="answers">
                <button id="no" type="button" @click=${() => this.#doubt(null)}>${words.no}</button>
                <button class="danger" type="button" @click=${() => this.#delete(take)}>${words.yes}</button>
              </span>
            </div>`
          : nothing
      }
    </li>`;
  }

  #speakers({ tracks }: Take): string {
    const { transcript, recordings } = this.#texts.value;
    const names = { user: transcript.user, assistant: transcript.assistant, camera: recordings.camera };
    return new Intl.ListFormat(this.#texts.lang).format(tracks.map((track) => names[track]));
  }

  /** Shows where the player is; that is pulled while it plays, and no state. */
  readonly #follow = () => {
    const player = this.#recorder.recorder?.player;
    const seek = this.renderRoot.querySelector<HTMLInputElement>('[part=seek]');
    if (seek && player?.take) {
      const { positionMs, take } = player;
      const [at, whole] = [clock(positionMs), lengthOf(take)];
      seek.value = String(positionMs);
      seek.ariaValueText = this.#texts.value.recordings.position(at, whole);
      (seek.nextElementSibling as HTMLElement).textContent = `${at} / ${whole}`;
    }
    this.#frame = player?.playing && this.isConnected ? requestAnimationFrame(this.#follow) : 0;
  };

  #request(verb: RequestVerb, take: Take, act: () => void): boolean {
    const again = () => this.#request(verb, take, act);
    const allowed = this.dispatchEvent(new RealtimeTakeRequestEvent(verb, take, again));
    if (allowed) act();
    return allowed;
  }

  #play(take: Take): void {
    const player = this.#recorder.recorder?.player;
    if (player?.take === take && player.playing) player.pause();
    else this.#request('replay', take, () => player?.play(take));
  }

  readonly #seek = ({ target }: Event) => {
    const player = this.#recorder.recorder?.player;
    if (player) player.positionMs = Number((target as HTMLInputElement).value);
  };

  #download(take: Take): void {
    this.#request('download', take, () => saveFile(take.blob, fileName(take)));
  }

  /** Asks whether to delete it; `null`: it was not meant. */
  #doubt(take: Take | null): void {
    this.#focus = take ? '#no' : `#delete-${this.#doubtful?.id}`;
    this.#doubtful = take;
    this.requestUpdate();
  }

  readonly #key = ({ key }: KeyboardEvent) => {
    if (key === 'Escape') this.#doubt(null);
  };

  #delete(take: Take): void {
    const takes = this.#recorder.recorder?.takes ?? [];
    const index = takes.indexOf(take);
    const next = takes[index - 1] ?? takes[index + 1];
    this.#doubt(null);
    this.#request('delete', take, () => {
      if (next) this.#focus = `#play-${next.id}`;
      this.#recorder.recorder?.delete(take.id);
    });
  }
}

/** Whole seconds, as players show them, but never none: something is to be heard. */
const lengthOf = ({ duration }: Take) => clock(Math.max(1000, duration));

function sizeOf({ size }: Blob, lang: string): string {
  const [value, unit] = size < 1e6 ? [size / 1e3, 'kilobyte'] : [size / 1e6, 'megabyte'];
  const maximumFractionDigits = value < 10 ? 1 : 0;
  return value.toLocaleString(lang, { style: 'unit', unit, maximumFractionDigits });
}

if (!customElements.get('recording-list')) customElements.define('recording-list', RecordingList);

declare global {
  interface HTMLElementTagNameMap {
    'recording-list': RecordingList;
  }
}
