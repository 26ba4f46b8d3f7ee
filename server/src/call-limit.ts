import type { FastifyBaseLogger } from 'fastify';
import { hangUp } from './call.ts';
import { UpstreamError, type Upstream } from './upstream.ts';

const MS_PER_SECOND = 1000;
const NOT_FOUND = 404;
const ATTEMPTS = 5;
/** The first pause before another attempt; each further one is longer by as much. */
const PAUSE_MS = 5000;
/** A server that closes waits no longer than this for the service. */
const CLOSE_TIMEOUT_MS = 3000;

/**
 * Hangs calls up that have lasted long enough. It knows the calls that were opened through this
 * server alone: with a token, a page calls the service itself, and nobody tells us.
 */
export class CallLimit {
  readonly #upstream: Upstream;
  readonly #maxSeconds: number;
  readonly #log: FastifyBaseLogger;
  readonly #pauseMs: number;
  /** What ends each call, by its id. */
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #closed = false;

  /** @param pauseMs between the first attempts to hang up; default 5000 */
  constructor(upstream: Upstream, maxSeconds: number, log: FastifyBaseLogger, pauseMs = PAUSE_MS) {
    this.#upstream = upstream;
    this.#maxSeconds = maxSeconds;
    this.#log = log;
    this.#pauseMs = pauseMs;
  }

  /** The time of this call begins. */
  watch(callId: string | undefined): void {
    if (callId === undefined) {
      this.#log.warn(
        'the voice service gave a call no Location; it cannot be hung up after MAX_CALL_SECONDS',
      );
      return;
    }
    this.#endAfter(this.#maxSeconds * MS_PER_SECOND, callId, 1);
  }

  /** Hangs all of them up, once: nobody would when their time is over. */
  async close(): Promise<void> {
    this.#closed = true;
    const calls = [...this.#timers];
    this.#timers.clear();
    await Promise.all(
      calls.map(([callId, timer]) => {
        clearTimeout(timer);
        return this.#end(callId, ATTEMPTS);
      }),
    );
  }

  #endAfter(ms: number, callId: string, attempt: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(callId);
      void this.#end(callId, attempt);
    }, ms);
    this.#timers.set(callId, timer.unref());
  }

  async #end(callId: string, attempt: number): Promise<void> {
    const { timeoutMs } = this.#upstream;
    const upstream = this.#closed
      ? { ...this.#upstream, timeoutMs: Math.min(timeoutMs, CLOSE_TIMEOUT_MS) }
      : this.#upstream;
    try {
      await hangUp(upstream, callId);
    } catch (error) {
      // Most calls have ended long before.
      if (error instanceof UpstreamError && error.upstreamStatus === NOT_FOUND) return;
      const reason = error instanceof UpstreamError ? error.forLog : { err: error };
      this.#log.warn({ callId, attempt, ...reason }, 'a call could not be hung up');
      if (attempt < ATTEMPTS && !this.#closed) {
        this.#endAfter(attempt * this.#pauseMs, callId, attempt + 1);
      }
    }
  }
}
