import { FinishedTurns } from './finished-turns.js';
import { type Action, reduce } from './reduce.js';
import { RealtimeErrorEvent } from './session-events.js';
import { IDLE_STATE, INITIAL_MODEL, type SessionState, snapshot } from './session-state.js';
import type { Moment } from './turn-times.js';

/** What a session knows, and the one place where that changes; it tells the session's listeners. */
export class SessionStore {
  readonly #target: EventTarget;
  readonly #finished = new FinishedTurns();
  #model = INITIAL_MODEL;
  #state = IDLE_STATE;
  #announcing = false;

  /** @param target where `change`, `turn` and `error` are dispatched */
  constructor(target: EventTarget) {
    this.#target = target;
  }

  get model() {
    return this.#model;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** @param heard when person and answer were heard to speak */
  apply(action: Action, heard: Omit<Moment, 'now'> = {}): void {
    const before = this.#model;
    const model = reduce(before, action, { now: Date.now(), ...heard });
    if (model === before) return;
    const state = snapshot(model, { model: before, state: this.#state });
    const changed = state !== this.#state;
    this.#model = model;
    this.#state = state;
    if (model.error && model.error !== before.error) {
      this.#target.dispatchEvent(new RealtimeErrorEvent('error', model.error));
    }
    for (const over of this.#finished.observe(model)) this.#target.dispatchEvent(over);
    if (this.#announcing || !changed) return;
    this.#announcing = true;
    queueMicrotask(() => {
      this.#announcing = false;
      this.#target.dispatchEvent(new Event('change'));
    });
  }

  /** Notes facts, if they are news. */
  know(fact: Partial<SessionState>): void {
    const news = (Object.keys(fact) as (keyof SessionState)[]).some((key) => fact[key] !== this.#state[key]);
    if (news) this.apply({ type: 'fact', fact });
  }
}
