import type { RealtimeError } from '../protocol/realtime-error.js';
import type { Turn } from './session-state.js';

/** A failure; of the session as `error`, of the elements as `realtime-error`. */
export class RealtimeErrorEvent extends Event {
  readonly error: RealtimeError;

  constructor(type: string, error: RealtimeError, init?: EventInit) {
    super(type, init);
    this.error = error;
  }
}

/** A turn is over, or is over in another way than was told before; of the elements `realtime-turn-change`. */
export class RealtimeTurnEvent extends Event {
  readonly turn: Turn;
  /** When it was first noticed, ms since 1970. */
  readonly startedAt: number;
  /** When it was over, ms since 1970. */
  readonly endedAt: number;

  constructor(type: string, turn: Turn, startedAt: number, endedAt: number, init?: EventInit) {
    super(type, init);
    this.turn = turn;
    this.startedAt = startedAt;
    this.endedAt = endedAt;
  }
}
