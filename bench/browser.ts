import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { build, preview, type PreviewServer } from 'vite';
import { writeWav } from '../test/speech/wav.ts';
import { clickSamples, MICROPHONE_RATE } from './clicks.ts';
import type { ClientName } from './page/clients.ts';
import { Service } from './service.ts';

/** The microphone repeats its file, so a few clicks do. */
const CLICKS_IN_FILE = 10;
/** The service and the page are local; what takes longer hangs. */
const STEP_TIMEOUT_MS = 20_000;

/** A context that has just started stumbles for some 100 ms. */
const SETTLE_MS = 250;

/** A page with the bundled clients, in a headless browser whose microphone clicks, and the service they talk to. */
export class BenchBrowser {
  readonly service: Service;
  readonly #server: PreviewServer;
  readonly #browser: Browser;
  readonly #page: Page;

  static async launch(executablePath: string): Promise<BenchBrowser> {
    const folder = await mkdtemp(join(tmpdir(), 'voice-bench-'));
    // However it ends.
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    const microphone = join(folder, 'microphone.wav');
    await writeWav(microphone, clickSamples(CLICKS_IN_FILE), MICROPHONE_RATE);
    const server = await bundleAndServe('page', join(folder, 'page'));
    const browser = await puppeteer.launch({
      executablePath,
      headless: true,
      protocolTimeout: STEP_TIMEOUT_MS,
      args: [
        '--no-sandbox',
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-audio-capture=${microphone}`,
        '--autoplay-policy=no-user-gesture-required',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        '--disable-quic',
      ],
    });
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(error));
    const service = await Service.listen();
    await page.goto(server.resolvedUrls?.local[0] ?? '');
    await page.evaluate((url) => window.bench.start(url), service.url);
    return new BenchBrowser(server, browser, page, service);
  }

  private constructor(server: PreviewServer, browser: Browser, page: Page, service: Service) {
    this.#server = server;
    this.#browser = browser;
    this.#page = page;
    this.service = service;
  }

  version() {
    return this.#browser.version();
  }

  /** Connects a client, one at a time, and lets its audio thread come to rest, as a call does while it connects. */
  async open(name: ClientName): Promise<void> {
    await this.#page.evaluate((client) => window.bench.open(client), name);
    await sleep(SETTLE_MS);
  }

  /** Ends that client. */
  close() {
    return this.#page.evaluate(() => window.bench.close());
  }

  /** What arrived in the page and what sounded since the last time. */
  take() {
    return this.#page.evaluate(() => window.bench.take());
  }

  async quit(): Promise<void> {
    await this.#browser.close();
    this.service.close();
    await this.#server.close();
  }
}

/** Bundles one of this folder's pages, and serves it. */
export async function bundleAndServe(page: string, outDir: string): Promise<PreviewServer> {
  const root = join(import.meta.dirname, page);
  const config = { configFile: false, root, logLevel: 'warn' } as const;
  // Worklets stay files, as in the built kit.
  await build({
    ...config,
    build: { outDir, emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 2000 },
  });
  return preview({ ...config, build: { outDir }, preview: { host: '127.0.0.1', port: 0 } });
}
