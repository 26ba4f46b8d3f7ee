import type { FastifyBaseLogger } from 'fastify';
import { hangUp } from './call.ts';
import { UpstreamError, type Upstream } from './upstream.ts';

const MS_PER_SECOND = 1000;
const NOT_FOUND = 404;

/**
 * Hangs calls up that have lasted long enough. It knows the calls that were opened through this
 * server alone: with a token, a page calls the service itself, and nobody tells us.
 */
export class CallLimit {
  readonly #upstream: Upstream;
  readonly #maxSeconds: number;
  readonly #log: FastifyBaseLogger;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(upstream: Upstream, maxSeconds: number, log: FastifyBaseLogger) {
    this.#upstream = upstream;
    this.#maxSeconds = maxSeconds;
    this.#log = log;
  }

  /** The time of this call begins. */
  watch(callId: string | undefined): void {
    if (callId === undefined) {
      this.#log.warn(
        'the voice service gave a call no Location; it cannot be hung up after MAX_CALL_SECONDS',
      );
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#end(callId);
    }, this.#maxSeconds * MS_PER_SECOND);
    this.#timers.add(timer.unref());
  }

  /** Forgets the calls, and leaves them as they are. */
  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  async #end(callId: string): Promise<void> {
    try {
      await hangUp(this.#upstream, callId);
    } catch (error) {
      // Most calls have ended long before.
      if (error instanceof UpstreamError && error.upstreamStatus === NOT_FOUND) return;
      const reason = error instanceof UpstreamError ? error.forLog : { err: error };
      this.#log.warn({ callId, ...reason }, 'a call could not be hung up');
    }
  }
}
