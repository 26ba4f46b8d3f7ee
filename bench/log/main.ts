import { seededRandom } from '../statistics.ts';
import { type LogName, type OpenLog, openLog, type Said } from './logs.ts';

/** What the bench's process asks of the page; one log for each load of it. */
export interface LogPage {
  /** With so many turns. */
  open(name: LogName, turns: number): Promise<void>;
  /** Adds turns one by one, each in a frame of its own. */
  append(count: number): Promise<number[]>;
  /** Adds pieces to an answer that goes on, a word each, each in a frame of its own. */
  stream(pieces: number): Promise<number[]>;
  /** Does nothing in so many frames, but for what the others do around a change. */
  idle(frames: number): Promise<number[]>;
  /** Scrolls up from the end. Returns how long each frame took, ms. */
  scroll(frames: number): Promise<number[]>;
  /** How many elements there are. */
  countElements(): number;
}

/** Marks the task of a change, until all of it is laid out, in a trace. */
const CHANGE = 'change';

declare global {
  interface Window {
    logPage: LogPage;
  }
}

/** A screenful takes some four frames: a quick flick. */
const SCROLL_PX = 150;
const FRAME_MS = 16;
const WORDS =
  'the guests bring **twelve** pies and some _very_ old wine to a house by the lake in winter'.split(' ');

const random = seededRandom(6);
let log: OpenLog;
let add: ((piece: string) => void) | undefined;
let count = 0;

const word = () => WORDS[Math.floor(random() * WORDS.length)] ?? '';

/** Mostly short, sometimes long, as in conversations. */
function something(): Said {
  const length = 3 + Math.floor(random() ** 3 * 120);
  const text = Array.from({ length }, word).join(' ');
  return { role: (count += 1) % 2 ? 'user' : 'assistant', text };
}

const frame = () => new Promise(requestAnimationFrame);

/** After the frame in which it is called has been painted. */
const painted = () => new Promise<void>((resolve) => inTask(resolve, () => {}));

/**
 * Calls both in one task, as a message from the network comes. Between the listeners of an event a browser runs
 * all microtasks that there are, and logs render in those. A task or a timer to come after them would measure
 * something else: Chromium may put it off until the next frame, by up to 16 ms in which nothing is done.
 */
function inTask(first: () => void, second: () => void): void {
  const { port1, port2 } = new MessageChannel();
  for (const listener of [first, second]) port1.addEventListener('message', listener);
  port1.start();
  port2.postMessage(null);
}

/**
 * Makes so many changes, one at a time, each at some moment between two frames: messages come at any, and right
 * after a frame the browser is still busy with it. Returns how long it was until each was painted, ms.
 */
async function measure(times: number, change: () => void): Promise<number[]> {
  const seen: number[] = [];
  for (let i = 0; i < times; i++) {
    await frame();
    await new Promise((resolve) => setTimeout(resolve, FRAME_MS * random()));
    const begin = await new Promise<number>((resolve) => {
      inTask(
        () => {
          resolve(performance.mark(CHANGE).startTime);
          change();
        },
        () => void log.scroller.scrollHeight,
      );
    });
    await frame();
    await painted();
    seen.push(performance.now() - begin);
  }
  return seen;
}

window.logPage = {
  async open(name, turns) {
    log = await openLog(name, Array.from({ length: turns }, something));
    await frame();
    await frame();
  },
  append: (times) => measure(times, () => log.append(something())),
  async stream(pieces) {
    // What is guessed at first of turns that were never seen, is known a frame later.
    for (let i = 0; i < 3; i++) {
      log.scroller.scrollTop = log.scroller.scrollHeight;
      await frame();
    }
    const addPiece = (add ??= await log.stream());
    return measure(pieces, () => addPiece(` ${word()}`));
  },
  idle: (frames) => measure(frames, () => {}),
  async scroll(frames) {
    const times: number[] = [];
    log.scroller.scrollTop = log.scroller.scrollHeight;
    await frame();
    let before = performance.now();
    for (let i = 0; i < frames; i++) {
      log.scroller.scrollTop -= SCROLL_PX;
      await frame();
      const now = performance.now();
      times.push(now - before);
      before = now;
    }
    return times;
  },
  countElements() {
    const within = (root: ParentNode): number =>
      [...root.querySelectorAll('*')].reduce(
        (sum, { shadowRoot }) => sum + 1 + (shadowRoot ? within(shadowRoot) : 0),
        0,
      );
    return within(document.body);
  },
};
