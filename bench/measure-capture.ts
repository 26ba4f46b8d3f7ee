import { setTimeout as sleep } from 'node:timers/promises';
import { CLICK_PERIOD_MS, ClickFinder } from './clicks.ts';
import type { BenchBrowser } from './browser.ts';
import type { ClientName } from './page/clients.ts';
import type { Arrival } from './service.ts';

const WIRE_RATE = 24_000;
const FULL_SCALE = 0x8000;
/** The slowest frame is on the wire after this. */
const LAST_FRAME_MS = 280;

/** A client may be prompter than the promptest report by which the microphone's clock is set. */
const TOLERANCE_MS = 5;

/** One buffer of the microphone, in ms; clicks count from its beginning. */
interface MicrophoneBuffer {
  timestamp: number;
  lengthMs: number;
  clicks: number[];
}

/**
 * How long a sample takes from the microphone to the wire.
 *
 * @returns ms, one for each click; Infinity for one that was not on the wire before the next
 * @throws Error when the microphone is silent
 */
export async function measureCapture(
  bench: BenchBrowser,
  client: ClientName,
  clicks: number,
): Promise<number[]> {
  await bench.open(client);
  const clock = bench.service.connection('clock');
  const wire = bench.service.connection(client);
  clock.take();
  wire.take();
  await sleep(clicks * CLICK_PERIOD_MS);
  const buffers = clock.take();
  await sleep(LAST_FRAME_MS);
  const arrivals = clickArrivals(wire.take());
  await bench.close();

  const times = clickTimes(buffers);
  if (times.length === 0) throw new Error('No click came out of the microphone.');
  return times.map((time) => {
    const arrival = arrivals.find(
      (at) => at > time - TOLERANCE_MS && at < time + CLICK_PERIOD_MS - TOLERANCE_MS,
    );
    return arrival === undefined ? Infinity : arrival - time;
  });
}

/** When the clicks sounded at the microphone, ms of this process's clock. */
function clickTimes(arrivals: Arrival[]): number[] {
  const buffers = arrivals.map(({ at, message }) => ({ at, ...(message as unknown as MicrophoneBuffer) }));
  // The microphone's clock is steady, delivery is late by what it is late: the promptest tells the clock's zero.
  const zero = Math.min(...buffers.map(({ at, timestamp }) => at - timestamp));
  return buffers.flatMap(({ timestamp, lengthMs, clicks }) =>
    clicks.map((click) => zero + timestamp - lengthMs + click),
  );
}

/** When the frames arrived that hold the beginnings of clicks, ms of this process's clock. */
function clickArrivals(arrivals: Arrival[]): number[] {
  const finder = new ClickFinder();
  return arrivals.flatMap(({ at, message }) => {
    if (message.type !== 'input_audio_buffer.append') return [];
    const bytes = Buffer.from(message.audio as string, 'base64');
    const samples = Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readInt16LE(2 * i) / FULL_SCALE);
    return finder.find(samples, WIRE_RATE).map(() => at);
  });
}
