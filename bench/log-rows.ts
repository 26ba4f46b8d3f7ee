import type { LogBrowser } from './log-browser.ts';
import { type LogFigures, measureLog } from './measure-log.ts';
import { numberRow, type Row, timeRow } from './report.ts';
import { median } from './statistics.ts';

/** A change, ms; a frame at 60 Hz, ms; 1,000 turns in memory, kB. */
const CHANGE_TARGET = 2;
const FRAME_TARGET = 17;
const HEAP_TARGET = 1000;

/** On a slow machine a change may take so many times as long as the other log takes for it among few turns. */
const CHANGE_RATIO = 2;

/** How much more a change may cost among 10,000 than among 100, and a turn in memory: what is no growth, but noise. */
const GROWTH_TARGET = 1.5;

/** Measures both logs, one after the other. */
export async function measureLogs(bench: LogBrowser): Promise<Row[]> {
  const figures: Record<string, LogFigures> = {};
  for (const name of ['kit', 'deep-chat'] as const) figures[name] = await measureLog(bench, name);
  const each = <T>(pick: (figures: LogFigures) => T) =>
    Object.fromEntries(Object.entries(figures).map(([name, of]) => [name, pick(of)]));
  const rowsOf = (label: string, few: 'few' | 'fewDeltas', many: 'many' | 'manyDeltas'): Row[] => {
    const slow = CHANGE_RATIO * median(figures['deep-chat']?.[few].cost ?? []);
    const target = Math.max(CHANGE_TARGET, Number(slow.toFixed(1)));
    return [
      timeRow(
        `${label} 100`,
        each((of) => of[few].cost),
        target,
      ),
      timeRow(
        `${label} 10,000`,
        each((of) => of[many].cost),
        target,
      ),
      numberRow(
        '  the latter : the former',
        each((of) => median(of[many].cost) / median(of[few].cost)),
        GROWTH_TARGET,
        (ratio) => ratio.toFixed(2),
      ),
      numberRow(
        '  processor time, with painting, ms',
        each((of) => of[many].work),
        undefined,
        (ms) => ms.toFixed(1),
      ),
      timeRow(
        '  until it is seen',
        each((of) => of[many].seen),
      ),
    ];
  };
  const rows = [
    ...rowsOf('append a turn to', 'few', 'many'),
    ...rowsOf('a word for the last of', 'fewDeltas', 'manyDeltas'),
    timeRow(
      'a frame while scrolling',
      each(({ frames }) => frames),
      FRAME_TARGET,
    ),
    numberRow(
      'heap for 1,000 turns, kB',
      each(({ heap }) => heap / 1000),
      HEAP_TARGET,
    ),
    numberRow(
      '  the later half : the earlier',
      each(({ heapGrowth }) => heapGrowth),
      GROWTH_TARGET,
      (ratio) => ratio.toFixed(2),
    ),
    numberRow(
      'elements for 10,000 turns',
      each(({ elements }) => elements),
    ),
  ];
  // Only frames are up to the machine: that the other log grows slow with its turns excuses nobody.
  return rows.map((row) => ({ ...row, strict: row.target !== FRAME_TARGET }));
}
