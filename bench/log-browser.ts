import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type CDPSession, type Page } from 'puppeteer-core';
import type { PreviewServer } from 'vite';
import { bundleAndServe } from './browser.ts';
import type { LogName } from './log/logs.ts';

/** Ten thousand turns take a slow log some ten seconds. */
const STEP_TIMEOUT_MS = 60_000;

/** What a browser writes down of what it does; times in µs, `tdur` is that of the processor. */
interface TraceEvent {
  name: string;
  cat: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  tdur?: number;
}

interface Trace {
  traceEvents: TraceEvent[];
}

/** A page with a log, in a headless browser. */
export class LogBrowser {
  readonly #server: PreviewServer;
  readonly #browser: Browser;
  #page: Page | undefined;
  #session: CDPSession | undefined;

  static async launch(executablePath: string): Promise<LogBrowser> {
    const folder = await mkdtemp(join(tmpdir(), 'log-bench-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    const server = await bundleAndServe('log', folder);
    const browser = await puppeteer.launch({
      executablePath,
      headless: true,
      protocolTimeout: STEP_TIMEOUT_MS,
      args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required', '--disable-background-networking'],
    });
    return new LogBrowser(server, browser);
  }

  private constructor(server: PreviewServer, browser: Browser) {
    this.#server = server;
    this.#browser = browser;
  }

  /** A page with nothing in it but this log, with so many turns, and how many bytes it takes for them. */
  async open(name: LogName, turns: number): Promise<{ page: Page; heap: number }> {
    await this.#page?.close();
    const page = (this.#page = await this.#browser.newPage());
    page.on('pageerror', (error) => console.error(error));
    const session = (this.#session = await page.createCDPSession());
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.goto(this.#server.resolvedUrls?.local[0] ?? '');
    const before = await this.#heap();
    await page.evaluate((...args) => window.logPage.open(...args), name, turns);
    return { page, heap: (await this.#heap()) - before };
  }

  /**
   * Does something, and tells of each task in which the page set a mark how long a processor worked for it, ms. What
   * else runs, does not count.
   */
  async trace<T>(mark: string, act: () => Promise<T>): Promise<{ result: T; tasks: number[] }> {
    const page = this.#page as Page;
    await page.tracing.start({ categories: ['toplevel', 'blink.user_timing'] });
    const result = await act();
    const { traceEvents } = JSON.parse(Buffer.from((await page.tracing.stop()) ?? []).toString()) as Trace;
    const runs = traceEvents.filter(({ name, tdur }) => name.endsWith('RunTask') && tdur !== undefined);
    const marks = traceEvents.filter(({ name, cat }) => name === mark && cat.includes('user_timing'));
    const tasks = marks.map(({ pid, tid, ts }) => {
      const isAround = (run: TraceEvent) =>
        run.pid === pid && run.tid === tid && run.ts <= ts && ts < run.ts + (run.dur ?? 0);
      // Some tasks run within others.
      return Math.max(...runs.filter(isAround).map(({ tdur = NaN }) => tdur)) / 1000;
    });
    return { result, tasks };
  }

  /** How long a processor has worked for the page's main thread, ms. */
  async worked(): Promise<number> {
    const { metrics = [] } = (await this.#session?.send('Performance.getMetrics')) ?? {};
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1000;
  }

  /** What the page holds, scripts' objects and elements together, in bytes. */
  async #heap(): Promise<number> {
    // The second time sweeps what the first has found.
    for (let i = 0; i < 2; i++) await this.#session?.send('HeapProfiler.collectGarbage');
    const usage = await this.#session?.send('Runtime.getHeapUsage');
    return (usage?.usedSize ?? 0) + (usage?.embedderHeapUsedSize ?? 0);
  }

  async quit(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
  }
}
