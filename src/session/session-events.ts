import type { RealtimeError } from '../protocol/realtime-error.js';

/** A failure; of the session as `error`, of the elements as `realtime-error`. */
export class RealtimeErrorEvent extends Event {
  readonly error: RealtimeError;

  constructor(type: string, error: RealtimeError, init?: EventInit) {
    super(type, init);
    this.error = error;
  }
}
