import { seededRandom } from '../statistics.ts';
import { type LogName, type OpenLog, openLog, type Said } from './logs.ts';

/** What the bench's process asks of the page; one log for each load of it. */
export interface LogPage {
  /** With so many turns. */
  open(name: LogName, turns: number): Promise<void>;
  /** Adds turns one by one. Returns how long each took, until it was laid out, ms. */
  append(count: number): Promise<number[]>;
  /** Scrolls up from the end. Returns how long each frame took, ms. */
  scroll(frames: number): Promise<number[]>;
  /** How many elements there are. */
  countElements(): number;
}

declare global {
  interface Window {
    logPage: LogPage;
  }
}

/** A screenful takes some four frames: a quick flick. */
const SCROLL_PX = 150;
const WORDS =
  'the guests bring **twelve** pies and some _very_ old wine to a house by the lake in winter'.split(' ');

const random = seededRandom(6);
let log: OpenLog;
let count = 0;

/** Mostly short, sometimes long, as in conversations. */
function something(): Said {
  const length = 3 + Math.floor(random() ** 3 * 120);
  const words = Array.from({ length }, () => WORDS[Math.floor(random() * WORDS.length)]);
  return { role: (count += 1) % 2 ? 'user' : 'assistant', text: words.join(' ') };
}

const frame = () => new Promise(requestAnimationFrame);

/** After all that was to be done at once; a timer would come too late. */
const rest = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(null);
  });

window.logPage = {
  async open(name, turns) {
    log = await openLog(name, Array.from({ length: turns }, something));
    await frame();
    await frame();
  },
  async append(more) {
    const times: number[] = [];
    for (let i = 0; i < more; i++) {
      const said = something();
      await frame();
      await rest();
      const begin = performance.now();
      log.append(said);
      await rest();
      void log.scroller.scrollHeight;
      times.push(performance.now() - begin);
    }
    return times;
  },
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
