import { expect, waitUntil } from '@open-wc/testing';
import type { RealtimeError } from '../protocol/realtime-error.js';
import { answerOffer, canSend } from '../testing/answering-peer.test-support.js';
import { AutoTransport } from './auto-transport.js';
import { TokenSource } from './token-source.js';
import type {
  ConnectOptions,
  PlaybackEvent,
  RealtimeMessageEvent,
  TransportCloseEvent,
} from './transport.js';
import { WebRtcTransport } from './webrtc-transport.js';
import { WebSocketTransport } from './websocket-transport.js';

/*
 * The other side is a real peer in the same page that says what the test wants; only the exchange of
 * SDP is short-circuited. Refusals come from test/faulty-service.mjs.
 */

const realFetch = window.fetch;
let service: RTCPeerConnection;
let channel: RTCDataChannel;
/** The transport's own side. */
let peers: RTCPeerConnection[] = [];
let received: { type: string }[] = [];
let context: AudioContext;
let transport: WebRtcTransport | AutoTransport;

const say = (event: object) => channel.send(JSON.stringify(event));

/** Answers an offer as the service would, and confirms whatever settings it is sent. */
function answer(offer: string, confirm = true): Promise<Response> {
  service = new RTCPeerConnection();
  service.ondatachannel = (event) => {
    channel = event.channel;
    channel.onmessage = ({ data }) => {
      const message = JSON.parse(data as string) as { type: string };
      received.push(message);
      if (message.type === 'session.update' && confirm) say({ type: 'session.updated', session: {} });
    };
    channel.onopen = async () => {
      if (await canSend(service)) say({ type: 'session.created', session: {} });
    };
  };
  return answerOffer(service, offer);
}

function options(): ConnectOptions {
  return {
    token: new TokenSource(() => 'ek_test'),
    model: 'test',
    config: { type: 'realtime' },
    signal: new AbortController().signal,
  };
}

async function connected(): Promise<WebRtcTransport> {
  window.fetch = (_url, init) => answer(String(init?.body));
  const { RTCPeerConnection: Real } = window;
  window.RTCPeerConnection = class extends Real {
    constructor() {
      super();
      peers = [this];
    }
  };
  const webrtc = new WebRtcTransport(context, '/session');
  window.RTCPeerConnection = Real;
  transport = webrtc;
  await webrtc.connect(options());
  return webrtc;
}

/** How a connection ends by itself. */
function ending(): Promise<RealtimeError> {
  return new Promise((resolve) => {
    transport.addEventListener('close', (event) => resolve((event as TransportCloseEvent).error));
  });
}

beforeEach(() => {
  received = [];
  context = new AudioContext();
});

afterEach(() => {
  window.fetch = realFetch;
  transport?.close();
  service?.close();
  void context.close();
});

describe('WebRtcTransport', () => {
  it('connects, confirms its settings, and carries events both ways', async () => {
    const webrtc = await connected();
    const seen: string[] = [];
    webrtc.addEventListener('event', (event) => {
      const { direction, message } = event as RealtimeMessageEvent;
      seen.push(`${direction} ${message.type}`);
    });
    webrtc.send({ type: 'response.create' });
    say({ type: 'response.created', response: { id: 'r' } });
    await waitUntil(() => seen.length === 2);
    expect(seen).to.deep.equal(['sent response.create', 'received response.created']);
    expect(received.map(({ type }) => type)).to.deep.equal(['session.update', 'response.create']);
  });

  it('asks the service with the token as bearer, when no server stands between', async () => {
    let asked: [string, Headers] | undefined;
    window.fetch = (url, init) => {
      asked = [(url as URL).href, new Headers(init?.headers)];
      return answer(String(init?.body));
    };
    transport = new WebRtcTransport(context);
    await transport.connect({ ...options(), serviceUrl: 'https://voice.example/v1' });
    expect(asked?.[0]).to.equal('https://voice.example/v1/realtime/calls');
    expect(asked?.[1].get('authorization')).to.equal('Bearer ek_test');
    expect(asked?.[1].get('content-type')).to.equal('application/sdp');
  });

  it('takes the service’s word for what sounds', async () => {
    const webrtc = await connected();
    const phases: string[] = [];
    webrtc.addEventListener('playback', (event) => {
      const { phase, itemId } = event as PlaybackEvent;
      phases.push(`${phase} ${itemId}`);
    });
    const part = (response_id: string, item_id: string) => ({
      type: 'response.content_part.added',
      response_id,
      item_id,
      part: { type: 'audio' },
    });
    say(part('r', 'a'));
    await waitUntil(() => webrtc.progress('a')?.playedMs === 0);
    say({ type: 'output_audio_buffer.started', response_id: 'r' });
    await waitUntil(() => (webrtc.progress('a')?.playedMs ?? 0) > 20);
    say({ type: 'output_audio_buffer.stopped', response_id: 'r' });
    say(part('r2', 'b'));
    say({ type: 'output_audio_buffer.started', response_id: 'r2' });
    say({ type: 'output_audio_buffer.cleared', response_id: 'r2' });
    await waitUntil(() => phases.length === 4);
    expect(phases).to.deep.equal(['started a', 'ended a', 'started b', 'interrupted b']);
    expect(webrtc.progress('a')).to.equal(null);
  });

  it('asks the service to be silent when interrupted', async () => {
    const webrtc = await connected();
    await webrtc.interrupt();
    await waitUntil(() => received.some(({ type }) => type === 'output_audio_buffer.clear'));
  });

  it('sends the microphone’s sound and stops sending it', async () => {
    const webrtc = await connected();
    const tone = context.createOscillator();
    const destination = context.createMediaStreamDestination();
    tone.connect(destination);
    tone.start();
    const inbound = async () => {
      const stats = [
        ...((await service.getStats()) as unknown as Map<string, RTCInboundRtpStreamStats>).values(),
      ];
      return (
        stats.find(({ type, kind }) => type === ('inbound-rtp' as never) && kind === 'audio')
          ?.packetsReceived ?? 0
      );
    };
    await webrtc.setMicrophone(destination.stream);
    while ((await inbound()) < 10) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await webrtc.setMicrophone(null)).to.be.greaterThan(100);
    const packets = await inbound();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await inbound()).to.be.at.most(packets + 1);
    expect(destination.stream.getAudioTracks()[0]?.readyState).to.equal('live');
  });

  it('listens at the next try when the browser could not at the first', async () => {
    const webrtc = (transport = new WebRtcTransport(context, '/session'));
    const { stream } = context.createMediaStreamDestination();
    context.createMediaStreamSource = () => {
      throw new DOMException('no', 'InvalidStateError');
    };
    const refusal = await webrtc.setMicrophone(stream).catch((error: RealtimeError) => error.code);
    expect(refusal).to.equal('audio-failed');
    Reflect.deleteProperty(context, 'createMediaStreamSource');
    await webrtc.setMicrophone(stream);
  });

  it('tells that the connection was lost when the service hangs up', async () => {
    await connected();
    const ended = ending();
    channel.close();
    expect((await ended).code).to.equal('connection-lost');
  });

  /** The network cannot be unplugged from here, so the state is faked on the real connection. */
  function pretend(state: RTCPeerConnectionState): void {
    const [peer] = peers;
    Object.defineProperty(peer, 'connectionState', { value: state, configurable: true });
    peer?.dispatchEvent(new Event('connectionstatechange'));
  }

  it('rides out a short disturbance', async function () {
    this.timeout(12_000);
    await connected();
    let lost = false;
    void ending().then(() => (lost = true));
    pretend('disconnected');
    await new Promise((resolve) => setTimeout(resolve, 500));
    pretend('connected');
    await new Promise((resolve) => setTimeout(resolve, 5000));
    expect(lost).to.equal(false);
  });

  it('tells that the connection was lost when a disturbance lasts', async function () {
    this.timeout(12_000);
    await connected();
    const ended = ending();
    pretend('disconnected');
    expect((await ended).code).to.equal('connection-lost');
  });

  it('tells of a message that is none', async () => {
    await connected();
    const ended = ending();
    channel.send('{"half": ');
    expect((await ended).code).to.equal('invalid-message');
  });

  const refusals: [way: string, code: string, says: RegExp][] = [
    ['unauthorized', 'service-refused', /401.*Incorrect API key/],
    ['model', 'service-refused', /model does not exist/],
    ['quota', 'service-refused', /exceeded your current quota/],
    ['proxy', 'service-refused', /502.*web page.*proxy/],
    ['page', 'service-refused', /web page.*session-url/],
    ['nothing', 'service-refused', /no reason/],
  ];
  for (const [way, code, says] of refusals) {
    it(`says the real cause when the answer to its SDP is “${way}”`, async () => {
      transport = new WebRtcTransport(context, `/test/sdp/${way}`);
      const error = await transport.connect(options()).catch((cause: unknown) => cause as RealtimeError);
      expect(error?.code).to.equal(code);
      expect(error?.message).to.match(says);
    });
  }

  it('asks for a new token when a kept one is refused, once, and then says so', async () => {
    let asked = 0;
    const token = new TokenSource(() => ({ value: `ek_${(asked += 1)}`, expires_at: Date.now() }));
    await token.get();
    transport = new WebRtcTransport(context);
    const error = await transport
      .connect({ ...options(), token, serviceUrl: '/test/sdp/unauthorized' })
      .catch((cause: unknown) => cause as RealtimeError);
    expect(error?.code).to.equal('token-refused');
    expect(error?.message).to.match(/Incorrect API key/);
    expect(asked).to.equal(2);
  });

  it('says that the service cannot be reached when nothing answers', async () => {
    transport = new WebRtcTransport(context, 'http://127.0.0.1:9/session');
    const error = await transport.connect(options()).catch((cause: unknown) => cause as RealtimeError);
    expect(error?.code).to.equal('service-unreachable');
  });

  it('says that media is blocked when the connection never comes about', async function () {
    this.timeout(12_000);
    // An answer whose only address is one where nobody listens.
    window.fetch = async (_url, init) => {
      const sdp = await (await answer(String(init?.body))).text();
      service.close();
      return new Response(sdp.replace(/^a=candidate.*\r\n/gm, ''), { status: 201 });
    };
    transport = new WebRtcTransport(context, '/session');
    const error = await transport.connect(options()).catch((cause: unknown) => cause as RealtimeError);
    expect(error?.code).to.equal('media-blocked');
  });
});

describe('AutoTransport', () => {
  it('goes on by the second way where media is blocked, and says why', async () => {
    const { RTCPeerConnection: real } = window;
    // As in a browser without WebRTC.
    Object.defineProperty(window, 'RTCPeerConnection', {
      value: undefined,
      configurable: true,
      writable: true,
    });
    try {
      transport = new AutoTransport(new WebRtcTransport(context), new WebSocketTransport(context));
    } finally {
      window.RTCPeerConnection = real;
    }
    let way = '';
    transport.addEventListener('transport', (event) => {
      const { kind, reason } = event as Event & { kind: string; reason: RealtimeError };
      way = `${kind}: ${reason?.code}`;
    });
    const token = new TokenSource(async () => (await realFetch('/test/token', { method: 'POST' })).json());
    await transport.connect({ ...options(), token });
    expect(way).to.equal('websocket: media-blocked');
  });

  it('does not try the second way when the first was refused', async () => {
    const second = new WebSocketTransport(context);
    transport = new AutoTransport(new WebRtcTransport(context, '/test/sdp/quota'), second);
    const error = await transport.connect(options()).catch((cause: unknown) => cause as RealtimeError);
    expect(error?.code).to.equal('service-refused');
  });
});
