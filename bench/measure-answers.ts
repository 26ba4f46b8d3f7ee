import { setTimeout as sleep } from 'node:timers/promises';
import { Answer } from './answer.ts';
import type { BenchBrowser } from './browser.ts';
import type { ClientName } from './page/clients.ts';

/** What comes before the interruption: 1 s of sound at ten times its own speed, as services deliver it. */
const DELTAS = Array.from({ length: 10 }, (_, i) => ({ at: i * 10, ms: 100 }));
/** How long it is heard before somebody speaks over it, at least and with what is drawn on top, ms. */
const HEARD_MS = 100;
const HEARD_SPREAD_MS = 100;
/** How often is looked for silence, and for how long, which is longer than what is left of the sound. */
const LOOK_MS = 60;
const LOOKS = 30;

/** All in ms. */
export interface AnswerTimes {
  /** First delta in the page to first sound made. */
  firstSound: number;
  /** The same, to when the browser reckons that it leaves the loudspeaker. */
  firstAudible: number;
  /** `speech_started` in the page to the first silent sample made. */
  silence: number;
}

/**
 * Begins answers and interrupts them.
 *
 * @throws Error when nothing sounds, or goes on sounding
 */
export async function measureAnswers(
  bench: BenchBrowser,
  client: ClientName,
  count: number,
  random: () => number,
): Promise<AnswerTimes[]> {
  await bench.open(client);
  const times: AnswerTimes[] = [];
  for (let i = 0; i < count; i++) {
    await bench.take();
    const answer = new Answer(bench.service.connection(client));
    await answer.deliver(DELTAS);
    await sleep(HEARD_MS + random() * HEARD_SPREAD_MS);
    answer.speechStarted();
    const { receipts, edges } = await lookForSilence(bench);
    answer.end('cancelled');

    const received = (type: string) => receipts.find((receipt) => receipt.type === type)?.at ?? NaN;
    const [begin, end] = edges;
    if (!begin?.loud || !end || edges.length > 2) {
      throw new Error(`An interrupted answer in "${client}" was heard as ${JSON.stringify(edges)}.`);
    }
    const delta = received('response.output_audio.delta');
    times.push({
      firstSound: begin.renderedAt - delta,
      firstAudible: begin.audibleAt - delta,
      silence: end.renderedAt - received('input_audio_buffer.speech_started'),
    });
  }
  await bench.close();
  return times;
}

/** What the page saw until it was silent again. */
async function lookForSilence(bench: BenchBrowser): ReturnType<BenchBrowser['take']> {
  const seen: Awaited<ReturnType<BenchBrowser['take']>> = { receipts: [], edges: [] };
  for (let look = 0; look < LOOKS && seen.edges.at(-1)?.loud !== false; look++) {
    await sleep(LOOK_MS);
    const { receipts, edges } = await bench.take();
    seen.receipts.push(...receipts);
    seen.edges.push(...edges);
  }
  return seen;
}
