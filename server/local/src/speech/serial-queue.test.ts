import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { SerialQueue } from './serial-queue.ts';

describe('SerialQueue', () => {
  it('runs tasks one at a time, in order, and goes on after one that fails', async () => {
    const queue = new SerialQueue();
    const log: string[] = [];
    const task = (name: string) => async () => {
      log.push(`${name} begins`);
      await setImmediate();
      log.push(`${name} ends`);
      if (name === 'a') throw new Error('a fails');
      return name;
    };
    const results = await Promise.allSettled([queue.run(task('a')), queue.run(task('b'))]);
    assert.deepEqual(log, ['a begins', 'a ends', 'b begins', 'b ends']);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['rejected', 'fulfilled'],
    );
  });

  it('never starts a task that is aborted while it waits', async () => {
    const queue = new SerialQueue();
    const stop = new AbortController();
    let started = false;
    const running = queue.run(() => setImmediate('first'));
    const waiting = queue.run(async () => void (started = true), stop.signal);
    stop.abort(new Error('not wanted any more'));
    await assert.rejects(waiting, /not wanted any more/);
    assert.equal(await running, 'first');
    await queue.run(setImmediate);
    assert.equal(started, false);
  });

  it('lets the caller of a running task go at once, and holds the next task until it has ended', async () => {
    const queue = new SerialQueue();
    const stop = new AbortController();
    let finish = () => {};
    let nextStarted = false;
    const running = queue.run(() => new Promise<void>((resolve) => (finish = resolve)), stop.signal);
    const next = queue.run(async () => void (nextStarted = true));
    await setImmediate();
    stop.abort();
    await assert.rejects(running, { name: 'AbortError' });
    await setImmediate();
    assert.equal(nextStarted, false);
    finish();
    await next;
    assert.equal(nextStarted, true);
  });
});
