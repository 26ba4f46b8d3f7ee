import { Call, type CallOptions } from './call.ts';

/** The calls that are going on. */
export class Calls {
  readonly #calls = new Map<string, Call>();
  #closed = false;

  /** @throws ProtocolError for an offer that cannot be answered */
  async open(options: CallOptions): Promise<Call> {
    const call = await Call.open(options);
    this.#calls.set(call.id, call);
    void call.ended.then(() => this.#calls.delete(call.id));
    // The service was closed in the meantime.
    if (this.#closed) await call.hangUp();
    return call;
  }

  get(id: string): Call | undefined {
    return this.#calls.get(id);
  }

  get size(): number {
    return this.#calls.size;
  }

  /** Hangs all of them up. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#calls.values()].map((call) => call.hangUp()));
  }
}
