import type { ClientEvent } from '../protocol/events.js';

export type ResponseRequest = Extract<ClientEvent, { type: 'response.create' }>;

/** Requests for answers: the service makes one at a time, so a second one waits for the first to be over. */
export class ResponseRequests {
  readonly #send: (request: ResponseRequest) => void;
  readonly #isResponding: () => boolean;
  /** Made while another answer was being made. */
  #wanted: ResponseRequest | null = null;
  /** The last one, if it must be made again when another answer came between. */
  #owed: ResponseRequest | null = null;

  constructor(send: (request: ResponseRequest) => void, isResponding: () => boolean) {
    this.#send = send;
    this.#isResponding = isResponding;
  }

  /** @param owed false when the service may have begun the very answer that is asked for */
  make(owed = true, request: ResponseRequest = { type: 'response.create' }): void {
    this.#owed = owed ? request : null;
    this.#wanted = this.#isResponding() ? request : null;
    if (!this.#wanted) this.#send(request);
  }

  /** The service was making another answer already. */
  refused(): void {
    this.#wanted = this.#owed;
  }

  /** Makes the one that waits, if the answer before it is over. */
  makeWaiting(): void {
    if (this.#wanted && !this.#isResponding()) this.make(true, this.#wanted);
  }

  /** Nobody wants what still waits. */
  forget(): void {
    this.#wanted = null;
  }
}
