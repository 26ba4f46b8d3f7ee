import { after, before } from 'node:test';
import puppeteer, { type Browser } from 'puppeteer-core';
import { SamplePages } from './sample-pages.ts';

/**
 * Pages and a browser for the tests of a file, from before the first to after the last of them.
 *
 * @param switches of Chromium's, besides those that every test needs
 */
export function visitSamples(...switches: string[]): { pages: SamplePages; browser: Browser } {
  const visit = {} as { pages: SamplePages; browser: Browser };
  before(async () => {
    visit.pages = await SamplePages.open();
    visit.browser = await puppeteer.launch({
      executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
      args: ['--no-sandbox', ...switches],
    });
  });
  after(async () => {
    await visit.browser.close();
    await visit.pages.close();
  });
  return visit;
}
