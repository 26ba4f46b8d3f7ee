import { RealtimeTurnEvent } from './session-events.js';
import type { Turn } from './session-state.js';

/** Notes when turns begin, and tells when they are over. */
export class TurnClock {
  readonly #known = new Map<string, { startedAt: number; status: Turn['status'] }>();
  #turns: readonly Turn[] = [];

  /** @returns an event for each turn that is over now and was not, or was so in another way */
  observe(turns: readonly Turn[]): RealtimeTurnEvent[] {
    if (turns === this.#turns) return [];
    this.#turns = turns;
    const now = Date.now();
    const over: RealtimeTurnEvent[] = [];
    for (const turn of turns) {
      const { id, status } = turn;
      const known = this.#known.get(id);
      if (known?.status === status) continue;
      const startedAt = known?.startedAt ?? now;
      this.#known.set(id, { startedAt, status });
      if (status !== 'streaming') over.push(new RealtimeTurnEvent('turn', turn, startedAt, now));
    }
    return over;
  }
}
