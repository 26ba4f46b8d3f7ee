/** The timer looks more often than periods pass, so that each begins nearly when it should. */
const LOOKS_PER_PERIOD = 2;
/** The longest delay that is made up for, ms; after a longer one the machine was asleep. */
const LONGEST_DELAY_MS = 1000;

/**
 * Counts periods of real time. A timer alone loses some; this one keeps to its schedule and makes
 * up for delays in a burst.
 */
export class Pacer {
  readonly #periodMs: number;
  readonly #tick: (periods: number) => void;
  #timer: NodeJS.Timeout | undefined;
  #nextAt = 0;

  /** @param tick gets how many periods have passed since the last time, at least one */
  constructor(periodMs: number, tick: (periods: number) => void) {
    this.#periodMs = periodMs;
    this.#tick = tick;
  }

  start(): void {
    this.stop();
    this.#nextAt = performance.now() + this.#periodMs;
    this.#timer = setInterval(() => this.#look(), this.#periodMs / LOOKS_PER_PERIOD);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = performance.now();
    this.#nextAt = Math.max(this.#nextAt, now - LONGEST_DELAY_MS);
    const periods = Math.floor((now - this.#nextAt) / this.#periodMs) + 1;
    if (periods < 1) return;
    this.#nextAt += periods * this.#periodMs;
    this.#tick(periods);
  }
}
