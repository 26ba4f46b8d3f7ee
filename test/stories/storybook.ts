import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import type { AxeResults, RunOptions } from 'axe-core';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { preview } from 'vite';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BUILT = join(ROOT, 'storybook-static');
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** A story is rendered, played and looked through within this time, or it hangs. */
const STORY_TIMEOUT_MS = 10_000;
/** So much is shown of what the console says, characters. */
const CONSOLE_LENGTH = 300;

export interface Entry {
  id: string;
  type: 'story' | 'docs';
  /** Such as `Elements/record-button`. */
  title: string;
  name: string;
}

/** How a story is shown. */
export interface Look {
  direction: 'ltr' | 'rtl';
  /** CSS's. */
  colorScheme: string;
  forcedColors: boolean;
}

/** How a page is looked at. */
export interface Mode {
  /** Storybook's toolbar. */
  globals: Record<string, string>;
  /** What the browser says of the person's wishes: media features. */
  features: Record<string, string>;
  /** What must come of it. */
  look: Look;
  /** Axe's rules that say nothing here. */
  withoutRules?: string[];
}

/** The pages of the built Storybook. */
export async function entries(): Promise<Entry[]> {
  // Written last.
  const built = existsSync(join(BUILT, 'iframe.html'));
  if (!built) throw new Error('Storybook is not built: npm run build-storybook');
  const index = JSON.parse(await readFile(join(BUILT, 'index.json'), 'utf8')) as { entries: object };
  return Object.values(index.entries);
}

declare global {
  interface Window {
    __STORYBOOK_ADDONS_CHANNEL__: {
      on(event: string, listener: (payload: any) => void): void;
      off(event: string, listener: (payload: any) => void): void;
      emit(event: string, payload: object): void;
    };
    axe: { run(root: object, options: RunOptions): Promise<AxeResults> };
  }
}

/** The built Storybook, served, and a browser in front of it. */
export class Storybook {
  readonly origin: string;
  readonly #browser: Browser;
  readonly #close: () => Promise<unknown>;

  static async open(): Promise<Storybook> {
    const server = await preview({
      configFile: false,
      root: ROOT,
      logLevel: 'error',
      build: { outDir: BUILT },
      preview: { host: '127.0.0.1', port: 0 },
    });
    const browser = await puppeteer.launch({
      executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
      headless: true,
      args: [
        '--no-sandbox',
        '--autoplay-policy=no-user-gesture-required',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    });
    return new Storybook(server, browser);
  }

  private constructor(server: Awaited<ReturnType<typeof preview>>, browser: Browser) {
    const { port } = server.httpServer.address() as AddressInfo;
    this.origin = `http://127.0.0.1:${port}`;
    this.#browser = browser;
    this.#close = () => server.close();
  }

  async page(mode: Mode): Promise<StoryPage> {
    const page = await this.#browser.newPage();
    // The compiler names functions by a helper of its own, which does not come along into the page.
    await page.evaluateOnNewDocument('globalThis.__name = (named) => named');
    const storyPage = new StoryPage(page, this.origin, mode);
    await storyPage.load();
    return storyPage;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#close();
  }
}

/** Storybook's own frame, in which one story after the other is shown. */
export class StoryPage {
  readonly page: Page;
  readonly #origin: string;
  readonly #mode: Mode;
  /** What went wrong since the last story began. */
  #complaints: string[] = [];

  constructor(page: Page, origin: string, mode: Mode) {
    this.page = page;
    this.#origin = origin;
    this.#mode = mode;
    page.on('console', (message) => {
      const text = stripVTControlCharacters(message.text());
      if (message.type() === 'error') this.#complaints.push(`console: ${text.slice(0, CONSOLE_LENGTH)}`);
    });
    page.on('pageerror', (error) => this.#complaints.push(`thrown: ${String(error)}`));
    page.on('request', (request) => {
      const { protocol, origin: asked } = new URL(request.url());
      if (protocol.startsWith('http') && asked !== this.#origin) {
        this.#complaints.push(`asks another host: ${request.url()}`);
      }
    });
    page.on('response', (response) => {
      if (response.status() >= 400) this.#complaints.push(`${response.status()}: ${response.url()}`);
    });
  }

  /** Opens the frame, empty; or with a page of documentation. */
  async load({ id }: Partial<Entry> = {}): Promise<void> {
    this.#complaints = [];
    const { globals, features } = this.#mode;
    const client = await this.page.createCDPSession();
    await client.send('Emulation.setEmulatedMedia', {
      features: Object.entries(features).map(([name, value]) => ({ name, value })),
    });
    const query = new URLSearchParams(id ? { id, viewMode: 'docs' } : { viewMode: 'story' });
    await this.page.goto(`${this.#origin}/iframe.html?${query.toString()}`);
    await this.page.waitForFunction(() => window.__STORYBOOK_ADDONS_CHANNEL__);
    await this.page.evaluate('globalThis.__STORYBOOK_PREVIEW__.ready()');
    // The accessibility panel stays quiet: these tests look for themselves.
    const all = { ...globals, a11y: { manual: true } };
    await this.page.evaluate(
      (given) => window.__STORYBOOK_ADDONS_CHANNEL__.emit('updateGlobals', { globals: given }),
      all,
    );
  }

  /** How the story is really shown. */
  async look(): Promise<Look> {
    return this.page.evaluate(() => {
      const { direction, colorScheme } = getComputedStyle(document.querySelector('.stage') as Element);
      const forcedColors = matchMedia('(forced-colors: active)').matches;
      return { direction: direction as Look['direction'], colorScheme, forcedColors };
    });
  }

  /**
   * Shows a story and lets it play to its end.
   * @returns what went wrong: exceptions, errors in the console, requests that failed or went to other hosts
   */
  async show({ id }: Entry): Promise<string[]> {
    this.#complaints = [];
    const told = await this.page.evaluate(showInPage, id, STORY_TIMEOUT_MS);
    return [...told.map(stripVTControlCharacters), ...this.#complaints];
  }

  /** Shows a page of documentation, with all its stories; returns what `show` does. */
  async document(entry: Entry): Promise<string[]> {
    await this.load(entry);
    await this.page
      .waitForFunction(
        () => {
          const stories = [...document.querySelectorAll('[id^="story--"][id$="-inner"]')];
          return stories.length > 0 && stories.every((story) => story.querySelector('.stage, iframe'));
        },
        { timeout: STORY_TIMEOUT_MS },
      )
      .catch((error: Error) => this.#complaints.push(`not all stories are there: ${error.message}`));
    return this.#complaints;
  }

  /** Brings all that moves to its end; what moves for ever goes on. */
  async settle(): Promise<void> {
    await this.page.evaluate(() => {
      for (const animation of document.getAnimations()) {
        if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
      }
    });
  }

  /** What axe has to say of the story that is shown, one line for each finding. */
  async accessibility(options: RunOptions): Promise<string[]> {
    await this.settle();
    if (!(await this.page.evaluate(() => 'axe' in window))) await this.page.addScriptTag({ path: AXE });
    const violations = await this.page.evaluate(async (given) => {
      const root = document.querySelector('#storybook-root') as Element;
      return (await window.axe.run(root, given)).violations;
    }, options);
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary = '' }) => {
        const why = failureSummary.split('\n').slice(1).join(' ').trim();
        return `axe ${id}: ${help} (${target.flat().join(' ')}) ${why}`;
      }),
    );
  }
}

/** Runs in the page. */
function showInPage(id: string, timeoutMs: number): Promise<string[]> {
  const channel = window.__STORYBOOK_ADDONS_CHANNEL__;
  const problems: string[] = [];
  const describe = (error: { message?: string; description?: string }) =>
    (error.message ?? error.description ?? JSON.stringify(error)).split('Ignored nodes:')[0];
  const troubles = {
    storyErrored: describe,
    storyThrewException: describe,
    playFunctionThrewException: describe,
    storyMissing: () => 'there is no such story',
    unhandledErrorsWhilePlaying: (errors: object[]) => errors.map(describe).join('; '),
  };
  return new Promise((resolve) => {
    const listeners = Object.entries(troubles).map(([event, words]) => {
      const listener = (payload: any) => void problems.push(`${event}: ${words(payload)}`);
      channel.on(event, listener);
      return () => channel.off(event, listener);
    });
    const finish = () => {
      clearTimeout(timer);
      for (const stop of listeners) stop();
      resolve(problems);
    };
    const timer = setTimeout(() => {
      problems.push(`not finished within ${timeoutMs} ms`);
      finish();
    }, timeoutMs);
    const finished = ({ storyId }: { storyId: string }) => storyId === id && finish();
    channel.on('storyFinished', finished);
    listeners.push(() => channel.off('storyFinished', finished));
    localStorage.clear();
    sessionStorage.clear();
    channel.emit('setCurrentStory', { storyId: id, viewMode: 'story' });
  });
}
