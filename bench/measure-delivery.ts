import { setTimeout as sleep } from 'node:timers/promises';
import { Answer, type Delta } from './answer.ts';
import type { BenchBrowser } from './browser.ts';
import type { ClientName } from './page/clients.ts';
import { seededRandom } from './statistics.ts';

const DELTA_MS = 100;
/** What gaps, the way to the page and the way back may add to an answer's length. */
const LATEST_END_MS = 400;

/** Fades around gaps are below the level at which sound is heard. */
const TOLERANCE_MS = 50;

/** Holes in an answer's sound. */
export interface Gaps {
  count: number;
  totalMs: number;
}

const deltas = (count: number, at: (index: number) => number): Delta[] =>
  Array.from({ length: count }, (_, index) => ({ at: at(index), ms: DELTA_MS }));

const random = seededRandom(4);

/** Ways in which 2 s of sound may come. */
export const DELIVERIES: { label: string; deltas: Delta[]; target?: number }[] = [
  { label: '10 × real time', deltas: deltas(20, (index) => index * 10), target: 0 },
  {
    label: 'bursts of 500 ms, pauses of 300 ms',
    deltas: deltas(20, (index) => Math.floor(index / 5) * 350 + (index % 5) * 10),
    target: 0,
  },
  {
    label: '1 ×, 200 ms ahead, up to 100 ms late',
    deltas: deltas(20, (index) => (index < 2 ? 0 : (index - 2) * DELTA_MS + random() * 100)),
    target: 0,
  },
  // Here no player can do without gaps unless it waits before the first sound.
  {
    label: '1 ×, nothing ahead, up to 60 ms late',
    deltas: deltas(20, (index) => index * DELTA_MS + random() * 60),
  },
];

/**
 * Plays one answer that comes as planned.
 *
 * @throws Error when not all of it was heard
 */
export async function measureDelivery(bench: BenchBrowser, client: ClientName, plan: Delta[]): Promise<Gaps> {
  await bench.open(client);
  const answer = new Answer(bench.service.connection(client));
  const begin = performance.now();
  await answer.deliver(plan);
  answer.end('completed');
  const lengthMs = plan.reduce((sum, { ms }) => sum + ms, 0);
  await sleep(begin + lengthMs + LATEST_END_MS - performance.now());
  const { edges } = await bench.take();
  await bench.close();

  const gaps: number[] = [];
  let heardMs = 0;
  edges.forEach(({ loud, position }, index) => {
    const next = edges[index + 1];
    if (!next) return;
    const spanMs = next.position - position;
    if (loud) heardMs += spanMs;
    else gaps.push(spanMs);
  });
  if (
    edges[0]?.loud !== true ||
    edges.at(-1)?.loud !== false ||
    Math.abs(heardMs - lengthMs) > TOLERANCE_MS
  ) {
    throw new Error(
      `"${client}" was sent ${lengthMs} ms of sound, of which ${heardMs.toFixed()} ms sounded.`,
    );
  }
  return { count: gaps.length, totalMs: gaps.reduce((sum, gap) => sum + gap, 0) };
}
