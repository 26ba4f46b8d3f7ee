import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Pacer } from './pacer.ts';

const PERIOD_MS = 20;

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function block(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe('a pacer', () => {
  it('keeps to real time, also when the process is held up', async () => {
    let periods = 0;
    const pacer = new Pacer(PERIOD_MS, (passed) => (periods += passed));
    const startedAt = performance.now();
    pacer.start();
    for (let i = 0; i < 5; i++) {
      await sleep(50);
      block(70);
    }
    await sleep(PERIOD_MS);
    pacer.stop();
    const due = (performance.now() - startedAt) / PERIOD_MS;
    assert.ok(Math.abs(periods - due) < 2, `${periods} periods, ${due} due`);
    await sleep(2 * PERIOD_MS);
    assert.ok(periods <= due, 'none after the stop');
  });

  it('forgets what is more than a second late', async () => {
    let periods = 0;
    const pacer = new Pacer(PERIOD_MS, (passed) => (periods += passed));
    pacer.start();
    block(1500);
    await sleep(2 * PERIOD_MS);
    pacer.stop();
    assert.ok(Math.abs(periods - 1000 / PERIOD_MS) < 5, `${periods} periods`);
  });
});
