import { ProtocolError } from '../realtime/protocol-error.ts';

/** How many sessions there may be at once: each takes its share of the one machine. */
export class SessionSlots {
  readonly #max: number;
  #taken = 0;

  constructor(max: number) {
    this.#max = max;
  }

  /**
   * @returns what to call once when the session is over
   * @throws ProtocolError when there are as many as there may be
   */
  take(): () => void {
    if (this.#taken >= this.#max) {
      const message = `Rate limit reached: there are ${this.#max} sessions already. Try again when one has ended.`;
      throw new ProtocolError('rate_limit_exceeded', message, null, 'requests');
    }
    this.#taken++;
    return () => void this.#taken--;
  }
}
