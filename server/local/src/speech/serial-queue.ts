/**
 * Runs one task after another: a native model serves one call at a time best,
 * and the threads it runs on are few.
 */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();

  /**
   * @param signal aborted before the task's turn, the task never starts; aborted
   *   while it runs, the caller is let go at once and the result dropped
   * @throws the signal's reason, or what the task throws
   */
  run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const result = this.#last.then(() => {
      signal?.throwIfAborted();
      return task();
    });
    this.#last = result.catch(() => {});
    return signal ? orAborted(result, signal) : result;
  }
}

function orAborted<T>(result: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
