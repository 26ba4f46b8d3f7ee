import { expect } from '@open-wc/testing';
import type { RealtimeError } from '../protocol/realtime-error.js';
import { type RealLine, WebRtcLine, WebSocketLine } from '../testing/real-lines.test-support.js';
import { TokenSource } from './token-source.js';
import type { Transport, TransportCloseEvent } from './transport.js';

/* How an established connection ends, whoever ends it. */

const lines: Record<string, () => RealLine> = {
  WebRTC: () => new WebRtcLine(),
  WebSocket: () => new WebSocketLine(),
};

let context: AudioContext;
let line: RealLine;
let transport: Transport;
let hungUp: boolean;
/** The transport's end of the data channel. */
let channel: RTCDataChannel;

const { createDataChannel } = RTCPeerConnection.prototype;
const { replaceTrack } = RTCRtpSender.prototype;

async function connected(way: string): Promise<void> {
  line = lines[way]!();
  hungUp = false;
  transport = line.createTransport(context);
  await transport.connect({
    token: new TokenSource(() => line.getToken()),
    model: 'test',
    config: { type: 'realtime' },
    signal: new AbortController().signal,
  });
}

/** How it ends by itself. */
const ending = () =>
  new Promise<RealtimeError>((resolve) =>
    transport.addEventListener('close', (event) => resolve((event as TransportCloseEvent).error)),
  );

function hangUp(): void {
  if (!hungUp) line.close();
  hungUp = true;
}

const complain = (code: string, message: string) => line.say({ type: 'error', error: { code, message } });

beforeEach(() => {
  context = new AudioContext();
  RTCPeerConnection.prototype.createDataChannel = function (...args) {
    return (channel = createDataChannel.apply(this, args));
  };
});

afterEach(async () => {
  RTCPeerConnection.prototype.createDataChannel = createDataChannel;
  RTCRtpSender.prototype.replaceTrack = replaceTrack;
  transport.close();
  hangUp();
  await context.close();
});

for (const way of Object.keys(lines)) {
  describe(`The end of a call over ${way}`, () => {
    it('at the service’s time limit is told as that', async () => {
      await connected(way);
      const ended = ending();
      complain('session_expired', 'Your session hit the maximum duration of 60 minutes.');
      hangUp();
      expect((await ended).code).to.equal('session-expired');
    });

    it('is not laid to what the service complained of long before', async () => {
      await connected(way);
      const ended = ending();
      const heard = new Promise((resolve) => transport.addEventListener('event', resolve, { once: true }));
      complain('invalid_value', 'Your picture has expired.');
      await heard;
      hangUp();
      expect((await ended).code).to.equal('connection-lost');
    });
  });
}

describe('A call over WebRTC that is over', () => {
  it('sends no more, and does not fail for it', async () => {
    await connected('WebRTC');
    channel.close();
    expect(channel.readyState).to.equal('closing');
    transport.send({ type: 'response.create' });
  });

  it('lets go of the microphone, even where a closed connection never answers', async () => {
    await connected('WebRTC');
    RTCRtpSender.prototype.replaceTrack = () => new Promise(() => {});
    const released = transport.setMicrophone(null);
    transport.close();
    await released;
    await transport.setMicrophone(null);
  });
});
