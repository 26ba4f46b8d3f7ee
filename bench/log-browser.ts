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

  /** A page with nothing in it but this log, with so many turns. */
  async open(name: LogName, turns: number): Promise<Page> {
    await this.#page?.close();
    const page = (this.#page = await this.#browser.newPage());
    page.on('pageerror', (error) => console.error(error));
    this.#session = await page.createCDPSession();
    await page.goto(this.#server.resolvedUrls?.local[0] ?? '');
    await page.evaluate((...args) => window.logPage.open(...args), name, turns);
    return page;
  }

  /** What the page holds, scripts' objects and elements together, in bytes. */
  async heap(): Promise<number> {
    await this.#session?.send('HeapProfiler.collectGarbage');
    const usage = await this.#session?.send('Runtime.getHeapUsage');
    return (usage?.usedSize ?? 0) + (usage?.embedderHeapUsedSize ?? 0);
  }

  async quit(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
  }
}
