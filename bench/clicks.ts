/** The bench's microphone hears clicks; these are the marks by which a sample is found again on the wire. */

/** Rate of the microphone's file, in Hz. */
export const MICROPHONE_RATE = 48_000;
/** No multiple of a chunk's length, so that clicks fall everywhere in chunks; longer than the slowest column takes. */
export const CLICK_PERIOD_MS = 307;

const CLICK_MS = 1;
const AMPLITUDE = 0.8;
/** The browser's noise suppression and gain control leave clicks above this, and what they add below. */
const THRESHOLD = 0.4;
/** A click and its echo in a filter are one. */
const DEAD_TIME_MS = 50;

/** 16-bit samples at `MICROPHONE_RATE`: half a period of silence, a click, half a period, and so on. */
export function clickSamples(count: number): Int16Array {
  const period = (CLICK_PERIOD_MS * MICROPHONE_RATE) / 1000;
  const length = (CLICK_MS * MICROPHONE_RATE) / 1000;
  return Int16Array.from({ length: count * period }, (_, i) => {
    const inClick = (i % period) - period / 2;
    if (inClick < 0 || inClick >= length) return 0;
    return Math.round(AMPLITUDE * 0x7fff * Math.sin((Math.PI * inClick) / length));
  });
}

/** Finds where clicks begin in a sound that comes piece by piece. */
export class ClickFinder {
  #sinceLast = Infinity;

  /**
   * @param samples from -1 to 1
   * @param rate in Hz
   * @returns the indices in this piece at which a click begins
   */
  find(samples: ArrayLike<number>, rate: number): number[] {
    const found: number[] = [];
    for (let i = 0; i < samples.length; i++, this.#sinceLast++) {
      if (Math.abs(samples[i] ?? 0) < THRESHOLD) continue;
      if (this.#sinceLast > (DEAD_TIME_MS * rate) / 1000) {
        found.push(i);
        this.#sinceLast = 0;
      }
    }
    return found;
  }
}
