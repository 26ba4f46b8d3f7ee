import { createDecoder, createEncoder, type OpusDecoderHandle, type OpusEncoderHandle } from 'libopus-wasm';
import {
  MediaStreamTrack,
  RTCPeerConnection,
  RtpHeader,
  RtpPacket,
  useOPUS,
  type RTCDataChannel,
} from 'werift';
import { SESSION_RATE } from '../src/realtime/audio-format.ts';
import { FRAME_MS, FRAME_SAMPLES, FRAME_TICKS } from '../src/webrtc/frame.ts';
import { Pacer } from '../src/webrtc/pacer.ts';
import { EventClient } from './event-client.ts';

export interface CallClientOptions {
  key?: string;
  /** Sent in a form beside the offer; without it the offer goes alone. */
  session?: object;
  query?: string;
  /** Sends sound all the time, as a browser with a microphone does; default true. */
  microphone?: boolean;
  /** Default true. */
  channel?: boolean;
}

/** A client by WebRTC: a peer of its own, with a microphone and an ear. */
export class CallClient extends EventClient {
  readonly peer = new RTCPeerConnection({
    iceServers: [],
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
    bundlePolicy: 'max-bundle',
    maxMessageSize: 256 * 1024,
    codecs: { audio: [useOPUS()] },
  });
  readonly channel: RTCDataChannel | null;
  /** Such as `/v1/realtime/calls/rtc_…`. */
  location = '';
  /** Resolves when the service ended the call, or the client did. */
  readonly closed: Promise<void>;
  readonly #track = new MediaStreamTrack({ kind: 'audio' });
  readonly #encoder: OpusEncoderHandle;
  readonly #decoder: OpusDecoderHandle;
  readonly #pacer = new Pacer(FRAME_MS, (frames) => this.#speak(frames));
  readonly #options: CallClientOptions;
  #isClosed = false;
  #heard: Int16Array[] = [];
  #speech: Int16Array = new Int16Array(0);
  #silent!: () => void;
  #frames = 0;

  static async create(options: CallClientOptions = {}): Promise<CallClient> {
    const format = { sampleRate: SESSION_RATE, channels: 1 } as const;
    const encoder = await createEncoder({ ...format, frameSize: FRAME_SAMPLES });
    return new CallClient(options, encoder, await createDecoder(format));
  }

  private constructor(options: CallClientOptions, encoder: OpusEncoderHandle, decoder: OpusDecoderHandle) {
    super();
    this.#options = options;
    this.#encoder = encoder;
    this.#decoder = decoder;
    const transceiver = this.peer.addTransceiver(this.#track, { direction: 'sendrecv' });
    transceiver.onTrack.subscribe((track) =>
      track.onReceiveRtp.subscribe(({ payload }) => this.#heard.push(decoder.decode(payload))),
    );
    this.channel = options.channel !== false ? this.peer.createDataChannel('oai-events') : null;
    this.channel?.onMessage.subscribe((message) => this.received(JSON.parse(message.toString())));
    this.closed = new Promise((resolve) => {
      const end = () => (resolve(), this.disconnected());
      this.channel?.stateChanged.subscribe((state) => state === 'closed' && end());
      this.peer.connectionStateChange.subscribe((state) => state === 'closed' && end());
    });
  }

  /** Calls, and waits for `session.created`. */
  async open(baseUrl: string): Promise<void> {
    const answer = await postOffer(baseUrl, await this.offer(), this.#options);
    if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`);
    this.location = answer.headers.get('location')!;
    await this.accept(await answer.text());
    if (this.channel) await this.next('session.created');
  }

  /** The SDP of this client. */
  async offer(): Promise<string> {
    for (const { connection } of this.peer.iceTransports) connection.stunServer = undefined;
    await this.peer.setLocalDescription(await this.peer.createOffer());
    return this.peer.localDescription!.sdp;
  }

  /** Takes the service's SDP; resolves when sound can flow. */
  async accept(sdp: string): Promise<void> {
    const connected = new Promise<void>((resolve) =>
      this.peer.connectionStateChange.subscribe((state) => state === 'connected' && resolve()),
    );
    await this.peer.setRemoteDescription({ type: 'answer', sdp });
    await connected;
    if (this.#options.microphone !== false) this.#pacer.start();
  }

  protected get isClosed(): boolean {
    return this.channel?.readyState === 'closed';
  }

  get callId(): string {
    return this.location.split('/').at(-1)!;
  }

  sendAnything(event: unknown): void {
    this.channel!.send(typeof event === 'string' || event instanceof Buffer ? event : JSON.stringify(event));
  }

  /** Says something into the microphone, in real time. @param samples 24 000 Hz */
  async say(samples: Int16Array): Promise<void> {
    this.#speech = samples;
    await new Promise<void>((resolve) => (this.#silent = resolve));
  }

  /** Takes the microphone away: not even silence is sent. */
  unplug(): void {
    this.#pacer.stop();
  }

  /** What was heard since the last time, 24 000 Hz. */
  heard(): Int16Array {
    const chunks = this.#heard.splice(0);
    return Int16Array.from(chunks.flatMap((chunk) => [...chunk]));
  }

  /** @throws when the service sent something invalid */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#pacer.stop();
    await this.peer.sctpTransport?.stop();
    await this.peer.close();
    this.#heard = [];
    this.#encoder.free();
    this.#decoder.free();
    this.checkEvents();
  }

  #speak(frames: number): void {
    for (let i = 0; i < frames; i++) {
      const frame = new Int16Array(FRAME_SAMPLES);
      frame.set(this.#speech.subarray(0, FRAME_SAMPLES));
      const wasSpeaking = this.#speech.length > 0;
      this.#speech = this.#speech.subarray(FRAME_SAMPLES);
      const header = new RtpHeader({
        sequenceNumber: this.#frames % 2 ** 16,
        timestamp: this.#frames * FRAME_TICKS,
      });
      this.#frames++;
      this.#track.writeRtp(new RtpPacket(header, Buffer.from(this.#encoder.encode(frame))));
      if (wasSpeaking && this.#speech.length === 0) this.#silent();
    }
  }
}

/** `POST /realtime/calls` */
export async function postOffer(
  baseUrl: string,
  sdp: string,
  { key = 'sk-test', session, query = session ? '' : '?model=gpt-realtime-2.1' }: CallClientOptions = {},
): Promise<Response> {
  const url = `${baseUrl}/realtime/calls${query}`;
  const authorization = `Bearer ${key}`;
  if (!session) {
    return fetch(url, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/sdp' },
      body: sdp,
    });
  }
  const form = new FormData();
  form.set('sdp', sdp);
  form.set('session', JSON.stringify(session));
  return fetch(url, { method: 'POST', headers: { authorization }, body: form });
}
