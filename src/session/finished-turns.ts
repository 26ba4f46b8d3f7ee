import { RealtimeTurnEvent } from './session-events.js';
import type { Turn } from './session-state.js';

/** Tells when turns are over. */
export class FinishedTurns {
  readonly #told = new Map<string, Turn['status']>();
  #turns: readonly Turn[] = [];

  /** @returns an event for each turn that is over now and was not, or was so in another way */
  observe(turns: readonly Turn[]): RealtimeTurnEvent[] {
    const before = this.#turns;
    this.#turns = turns;
    if (turns === before) return [];
    const over: RealtimeTurnEvent[] = [];
    for (let index = 0; index < turns.length; index += 1) {
      const turn = turns[index] as Turn;
      // Of a long conversation almost every turn is as it was.
      if (turn === before[index]) continue;
      const { id, status } = turn;
      if (status === 'streaming' || this.#told.get(id) === status) continue;
      this.#told.set(id, status);
      over.push(new RealtimeTurnEvent('turn', turn));
    }
    return over;
  }
}
