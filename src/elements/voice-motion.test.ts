import { expect } from '@open-wc/testing';
import { html } from 'lit';
import { rendered, type ScriptedChat, scriptedChat } from './scripted-chat.test-support.js';
import type { VoiceMotion } from './voice-motion.js';
import './voice-motion.js';

/*
 * A page that is behind another draws no frames and sees nothing, so what the display and the observer
 * would tell is told by the test.
 */
const own = { requestAnimationFrame, cancelAnimationFrame, IntersectionObserver, matchMedia };
let frames: FrameRequestCallback[] = [];
let see: (isIntersecting: boolean) => void;
let calm: boolean;
let level: Record<'input' | 'output', number>;

let at: ScriptedChat;
let motion: VoiceMotion;

beforeEach(async () => {
  frames = [];
  calm = false;
  level = { input: 0, output: 0 };
  Object.assign(window, {
    requestAnimationFrame: (frame: FrameRequestCallback) => frames.push(frame),
    cancelAnimationFrame: () => (frames = []),
    IntersectionObserver: class {
      constructor(callback: (entries: object[]) => void) {
        see = (isIntersecting) => callback([{ isIntersecting }]);
      }
      observe() {}
      disconnect() {}
    },
    matchMedia: () => ({
      get matches() {
        return calm;
      },
      addEventListener() {},
      removeEventListener() {},
    }),
  });
  at = await scriptedChat(html`<voice-motion></voice-motion>`);
  at.chat.session.getLevel = (direction) => level[direction];
  motion = at.chat.querySelector('voice-motion') as VoiceMotion;
});

afterEach(() => {
  Object.assign(window, own);
});

function draw(count = 40) {
  for (let frame = 0; frame < count; frame += 1) {
    const due = frames;
    frames = [];
    for (const next of due) next(frame * 16);
  }
}

/** How far a voice moves the line, 0…1 of the room there is. */
function height(part: 'user' | 'assistant'): number {
  const paths = [...(motion.shadowRoot?.querySelectorAll(`[part=${part}]`) ?? [])];
  const ys = paths.flatMap((path) =>
    [...(path.getAttribute('d') ?? '').matchAll(/ ([\d.]+)/g)].map(([, y]) => Math.abs(Number(y) - 50) / 50),
  );
  return Math.max(0, ...ys);
}

describe('<voice-motion>', () => {
  it('is a line at rest, and works no frame for it', async () => {
    see(true);
    await rendered();
    expect(frames).to.have.length(0);
    expect(height('user') + height('assistant')).to.equal(0);
    await expect(motion).to.be.accessible();
  });

  it('moves with each voice on its own', async () => {
    see(true);
    await at.chat.session.startTurn();
    await rendered();
    level.input = 0.8;
    draw();
    expect(height('user')).to.be.greaterThan(0.4);
    expect(height('assistant')).to.equal(0);
    level = { input: 0, output: 0.6 };
    draw(80);
    expect(height('user')).to.be.lessThan(0.02);
    expect(height('assistant')).to.be.within(0.2, 0.8);
  });

  it('comes to rest after the call', async () => {
    see(true);
    await at.chat.session.startTurn();
    await rendered();
    level.input = 0.8;
    draw();
    level.input = 0;
    at.chat.session.disconnect();
    await rendered();
    draw(80);
    expect(frames).to.have.length(0);
    expect(height('user')).to.equal(0);
  });

  it('does nothing while it is not seen, nor after it was removed', async () => {
    await at.chat.session.startTurn();
    await rendered();
    expect(frames).to.have.length(0);
    see(true);
    expect(frames).to.have.length(1);
    see(false);
    draw(1);
    expect(frames).to.have.length(0);
    see(true);
    motion.remove();
    expect(frames).to.have.length(0);
  });

  it('stands still under reduced motion, and still shows who speaks', async () => {
    calm = true;
    see(true);
    await at.chat.session.startTurn();
    at.transport.say({ type: 'input_audio_buffer.speech_started', audio_start_ms: 0, item_id: 'item_1' });
    await rendered();
    expect(motion.dataset.state).to.equal('hearing');
    expect(height('user')).to.be.greaterThan(0.2);
    const still = height('user');
    level.input = 1;
    draw();
    expect(height('user')).to.equal(still);
  });
});
