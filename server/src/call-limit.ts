import type { FastifyBaseLogger } from 'fastify';
import { hangUp } from './call.ts';
import { UpstreamError, type Upstream } from './upstream.ts';

const NOT_FOUND = 404;

/**
 * Hangs calls up when they have lasted long enough. It knows the calls that were opened through this
 * server alone: with a token, a page calls the service itself, and nobody tells us.
 */
export class CallLimit {
  readonly #upstream: Upstream;
  readonly #maxMs: number;
  readonly #log: FastifyBaseLogger;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(upstream: Upstream, maxMs: number, log: FastifyBaseLogger) {
    this.#upstream = upstream;
    this.#maxMs = maxMs;
    this.#log = log;
  }

  /** The time of this call begins. */
  watch(callId: string): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#end(callId);
    }, this.#maxMs);
    this.#timers.add(timer.unref());
  }

  /** Forgets all calls; they go on. */
  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  async #end(callId: string): Promise<void> {
    try {
      await hangUp(this.#upstream, callId);
    } catch (error) {
      const { upstreamStatus, summary } = error as UpstreamError;
      // Most calls are over long before.
      if (upstreamStatus === NOT_FOUND) return;
      this.#log.warn({ callId, ...summary }, 'a call could not be hung up');
    }
  }
}
