import type { LogBrowser } from './log-browser.ts';
import type { LogName } from './log/logs.ts';
import { median } from './statistics.ts';

const FEW = 100;
/** From here on not all turns need be in the page. */
const SOME = 1_000;
const HALF = 5_000;
const MANY = 10_000;
const CHANGES = 40;
/** By then it is compiled, as it is in a conversation that came to this length. */
const WARM_UP = 60;
const FRAMES = 240;
/** The name of the mark that the page sets in the task of each change. */
const CHANGE = 'change';

/** What a change costs, ms. */
export interface ChangeFigures {
  /** How long a processor works for it on the main thread, from the event until all of it is laid out. */
  cost: number[];
  /** How long it is until it is painted, with the wait for the frame. */
  seen: number[];
  /** How long a processor works for it on the main thread, on average, with what is done later and the painting. */
  work: number;
}

export interface LogFigures {
  /** A turn appended to few and to many. */
  few: ChangeFigures;
  many: ChangeFigures;
  /** A word added to an answer that goes on, below as many. */
  fewDeltas: ChangeFigures;
  manyDeltas: ChangeFigures;
  /** Frames while scrolling, ms. */
  frames: number[];
  /** Bytes for 1,000 turns of the later half; how much more that is than in the earlier. */
  heap: number;
  heapGrowth: number;
  elements: number;
}

/** Shows conversations of both lengths in a log. */
export async function measureLog(bench: LogBrowser, name: LogName): Promise<LogFigures> {
  let { page } = await bench.open(name, FEW);
  const run = async (what: 'append' | 'stream' | 'idle') => {
    const before = await bench.worked();
    const { result, tasks } = await bench.trace(CHANGE, () =>
      page.evaluate((does, count) => window.logPage[does](count), what, CHANGES),
    );
    return { cost: tasks, seen: result, work: ((await bench.worked()) - before) / CHANGES };
  };
  const change = async (what: 'append' | 'stream'): Promise<ChangeFigures> => {
    await page.evaluate((does, count) => window.logPage[does](count), what, WARM_UP);
    const { cost, seen, work } = await run(what);
    // What a task and a frame without a change cost here, is no part of it.
    const idle = await run('idle');
    return { cost: cost.map((ms) => ms - median(idle.cost)), seen, work: work - idle.work };
  };
  const few = await change('append');
  const fewDeltas = await change('stream');
  const { heap: heapOfSome } = await bench.open(name, SOME);
  const { heap: heapOfHalf } = await bench.open(name, HALF);
  const openedMany = await bench.open(name, MANY);
  page = openedMany.page;
  const elements = await page.evaluate(() => window.logPage.countElements());
  const many = await change('append');
  const frames = await page.evaluate((count) => window.logPage.scroll(count), FRAMES);
  const manyDeltas = await change('stream');
  const earlier = (heapOfHalf - heapOfSome) / (HALF - SOME);
  const later = (openedMany.heap - heapOfHalf) / (MANY - HALF);
  return {
    few,
    many,
    fewDeltas,
    manyDeltas,
    frames,
    heap: later * 1000,
    heapGrowth: later / earlier,
    elements,
  };
}
