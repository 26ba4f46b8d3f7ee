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

  constructor(type: string, turn: Turn, init?: EventInit) {
    super(type, init);
    this.turn = turn;
  }

  /** When its sound began, ms since 1970. */
  get startedAt(): number {
    return this.turn.startedAt;
  }

  /** When its sound ended, ms since 1970. */
  get endedAt(): number {
    return this.turn.endedAt ?? this.turn.startedAt;
  }
}
