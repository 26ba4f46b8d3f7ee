import type { Take } from './take.js';

type Place = readonly [take: Take, atMs: number];

/**
 * Plays takes, one at a time.
 *
 * @fires change Event, when it plays another take, pauses, goes on, or is moved to another place
 */
export class TakePlayer extends EventTarget {
  /** What plays; an element may show it, as it holds the camera's picture. */
  readonly element = document.createElement('video');
  #take: Take | null = null;
  readonly #placeOf: (turnId: string) => Place | undefined;

  /** @param placeOf the take with a turn's sound, and where in it the turn begins, ms */
  constructor(placeOf: (turnId: string) => Place | undefined) {
    super();
    this.#placeOf = placeOf;
    this.element.playsInline = true;
    for (const type of ['play', 'pause', 'ended', 'seeked', 'error']) {
      this.element.addEventListener(type, () => this.dispatchEvent(new Event('change')));
    }
  }

  /** What is played or paused. */
  get take(): Take | null {
    return this.#take;
  }

  get playing(): boolean {
    return Boolean(this.#take) && !this.element.paused && !this.element.error;
  }

  /** Where in the take it is, ms. Ask as often as you draw; set it to move. */
  get positionMs(): number {
    return this.element.currentTime * 1000;
  }

  set positionMs(ms: number) {
    this.element.currentTime = ms / 1000;
  }

  /** When that was said which is heard right now, ms since 1970; `null` while nothing plays. */
  get at(): number | null {
    return this.#take && this.playing ? this.#take.startedAt + this.positionMs : null;
  }

  /** Plays a take from `atMs`; without it, from where it was paused or else from its beginning. Call it in a click. */
  play(take: Take, atMs?: number): void {
    if (take !== this.#take) {
      this.stop();
      this.#take = take;
      this.element.src = URL.createObjectURL(take.blob);
    }
    if (atMs !== undefined) this.positionMs = atMs;
    // It is refused when it is paused before it begins, or cannot be played, of which `error` tells.
    this.element.play().catch(() => {});
  }

  /** Plays from where a turn begins, if that was recorded. */
  playTurn(turnId: string): void {
    const place = this.#placeOf(turnId);
    if (place) this.play(...place);
  }

  pause(): void {
    this.element.pause();
  }

  /** Lets the take go. */
  stop(): void {
    if (!this.#take) return;
    this.#take = null;
    URL.revokeObjectURL(this.element.src);
    this.element.removeAttribute('src');
    this.element.load();
    this.dispatchEvent(new Event('change'));
  }
}
