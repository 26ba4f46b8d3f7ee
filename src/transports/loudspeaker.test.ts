import { expect } from '@open-wc/testing';
import { sleep } from '../audio/sleep.js';
import { WebRtcLine } from '../testing/real-lines.test-support.js';
import { AutoTransport } from './auto-transport.js';
import { TokenSource } from './token-source.js';
import type { Transport } from './transport.js';
import { WebRtcTransport } from './webrtc-transport.js';
import { WebSocketTransport } from './websocket-transport.js';

/* Where the sound comes out, in browsers that allow less than this one: what they lack is taken away here. */

type Sink = { setSinkId?: ((deviceId: string) => Promise<void>) | undefined };

let context: AudioContext;
let transport: Transport;
let line: WebRtcLine | null;
/** Of each transport the element that sounds. */
let element: HTMLAudioElement;
let unhandled: unknown[];
let undo: (() => void)[];

const note = (event: PromiseRejectionEvent) => unhandled.push(event.reason);

/** Has something be otherwise until the test is over. */
function pretend<T extends object, K extends keyof T>(target: T, key: K, value: T[K]): void {
  const before = Object.getOwnPropertyDescriptor(target, key);
  Object.defineProperty(target, key, { value, configurable: true, writable: true });
  undo.push(() =>
    before ? Object.defineProperty(target, key, before) : Reflect.deleteProperty(target, key),
  );
}

const options = (token: () => unknown) => ({
  token: new TokenSource(token as () => string),
  model: 'test',
  config: { type: 'realtime' as const },
  signal: new AbortController().signal,
});

/** A call over WebRTC that is not connected yet. */
function webRtc(): Transport {
  line = new WebRtcLine();
  return (transport = line.createTransport(context));
}

const connect = () => transport.connect(options(() => 'ek_test'));

beforeEach(() => {
  undo = [];
  unhandled = [];
  line = null;
  addEventListener('unhandledrejection', note);
  context = new AudioContext();
  const { Audio: Real } = window;
  pretend(window, 'Audio', function () {
    return (element = new Real());
  } as unknown as typeof Audio);
});

afterEach(async () => {
  for (const each of undo.reverse()) each();
  transport.close();
  line?.close();
  if (context.state !== 'closed') await context.close();
  removeEventListener('unhandledrejection', note);
  expect(unhandled).to.deep.equal([]);
});

describe('The loudspeaker of a transport that chooses its way', () => {
  const media = HTMLMediaElement.prototype as unknown as Sink;
  const contexts = AudioContext.prototype as unknown as Sink;
  const token = async () => (await fetch('/test/token', { method: 'POST' })).json() as unknown;
  let chosen: string[];

  const choose = (player: string) => async (deviceId: string) => void chosen.push(`${player} ${deviceId}`);

  function auto(): AutoTransport {
    const both = new AutoTransport(new WebRtcTransport(context), new WebSocketTransport(context));
    transport = both;
    return both;
  }

  beforeEach(() => {
    chosen = [];
    pretend(media, 'setSinkId', choose('element'));
    pretend(contexts, 'setSinkId', choose('context'));
  });

  it('can be chosen before the way is, where only an element has a choice', async () => {
    pretend(contexts, 'setSinkId', undefined);
    await auto().setLoudspeaker('desk');
    expect(chosen).to.deep.equal(['element desk']);
  });

  it('is the chosen one on the second way, too', async () => {
    pretend(window, 'RTCPeerConnection', undefined as never);
    await auto().setLoudspeaker('desk');
    await transport.connect(options(token));
    expect(chosen).to.deep.equal(['element desk', 'context desk']);
  });

  it('is the system’s, and the call goes on, where the second way has no choice', async () => {
    pretend(window, 'RTCPeerConnection', undefined as never);
    pretend(contexts, 'setSinkId', undefined);
    await auto().setLoudspeaker('desk');
    await transport.connect(options(token));
    expect(await transport.resume()).to.equal(true);
    await sleep(0);
  });
});

describe('The volume over WebRTC', () => {
  it('of 0 is silence, even where an element’s volume cannot be set', async () => {
    webRtc().setVolume(0);
    expect(element.muted).to.equal(true);
    transport.setVolume(0.5);
    expect(element.muted).to.equal(false);
    expect(element.volume).to.equal(0.5);
  });

  it('and an interruption are two reasons to be silent', async () => {
    webRtc();
    await connect();
    await transport.interrupt();
    transport.setVolume(0.5);
    expect(element.muted, 'still interrupted').to.equal(true);
    transport.setVolume(0);
    const begun = new Promise((resolve) => transport.addEventListener('event', resolve, { once: true }));
    const part = { response_id: 'r', item_id: 'a', part: { type: 'audio' } };
    line?.say({ type: 'response.content_part.added', ...part });
    await begun;
    expect(element.muted, 'still at volume 0').to.equal(true);
    transport.setVolume(1);
    expect(element.muted).to.equal(false);
  });
});

describe('Sound that the browser does not let out', () => {
  it('is none, and no failure, while the system has taken the audio context', async () => {
    transport = new WebSocketTransport(context);
    await context.close(); // on iOS it rejects in the same way during a phone call
    expect(await transport.resume()).to.equal(false);
    transport.close();
    context = new AudioContext();
    webRtc();
    await connect();
    pretend(context, 'resume', () => Promise.reject(new DOMException('', 'InvalidStateError')));
    await transport.resume();
    await sleep(0);
  });

  it('is asked for in the first click, before there is any', async () => {
    let asked = 0;
    const { play } = HTMLMediaElement.prototype;
    pretend(HTMLMediaElement.prototype, 'play', function (this: HTMLMediaElement) {
      asked += 1;
      return play.call(this);
    });
    expect(await webRtc().resume()).to.equal(true);
    expect(asked).to.equal(1);
    await connect();
    expect(await transport.resume()).to.equal(true);
    expect(element.paused).to.equal(false);
  });

  it('is told of once there is some', async () => {
    pretend(HTMLMediaElement.prototype, 'play', () =>
      Promise.reject(new DOMException('', 'NotAllowedError')),
    );
    expect(await webRtc().resume()).to.equal(true);
    await connect();
    expect(await transport.resume()).to.equal(false);
  });
});
