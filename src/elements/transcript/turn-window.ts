import type { Turn } from '../../session/session-state.js';

/** So many turns are simply all in the page. */
const PLAIN = 100;
/** How high a turn may be, px. */
const GUESS = 96;
/** What is kept ready before and after what is seen: as much again, and at least this, px. */
const LEAST_OVERSCAN = 600;

/**
 * Which of many turns are in the page: those that are seen and some around them. For the others there is
 * empty space, before and after, as high as they were when they were seen, or as others here are. A change costs the same however many turns there are.
 */
export class TurnWindow {
  first = 0;
  last = 0;
  /** Height of the space before and after, px. */
  top = 0;
  bottom = 0;
  /** The space before was reckoned anew, so a difference is made up for by scrolling rather than by it. */
  exact = false;
  #turns: readonly Turn[] = [];
  readonly #heights = new Map<string, number>();
  /** How high a turn is here that was not seen yet; 0 until one was. */
  #usual = 0;

  /** There are turns that are not in the page. */
  get partial(): boolean {
    return this.#turns.length > PLAIN;
  }

  /** @param viewport height of what is seen, px; @param atEnd the last turn is to be seen */
  setTurns(turns: readonly Turn[], atEnd: boolean, viewport: number): void {
    const before = this.#turns;
    const count = turns.length;
    this.#turns = turns;
    if (!this.partial) {
      this.first = this.top = this.bottom = 0;
      this.last = count;
      return;
    }
    const id = before[this.first]?.id;
    const moved = before.length > 0 && turns[this.first]?.id !== id;
    if (moved) {
      const index = turns.findIndex((turn) => turn.id === id);
      this.last = index < 0 ? 0 : this.last + index - this.first;
      this.first = Math.max(0, index);
    }
    this.last = Math.min(this.last, count);
    if (moved || before.length > count) this.#reckon();
    else this.bottom += this.#height(before.length, count);
    if (atEnd) this.#show(count, count, viewport);
    else if (this.last <= this.first) this.cover(0, viewport);
  }

  /** Brings a turn into the page, with those around it. */
  goTo(index: number, viewport: number): void {
    if (!this.partial) return;
    this.#show(index, index, viewport);
    this.#reckon();
  }

  /** Sees to it that what is at a scroll position is in the page; true when it has changed what is. */
  cover(position: number, viewport: number): boolean {
    if (!this.partial) return false;
    const { first, last, top } = this;
    const count = this.#turns.length;
    const overscan = Math.max(viewport, LEAST_OVERSCAN);
    const end = top + this.#height(first, last);
    const enough =
      (!first || top <= position - overscan / 2) &&
      (last === count || end >= position + viewport + overscan / 2);
    if (enough && last > first) return false;
    let index = first;
    let at = top;
    while (index > 0 && at > position) at -= this.#heightOf(--index);
    while (index < count - 1 && at + this.#heightOf(index) <= position) at += this.#heightOf(index++);
    this.#show(index, index, viewport, position - at);
    return this.first !== first || this.last !== last;
  }

  /**
   * Learns how high the turns in the page are.
   * @param tops where each begins, px; the last one's height is left open
   */
  measure(tops: readonly number[]): void {
    if (!this.#usual && tops.length > 1) {
      this.#usual = ((tops.at(-1) ?? 0) - (tops[0] ?? 0)) / (tops.length - 1);
      this.#reckon();
    }
    tops.forEach((top, index) => {
      const { id } = this.#turns[this.first + index] ?? {};
      const next = tops[index + 1];
      if (id && next !== undefined) this.#heights.set(id, next - top);
    });
  }

  /** Forgets all heights, after the width has changed. */
  forget(): void {
    this.#heights.clear();
    this.#usual = 0;
  }

  /** What is needed around a stretch of turns, of which `from` begins at the upper edge or above it. */
  #show(from: number, to: number, viewport: number, above = 0): void {
    const count = this.#turns.length;
    const overscan = Math.max(viewport, LEAST_OVERSCAN);
    let first = from;
    let last = to;
    for (let room = overscan + (to === count ? viewport : 0) - above; first > 0 && room > 0;) {
      room -= this.#heightOf(--first);
    }
    for (let room = viewport + overscan + above; last < count && room > 0; last += 1) {
      room -= this.#heightOf(last);
    }
    if (first < this.first) this.top -= this.#height(first, this.first);
    else this.top += this.#height(this.first, first);
    if (last < this.last) this.bottom += this.#height(last, this.last);
    else this.bottom -= this.#height(this.last, last);
    this.first = first;
    this.last = last;
    this.bottom = last === count ? 0 : Math.max(0, this.bottom);
    // Guesses do not add up to the truth; it shows at the beginning.
    if (this.top < 0 || !first) this.#reckon();
  }

  /** Reckons the space before and after from all that is known. */
  #reckon(): void {
    this.top = this.#height(0, this.first);
    this.bottom = this.#height(this.last, this.#turns.length);
    this.exact = true;
  }

  #height(from: number, to: number): number {
    let height = 0;
    for (let index = from; index < to; index += 1) height += this.#heightOf(index);
    return height;
  }

  #heightOf(index: number): number {
    return this.#heights.get((this.#turns[index] as Turn).id) ?? (this.#usual || GUESS);
  }
}
