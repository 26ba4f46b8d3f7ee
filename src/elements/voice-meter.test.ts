import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { fakeMicrophone } from '../testing/fake-microphone.js';
import { inner, rendered, type ScriptedChat, scriptedChat } from './scripted-chat.test-support.js';
import type { VoiceMeter } from './voice-meter.js';
import './voice-meter.js';

/*
 * A page that is behind another draws no frames and sees nothing, so what the display and the observers
 * would tell is told by the test. So is the microphone, for the browser's own beeps too rarely to be caught; the sound
 * and the elements are real.
 */
const WIDTH = 140;
const HEIGHT = 40;
const own = { requestAnimationFrame, cancelAnimationFrame, IntersectionObserver, ResizeObserver, matchMedia };
const frames = new Map<number, FrameRequestCallback>();
let lastFrame = 0;
let clock = 0;
let see: (isIntersecting: boolean) => void;
let calm: boolean;
let silenceMicrophone: () => void;

class FakeIntersectionObserver {
  constructor(callback: (entries: object[]) => void) {
    see = (isIntersecting) => callback([{ isIntersecting }]);
  }
  observe() {}
  disconnect() {}
}
class FakeResizeObserver {
  readonly #callback: (entries: object[]) => void;
  constructor(callback: (entries: object[]) => void) {
    this.#callback = callback;
  }
  observe() {
    queueMicrotask(() => this.#callback([{ contentRect: { width: WIDTH, height: HEIGHT } }]));
  }
  disconnect() {}
}

/** The display draws one frame. */
function drawFrame(ms = 16) {
  clock += ms;
  const due = [...frames.values()];
  frames.clear();
  for (const frame of due) frame(clock);
}

function setHidden(hidden: boolean) {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}

let at: ScriptedChat;
let meter: VoiceMeter;

async function show(source: 'input' | 'output' = 'input', variant: 'bars' | 'wave' = 'bars') {
  at = await scriptedChat(html`<voice-meter source=${source} variant=${variant}></voice-meter>`);
  meter = at.chat.querySelector('voice-meter') as VoiceMeter;
  see(true);
  await rendered();
}

const line = () => inner<SVGPathElement>(meter, 'path').getAttribute('d') ?? '';
/** Height of each bar, px. */
const bars = () =>
  [...line().matchAll(/M\S+ (\S+?)V(\S+?)(?=M|$)/g)].map(([, a, b]) => Number(b) - Number(a));
const tallest = () => Math.max(...bars());
const atRest = () => expect(tallest()).to.be.below(0.1);
const draws = () => frames.size > 0;

async function drawUntil(done: () => boolean, ms = 16) {
  await waitUntil(() => {
    drawFrame(ms);
    return done();
  });
}

/** Has something sound where the answers do. */
function sound() {
  const media = at.chat.session.media as NonNullable<typeof at.chat.session.media>;
  const tone = new OscillatorNode(media.context, { frequency: 440 });
  tone.connect(media.output);
  tone.start();
  at.transport.play('started', 'item');
  return () => {
    tone.stop();
    at.transport.play('ended', 'item');
  };
}

describe('<voice-meter>', () => {
  beforeEach(() => {
    calm = false;
    silenceMicrophone = fakeMicrophone();
    Object.assign(window, {
      requestAnimationFrame: (callback: FrameRequestCallback) => {
        frames.set(++lastFrame, callback);
        return lastFrame;
      },
      cancelAnimationFrame: (frame: number) => frames.delete(frame),
      IntersectionObserver: FakeIntersectionObserver,
      ResizeObserver: FakeResizeObserver,
      matchMedia: () => Object.assign(new EventTarget(), { matches: calm }),
    });
  });

  afterEach(() => {
    silenceMicrophone();
    Object.assign(window, own);
    Reflect.deleteProperty(document, 'hidden');
    frames.clear();
  });

  it('is nothing for those who do not see it', async () => {
    await show();
    expect(inner(meter, 'svg').getAttribute('aria-hidden')).to.equal('true');
    await expect(meter).to.be.accessible();
  });

  it('rests as dots, and asks for no frames, while there is nothing to hear', async () => {
    await show();
    expect(bars()).to.have.length(WIDTH / 7);
    atRest();
    expect(draws()).to.equal(false);
    expect(meter.dataset.state).to.equal('resting');
  });

  it('shows the microphone as long as it is open, then comes to rest', async () => {
    await show();
    await at.chat.session.startTurn();
    await rendered();
    expect(meter.dataset.state).to.equal('active');
    await drawUntil(() => tallest() > HEIGHT / 4);
    expect(draws()).to.equal(true);
    await at.chat.session.endTurn();
    await rendered();
    expect(meter.dataset.state).to.equal('resting');
    await drawUntil(() => !draws());
    atRest();
  });

  it('rests while the microphone is muted', async () => {
    await show();
    await at.chat.session.startTurn();
    at.chat.session.setMuted(true);
    await rendered();
    expect(meter.dataset.state).to.equal('resting');
    await drawUntil(() => !draws());
  });

  it('shows the answers', async () => {
    await show('output');
    await at.chat.session.connect();
    await drawUntil(() => !draws());
    const silence = sound();
    await rendered();
    expect(meter.dataset.state).to.equal('active');
    await drawUntil(() => tallest() > HEIGHT / 2);
    expect(tallest()).to.be.at.most(HEIGHT);
    silence();
    await rendered();
    await drawUntil(() => !draws());
    atRest();
  });

  it('shows a wave, within its height', async () => {
    await show('output', 'wave');
    await at.chat.session.connect();
    sound();
    await rendered();
    const heights = () => [...line().matchAll(/[ML]\S+? (\S+?)(?=L|$)/g)].map(([, y]) => Number(y));
    expect(heights()).to.have.length(Math.floor(WIDTH / 3));
    await drawUntil(() => Math.max(...heights()) - Math.min(...heights()) > HEIGHT / 2);
    expect(Math.min(...heights())).to.be.at.least(0);
    expect(Math.max(...heights())).to.be.at.most(HEIGHT);
  });

  it('does nothing while it is out of sight, or its page is', async () => {
    await show();
    await at.chat.session.startTurn();
    await rendered();
    expect(draws()).to.equal(true);
    see(false);
    expect(draws()).to.equal(false);
    see(true);
    expect(draws()).to.equal(true);
    setHidden(true);
    expect(draws()).to.equal(false);
    at.chat.session.setMuted(true);
    at.chat.session.setMuted(false);
    await rendered();
    expect(draws()).to.equal(false);
    setHidden(false);
    expect(draws()).to.equal(true);
  });

  it('lets go of the sound while it draws nothing', async () => {
    await show();
    await at.chat.session.startTurn();
    await rendered();
    const { input } = at.chat.session.media as NonNullable<typeof at.chat.session.media>;
    let released = 0;
    input.disconnect = () => released++;
    see(false);
    expect(released).to.equal(1);
  });

  it('is calm under reduced motion: how loud it was, twice a second', async () => {
    calm = true;
    await show('output');
    await at.chat.session.connect();
    sound();
    await rendered();
    await drawUntil(() => tallest() > 1, 600);
    const lit = bars().filter((height) => height > 1);
    expect(lit.length).to.be.above(3);
    expect(new Set(bars().map((height) => height > 1)), 'the rest stays dark').to.have.length(2);
    expect(new Set(lit)).to.have.length(1);
    const drawn = line();
    inner(meter, 'path').setAttribute('d', '');
    for (let i = 0; i < 30; i++) drawFrame(16);
    expect(line()).to.equal('', 'nothing for 480 ms');
    drawFrame(600);
    expect(line().length).to.be.closeTo(drawn.length, 40);
  });

  it('stops when it is removed, and when the call ends', async () => {
    await show();
    await at.chat.session.startTurn();
    await rendered();
    at.chat.session.disconnect();
    await rendered();
    expect(draws()).to.equal(false);
    await at.chat.session.startTurn();
    await rendered();
    expect(draws()).to.equal(true);
    meter.remove();
    expect(draws()).to.equal(false);
  });

  it('listens to the other side when it is told to', async () => {
    await show('output');
    await at.chat.session.startTurn();
    await rendered();
    await drawUntil(() => !draws());
    meter.source = 'input';
    await rendered();
    expect(meter.dataset.state).to.equal('active');
    await drawUntil(() => tallest() > HEIGHT / 4);
  });

  it('listens to the other chat, where nothing is heard, when it is told to', async () => {
    await show('output');
    await at.chat.session.connect();
    sound();
    await drawUntil(() => tallest() > HEIGHT / 4);
    const other = await scriptedChat(html``);
    other.chat.id = 'other';
    await other.chat.session.connect();
    other.transport.play('started', 'item');
    meter.htmlFor = 'other';
    await rendered();
    await drawUntil(() => tallest() < 0.1);
    expect(meter.dataset.state).to.equal('active');
  });

  it('is shown without a chat', async () => {
    meter = await fixture<VoiceMeter>(html`<voice-meter></voice-meter>`);
    see(true);
    await rendered();
    atRest();
    expect(draws()).to.equal(false);
  });
});
