/** How many packets may come before one that is missing is given up: 60 ms of sound. */
const PATIENCE = 3;
/** A larger step than this is no loss but another stream. */
const LARGEST_STEP = 500;
const SEQUENCE_NUMBERS = 0x1_0000;

/** Puts packets in the order of their 16-bit sequence numbers. */
export class ReorderBuffer<T> {
  readonly #waiting = new Map<number, T>();
  #next: number | null = null;

  /** @returns what is in order now; `null` stands for a packet that was lost */
  push(sequenceNumber: number, packet: T): (T | null)[] {
    const step = this.#next === null ? Infinity : stepBetween(this.#next, sequenceNumber);
    if (Math.abs(step) > LARGEST_STEP) {
      this.#waiting.clear();
      this.#next = sequenceNumber;
    } else if (step < 0) {
      return [];
    }
    this.#waiting.set(sequenceNumber, packet);
    return this.#takeReady(this.#next!);
  }

  #takeReady(next: number): (T | null)[] {
    const ready: (T | null)[] = [];
    while (this.#waiting.has(next) || this.#waiting.size >= PATIENCE) {
      ready.push(this.#waiting.get(next) ?? null);
      this.#waiting.delete(next);
      next = (next + 1) % SEQUENCE_NUMBERS;
    }
    this.#next = next;
    return ready;
  }
}

/** Between -32 768 and 32 767: sequence numbers begin again after 65 535. */
function stepBetween(from: number, to: number): number {
  return ((to - from + SEQUENCE_NUMBERS * 1.5) % SEQUENCE_NUMBERS) - SEQUENCE_NUMBERS / 2;
}
