import type { LogBrowser } from './log-browser.ts';
import type { LogName } from './log/logs.ts';

const FEW = 100;
const MANY = 10_000;
const APPENDS = 40;
const FRAMES = 240;

export interface LogFigures {
  /** Appending one turn to few and to many, ms, until it is laid out. */
  few: number[];
  many: number[];
  /** Frames while scrolling, ms. */
  frames: number[];
  /** Bytes for 1,000 turns. */
  heap: number;
  elements: number;
}

/** Shows conversations of both lengths in a log. */
export async function measureLog(bench: LogBrowser, name: LogName): Promise<LogFigures> {
  const append = () => page.evaluate((count) => window.logPage.append(count), APPENDS);
  let page = await bench.open(name, FEW);
  const heapOfFew = await bench.heap();
  await append(); // by then it is compiled
  const few = await append();
  page = await bench.open(name, MANY);
  const heap = ((await bench.heap()) - heapOfFew) / ((MANY - FEW) / 1000);
  const elements = await page.evaluate(() => window.logPage.countElements());
  await append();
  const many = await append();
  const frames = await page.evaluate((count) => window.logPage.scroll(count), FRAMES);
  return { few, many, frames, heap, elements };
}
