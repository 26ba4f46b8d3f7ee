import type { Gaps } from './measure-delivery.ts';
import type { ClientName } from './page/clients.ts';
import { median, p95 } from './statistics.ts';

/** One client's result: the value to be compared, and how it is shown. */
interface Cell {
  value: number;
  text: string;
}

export interface Row {
  label: string;
  cells: Partial<Record<ClientName, Cell>>;
  /** The most that the kit's value may be. */
  target?: number;
}

const COLUMNS: ClientName[] = ['kit', 'demo', 'worker'];

/** A row of times: the value is the median. */
export function timeRow(label: string, times: Partial<Record<ClientName, number[]>>, target?: number): Row {
  const toCell = (values: number[]) => ({
    value: median(values),
    text: `${median(values).toFixed(1)} / ${p95(values).toFixed(1)}`,
  });
  return { label: `${label}, ms`, cells: mapValues(times, toCell), target };
}

/** A row of gaps: the value is their number. */
export function gapRow(label: string, gaps: Partial<Record<ClientName, Gaps>>, target?: number): Row {
  const toCell = ({ count, totalMs }: Gaps) => ({
    value: count,
    text: count ? `${count} (${totalMs.toFixed()} ms)` : '0',
  });
  return { label: `gaps: ${label}`, cells: mapValues(gaps, toCell), target };
}

/** Prints all as a table. Returns whether the kit met each target that some client meets on this machine. */
export function printReport(rows: Row[]): boolean {
  const table = [
    ['median / p95', ...COLUMNS, 'kit : demo', 'target', ''],
    ...rows.map((row) => [
      row.label,
      ...COLUMNS.map((name) => row.cells[name]?.text ?? ''),
      ratio(row),
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

function ratio({ cells: { kit, demo } }: Row): string {
  return kit && demo?.value ? (kit.value / demo.value).toFixed(2) : '';
}

function mark({ cells, target }: Row): string {
  if (target === undefined) return '';
  const meets = (cell: Cell | undefined) => cell !== undefined && cell.value <= target;
  if (meets(cells.kit)) return '✔';
  return Object.values(cells).some(meets) ? '✖' : '~';
}

function mapValues<Key extends string, From, To>(
  record: Partial<Record<Key, From>>,
  map: (value: From) => To,
): Partial<Record<Key, To>> {
  const entries = Object.entries(record) as [Key, From][];
  return Object.fromEntries(entries.map(([key, value]) => [key, map(value)])) as Partial<Record<Key, To>>;
}
