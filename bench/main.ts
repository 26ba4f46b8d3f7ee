/**
 * Measures what a talker feels, for the kit and for the way of plain-JavaScript demos (baseline/), in the same run, in
 * real headless Chromium, each client as it would be used: the page bundled, a WebSocket to a service in this process.
 * Where the browser can do without an audio graph, a worker that captures and sends (experiments/) is a third column.
 *
 * Capture, sample to frame. The microphone clicks every 307 ms, through the browser's echo cancellation and noise
 * suppression. A worker reads the same track and reports each buffer, with the browser's timestamp and where a click
 * is in it; a click has arrived when the service gets the frame that holds it. Both ends are thus stamped by this
 * process's clock alone. When a buffer was handed over follows from its timestamp and the promptest report of all;
 * a sample is as much older as a device takes to fill the rest of its buffer. What every client shares falls out: the
 * way from the browser's audio process and over a loopback socket at their best, below 1 ms together, and the
 * browser's own processing of the microphone.
 *
 * First sound and silence. A tap in front of the destination tells the quantum in which sound begins or ends, and when
 * the audio thread made it, by `Date.now()`, of which the difference to the page's clock is measured and the half of
 * its 1 ms added. The clock starts when the message is dispatched in the page, before the client's own listener. The
 * device's delay comes on top; a second row adds it, as `AudioContext.getOutputTimestamp` tells it.
 *
 * Gaps. An answer of steady sound comes as fast or unevenly as planned; each silence in it is a gap.
 *
 * The clients take turns, so that what else the machine does falls on all of them.
 *
 * Logs. The same conversation in <transcript-log> and in deep-chat's log, each alone in its page. What a turn costs, and
 * a word of an answer that goes on, is the processor time of the page's main thread from the service's event until the
 * change is laid out, the kit's whole session included, as the browser's own trace tells it; that of the same task
 * without a change is taken off. Neither the wait for the next frame counts, in which nothing is done, nor what else the
 * machine does. What is done later, in timers and frames, and the painting come on top: the row below has them too, and
 * the next one how long it was until the change was seen, the wait included. Then the frames while scrolling up from the
 * end, and what the page's heap grows by.
 *
 * `--only=voice` and `--only=logs` do a part of it; `--report-only` fails for no missed target.
 */
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { BenchBrowser } from './browser.ts';
import { type AnswerTimes, measureAnswers } from './measure-answers.ts';
import { LogBrowser } from './log-browser.ts';
import { measureLogs } from './log-rows.ts';
import { measureCapture } from './measure-capture.ts';
import { DELIVERIES, type Gaps, measureDelivery } from './measure-delivery.ts';
import type { ClientName } from './page/clients.ts';
import { gapRow, printReport, type Row, timeRow } from './report.ts';
import { seededRandom } from './statistics.ts';

const ROUNDS = 3;
/** Of each client, in each round. */
const CLICKS = 10;
const ANSWERS = 8;

/** What was promised of medians, in ms. */
const CAPTURE_TARGET = 25;
const FIRST_SOUND_TARGET = 40;
const SILENCE_TARGET = 10;

const PLAYERS: ClientName[] = ['kit', 'demo'];
const ALL: ClientName[] = [...PLAYERS, 'worker'];

async function measure(bench: BenchBrowser): Promise<Row[]> {
  const capture: Partial<Record<ClientName, number[]>> = {};
  const answers: Partial<Record<ClientName, AnswerTimes[]>> = {};
  const random = seededRandom(1);
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of ALL) (capture[name] ??= []).push(...(await measureCapture(bench, name, CLICKS)));
    for (const name of PLAYERS) {
      (answers[name] ??= []).push(...(await measureAnswers(bench, name, ANSWERS, random)));
    }
  }
  const each = (pick: (times: AnswerTimes) => number) =>
    Object.fromEntries(Object.entries(answers).map(([name, times]) => [name, times.map(pick)]));
  const rows = [
    timeRow('capture: sample to frame', capture, CAPTURE_TARGET),
    timeRow(
      'first delta to first sound',
      each(({ firstSound }) => firstSound),
      FIRST_SOUND_TARGET,
    ),
    timeRow(
      '  and out of the device',
      each(({ firstAudible }) => firstAudible),
    ),
    timeRow(
      'interruption to silence',
      each(({ silence }) => silence),
      SILENCE_TARGET,
    ),
  ];
  for (const { label, deltas, target } of DELIVERIES) {
    const gaps: Partial<Record<ClientName, Gaps>> = {};
    for (const name of PLAYERS) gaps[name] = await measureDelivery(bench, name, deltas);
    rows.push(gapRow(label, gaps, target));
  }
  return rows;
}

const { values: options } = parseArgs({
  options: { 'report-only': { type: 'boolean', default: false }, only: { type: 'string' } },
});
const browserPath = process.env.CHROME_PATH ?? 'chromium';
const load = loadavg()[0]?.toFixed(1);
console.log(`${availableParallelism()} processors, load ${load}`);
let met = true;

if (options.only !== 'logs') {
  const bench = await BenchBrowser.launch(browserPath);
  try {
    console.log(
      `\n${await bench.version()}: the kit against the plain-JavaScript demo's way, and a worker that`,
    );
    console.log('captures and sends as an experiment:\n');
    met = printReport(['kit', 'demo', 'worker'], await measure(bench));
  } finally {
    await bench.quit();
  }
}

if (options.only !== 'voice') {
  const logs = await LogBrowser.launch(browserPath);
  try {
    console.log("\nThe transcript, and deep-chat's log of the same conversation. A change may cost 2 ms,");
    console.log('or on a slow machine twice what it costs deep-chat among 100 turns:\n');
    met = printReport(['kit', 'deep-chat'], await measureLogs(logs)) && met;
  } finally {
    await logs.quit();
  }
}
if (!met && !options['report-only']) process.exitCode = 1;
