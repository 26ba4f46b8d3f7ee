import { RealtimeTurnEvent } from './session-events.js';
import type { Model, Turn } from './session-state.js';

/** Tells when turns are over. */
export class FinishedTurns {
  readonly #told = new Map<string, Turn['status']>();
  #items: Model['items'] = [];

  /** @returns an event for each turn that is over now and was not, or was so in another way */
  observe({ items, shared }: Model): RealtimeTurnEvent[] {
    if (items === this.#items) return [];
    this.#items = items;
    const over: RealtimeTurnEvent[] = [];
    for (const { turn } of items.slice(shared)) {
      if (!turn || turn.status === 'streaming' || this.#told.get(turn.id) === turn.status) continue;
      this.#told.set(turn.id, turn.status);
      over.push(new RealtimeTurnEvent('turn', turn));
    }
    return over;
  }
}
