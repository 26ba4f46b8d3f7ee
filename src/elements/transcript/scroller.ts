import type { LitElement } from 'lit';
import type { Turn } from '../../session/session-state.js';
import { TurnWindow } from './turn-window.js';

/** Scrolled up by no more than this counts as being at the end, in px. */
const END_TOLERANCE_PX = 32;
/** A word so near an edge is about to be out of view, px. */
const EDGE_PX = 20;

const offsetOf = (place: Element, log: Element) =>
  place.getBoundingClientRect().top - log.getBoundingClientRect().top;

interface Host extends LitElement {
  noAutoscroll: boolean;
}

/**
 * Where in the transcript the reader is: follows the conversation at its end, or a recording at the word that is
 * heard, keeps the place elsewhere, whatever grows above, and has those turns in the page that are seen.
 */
export class Scroller {
  readonly window = new TurnWindow();
  /** The end is seen. */
  near = true;
  /** How many turns came since. */
  fresh = 0;
  readonly #host: Host;
  /** The reader did not leave the end, or the word that is heard. */
  #follows = true;
  /** A recording is heard. */
  #playing = false;
  /** The turn to go to; Infinity is the end. */
  #target = -1;
  #count = 0;
  #seen = 0;
  #top = 0;
  #width = 0;
  #spaceTop = 0;
  #spaceBottom = 0;
  /** The first turn that is seen, and where. */
  #anchor: readonly [Element, top: number] | null = null;
  #focused: Element | null = null;
  #resizes: ResizeObserver | null = null;

  constructor(host: Host) {
    this.#host = host;
    host.addController({ hostUpdated: () => this.#updated() });
  }

  /** The turns that are about to be rendered. */
  setTurns(turns: readonly Turn[]): void {
    const viewport = this.#log?.clientHeight ?? 0;
    this.#count = turns.length;
    this.#focused = (this.#host.shadowRoot as ShadowRoot).activeElement;
    this.#anchor = this.#toEnd || this.#target >= 0 ? null : this.#findAnchor();
    this.window.setTurns(turns, this.#toEnd, viewport);
    if (this.#target >= 0 && !this.#toEnd) this.window.goTo(this.#target, viewport);
  }

  /** @param playing a recording is played; @param index the turn that is heard of it */
  setHeard(playing: boolean, index = NaN): void {
    if (playing !== this.#playing) this.#follows = playing || this.near;
    this.#playing = playing;
    const { first, last } = this.window;
    if (this.#autoscrolls && (index < first || index >= last)) this.#target = index;
  }

  /** Scrolls to a turn, or to the end, with the next update. */
  goTo(index: number): void {
    this.#target = index;
    this.#follows = index === Infinity && !this.#playing;
    this.#host.requestUpdate();
  }

  readonly scrolled = (): void => {
    const log = this.#log as HTMLElement;
    // What grows moves the end away from the reader; only the reader moves.
    if (log.scrollTop !== this.#top) this.#follows = false;
    this.#look(log);
  };

  get #log(): HTMLElement | null {
    return this.#host.renderRoot?.querySelector<HTMLElement>('[part=log]');
  }

  get #toEnd(): boolean {
    return this.#target === Infinity || (this.#target < 0 && this.#autoscrolls && !this.#playing);
  }

  get #autoscrolls(): boolean {
    return this.#follows && !this.#host.noAutoscroll;
  }

  /** The word that is heard is seen; if not it can be scrolled to. */
  #seesWord(log: HTMLElement, scroll?: boolean): boolean {
    const word = log.querySelector('mark[part=heard]');
    const top = word ? offsetOf(word, log) : NaN;
    if (top >= EDGE_PX && top <= log.clientHeight - 2 * EDGE_PX) return true;
    if (word && scroll) log.scrollTop += top - log.clientHeight / 3;
    return false;
  }

  #findAnchor(): readonly [Element, top: number] | null {
    const log = this.#log;
    const upper = log?.getBoundingClientRect().top ?? 0;
    for (const item of log?.querySelector('ol')?.children ?? []) {
      const { top, bottom } = item.getBoundingClientRect();
      if (bottom > upper) return [item, top];
    }
    return null;
  }

  #updated(): void {
    const log = this.#log as HTMLElement;
    const { window } = this;
    const items = [...(log.querySelector('ol')?.children ?? [])];
    this.#space(log);
    if (window.partial) {
      window.measure(items.map((item) => item.getBoundingClientRect().top));
      this.#space(log);
    }
    if (this.#toEnd) {
      log.scrollTop = log.scrollHeight;
    } else if (this.#target >= 0) {
      const item = items[this.#target - window.first];
      const place = item?.querySelector('mark[part~=current]') ?? item;
      if (place) log.scrollTop += offsetOf(place, log) - log.clientHeight / 3;
    } else if (this.#anchor?.[0].isConnected) {
      const [item, top] = this.#anchor;
      const moved = item.getBoundingClientRect().top - top;
      // To scroll would end a scrolling that is under way; space can be taken from in its course.
      if (window.partial && window.first && !window.exact && window.top > moved) {
        window.top -= moved;
        this.#space(log);
      } else if (moved) {
        log.scrollTop += moved;
      }
    }
    if (this.#playing) this.#seesWord(log, this.#autoscrolls);
    window.exact = false;
    this.#target = -1;
    // What had the focus is no longer in the page.
    if (this.#focused && !this.#focused.isConnected) log.focus({ preventScroll: true });
    this.#look(log);
    if (this.#resizes) return;
    this.#resizes = new ResizeObserver(() => this.#resized(log));
    for (const element of [log, log.querySelector('.turns') as Element]) this.#resizes.observe(element);
  }

  /** Gives what is not in the page its height. */
  #space(log: HTMLElement): void {
    const { top, bottom } = this.window;
    if (top !== this.#spaceTop) (log.firstElementChild as HTMLElement).style.blockSize = `${top}px`;
    if (bottom !== this.#spaceBottom) (log.lastElementChild as HTMLElement).style.blockSize = `${bottom}px`;
    this.#spaceTop = top;
    this.#spaceBottom = bottom;
  }

  /** Takes note of where the reader is, and renders if something else is to be seen there. */
  #look(log: HTMLElement): void {
    const { near, fresh } = this;
    this.#top = log.scrollTop;
    const left = log.scrollHeight - log.clientHeight - this.#top;
    this.near = left <= END_TOLERANCE_PX && this.window.last === this.#count;
    if (this.#playing ? this.#seesWord(log) : this.near) this.#follows = true;
    if (this.near || this.#seen > this.#count) this.#seen = this.#count;
    this.fresh = this.#count - this.#seen;
    const other = this.window.cover(this.#top, log.clientHeight);
    if (other || near !== this.near || fresh !== this.fresh) this.#host.requestUpdate();
  }

  /** The log, or what is in it, such as a picture that was loaded. */
  #resized(log: HTMLElement): void {
    if (this.#toEnd) {
      log.scrollTop = log.scrollHeight;
      this.#top = log.scrollTop;
    }
    if (log.clientWidth === this.#width) return;
    this.#width = log.clientWidth;
    this.window.forget();
    requestAnimationFrame(() => this.#host.requestUpdate());
  }
}
