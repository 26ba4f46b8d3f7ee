import type { Gaps } from './measure-delivery.ts';
import { median, p95 } from './statistics.ts';

/** Of each client, in each column. */
type ByClient<T> = Record<string, T | undefined>;

/** One client's result: the value to be compared, and how it is shown. */
interface Cell {
  value: number;
  text: string;
}

export interface Row {
  label: string;
  cells: ByClient<Cell>;
  /** The most that the kit's value may be. */
  target?: number;
  /** That the others miss the target too says nothing of the machine. */
  strict?: boolean;
}

/** A row of times: the value is the median. */
export function timeRow(label: string, times: ByClient<number[]>, target?: number): Row {
  const toCell = (values: number[]) => ({
    value: median(values),
    text: `${median(values).toFixed(1)} / ${p95(values).toFixed(1)}`,
  });
  return { label: `${label}, ms`, cells: mapValues(times, toCell), target };
}

/** A row of gaps: the value is their number. */
export function gapRow(label: string, gaps: ByClient<Gaps>, target?: number): Row {
  const toCell = ({ count, totalMs }: Gaps) => ({
    value: count,
    text: count ? `${count} (${totalMs.toFixed()} ms)` : '0',
  });
  return { label: `gaps: ${label}`, cells: mapValues(gaps, toCell), target };
}

/** A row of single numbers. */
export function numberRow(
  label: string,
  values: ByClient<number>,
  target?: number,
  show = (value: number) => value.toFixed(),
): Row {
  return { label, cells: mapValues(values, (value) => ({ value, text: show(value) })), target };
}

/**
 * Prints all as a table, a column for each client: the kit, what it is compared with, and others. Returns whether the
 * kit met each target that some client meets on this machine.
 */
export function printReport(columns: readonly ['kit', string, ...string[]], rows: Row[]): boolean {
  const peer = columns[1];
  const table = [
    ['median / p95', ...columns, `kit : ${peer}`, 'target', ''],
    ...rows.map((row) => [
      row.label,
      ...columns.map((name) => row.cells[name]?.text ?? ''),
      ratio(row, peer),
      row.target === undefined ? '' : `≤ ${row.target}`,
      mark(row),
    ]),
  ];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0)));
  for (const line of table) {
    const [label = '', ...cells] = line.map((cell, column) =>
      column ? cell.padStart(widths?.[column] ?? 0) : cell.padEnd(widths?.[column] ?? 0),
    );
    console.log([label, ...cells].join('  ').trimEnd());
  }
  if (rows.some((row) => mark(row) === '~')) {
    console.log('~ missed by every client, so it is the machine that cannot.');
  }
  return rows.every((row) => mark(row) !== '✖');
}

function ratio({ cells: { kit, ...others } }: Row, peer: string): string {
  const other = others[peer];
  return kit && other?.value ? (kit.value / other.value).toFixed(2) : '';
}

function mark({ cells, target, strict }: Row): string {
  if (target === undefined) return '';
  const meets = (cell: Cell | undefined) => cell !== undefined && cell.value <= target;
  if (meets(cells.kit)) return '✔';
  return strict || Object.values(cells).some(meets) ? '✖' : '~';
}

function mapValues<From, To>(record: ByClient<From>, map: (value: From) => To): ByClient<To> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key, value === undefined ? undefined : map(value)]),
  );
}
