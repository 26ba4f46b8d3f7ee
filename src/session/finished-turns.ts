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
    return turns.flatMap((turn, index) => {
      const { id, status } = turn;
      if (turn === before[index] || status === 'streaming' || this.#told.get(id) === status) return [];
      this.#told.set(id, status);
      return new RealtimeTurnEvent('turn', turn);
    });
  }
}
