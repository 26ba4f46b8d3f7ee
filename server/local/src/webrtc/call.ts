import {
  Application,
  createDecoder,
  createEncoder,
  type OpusDecoderHandle,
  type OpusEncoderHandle,
} from 'libopus-wasm';
import type { RTCDataChannel, RtpPacket } from 'werift';
import { SESSION_RATE } from '../realtime/audio-format.ts';
import { errorEvent, ProtocolError } from '../realtime/protocol-error.ts';
import { createId } from '../realtime/ids.ts';
import { RealtimeSession, type SessionOptions, type SessionPorts } from '../realtime/session.ts';
import { EventChannel } from './event-channel.ts';
import { FRAME_MS, FRAME_SAMPLES } from './frame.ts';
import { Microphone } from './microphone.ts';
import { Pacer } from './pacer.ts';
import { MAX_MESSAGE_BYTES, Peer, type PeerListener } from './peer.ts';
import { TrackPlayback } from './track-playback.ts';

const CONNECT_TIMEOUT_MS = 15_000;
/** Transparent for speech, bits per second. */
const BITRATE = 48_000;
/** WebSocket close code of a call that ended as calls do. */
const NORMAL_CLOSURE = 1000;

export interface CallOptions extends Omit<SessionOptions, 'ports'> {
  /** The client's SDP. */
  offer: string;
  /** Where the client reached the service. */
  address?: string;
  /** When a client that has not connected is given up, ms from the answer; 15 000 by default. */
  connectTimeoutMs?: number;
}

/** Somebody who takes part in a call by events alone. */
export type Observer = Pick<SessionPorts, 'send' | 'close'>;

/** A session over WebRTC, from the offer until either side hangs up. */
export class Call implements PeerListener {
  readonly id = createId('rtc');
  readonly #peer: Peer;
  readonly #encoder: OpusEncoderHandle;
  readonly #decoder: OpusDecoderHandle;
  readonly #microphone: Microphone;
  readonly #session: RealtimeSession;
  readonly #events = new EventChannel();
  readonly #observers = new Set<Observer>();
  readonly #pacer = new Pacer(FRAME_MS, (frames) => this.#tick(frames));
  readonly #unconnected: NodeJS.Timeout;
  #playback!: TrackPlayback;
  #hungUp: Promise<void> | null = null;
  #announceEnd = () => {};
  /** Resolves when it is over and all it held is free. */
  readonly ended = new Promise<void>((resolve) => (this.#announceEnd = resolve));

  /** @throws ProtocolError for an offer that cannot be answered */
  static async open(options: CallOptions): Promise<Call> {
    const format = { sampleRate: SESSION_RATE, channels: 1 } as const;
    const peer = await Peer.answer(options.offer, options.address);
    const [encoder, decoder] = await Promise.all([
      createEncoder({
        ...format,
        frameSize: FRAME_SAMPLES,
        application: Application.Voip,
        bitrate: BITRATE,
      }),
      createDecoder(format),
    ]);
    return new Call(options, peer, encoder, decoder);
  }

  private constructor(
    options: CallOptions,
    peer: Peer,
    encoder: OpusEncoderHandle,
    decoder: OpusDecoderHandle,
  ) {
    this.#peer = peer;
    this.#encoder = encoder;
    this.#decoder = decoder;
    this.#session = new RealtimeSession({
      ...options,
      ports: {
        send: (json) => this.#send(json),
        close: (code, reason) => void this.hangUp(code, reason),
        createPlayback: (listener) => (this.#playback = new TrackPlayback(listener)),
      },
    });
    this.#microphone = new Microphone(decoder, (samples) => this.#session.pushAudio(samples));
    this.#unconnected = setTimeout(() => this.gone(), options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS);
    peer.listen(this);
  }

  /** The SDP for the client. */
  get answer(): string {
    return this.#peer.sdp;
  }

  /**
   * Lets somebody take part: gets a `session.created`, and from then on what the client gets.
   * @returns what to call when leaving
   */
  join(observer: Observer): () => void {
    const event = { type: 'session.created', event_id: createId('event'), session: this.#session.config };
    observer.send(JSON.stringify(event));
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  /** Takes a message of the client or an observer; one that is no text is refused. */
  receive(message: string | Buffer): void {
    if (typeof message === 'string') this.#session.receive(message);
    else this.#session.receiveBinary();
  }

  /** Ends it for everybody. */
  hangUp(code = NORMAL_CLOSURE, reason = ''): Promise<void> {
    this.#hungUp ??= this.#end(code, reason);
    return this.#hungUp;
  }

  connected(): void {
    clearTimeout(this.#unconnected);
    if (!this.#hungUp) this.#pacer.start();
  }

  channelOpened(channel: RTCDataChannel): void {
    // One is enough: whatever its label, it is where the client speaks.
    if (!this.#events.attach(channel)) return;
    channel.onMessage.subscribe((message) => {
      if (Buffer.byteLength(message) <= MAX_MESSAGE_BYTES) return this.receive(message);
      const text = `An event over WebRTC may have ${MAX_MESSAGE_BYTES} bytes; this one is larger.`;
      this.#send(errorEvent(new ProtocolError('invalid_event', text)));
    });
    channel.stateChanged.subscribe((state) => {
      if (state === 'closed') void this.hangUp();
    });
  }

  heard(packet: RtpPacket): void {
    if (!this.#hungUp) this.#microphone.push(packet);
  }

  gone(): void {
    void this.hangUp();
  }

  #send(json: string): void {
    for (const observer of this.#observers) observer.send(json);
    if (this.#peer.hasChannel) this.#events.send(json);
  }

  #tick(frames: number): void {
    this.#microphone.tick();
    for (let i = 0; i < frames; i++) {
      const frame = this.#encoder.encode(this.#playback.nextFrame());
      // A frame that cannot be sent is lost, as others are on the way.
      this.#peer.sendFrame(frame).catch(() => {});
    }
  }

  async #end(code: number, reason: string): Promise<void> {
    clearTimeout(this.#unconnected);
    this.#pacer.stop();
    this.#session.close();
    for (const observer of this.#observers) observer.close(code, reason);
    this.#observers.clear();
    await this.#events.close();
    await this.#peer.close();
    this.#encoder.free();
    this.#decoder.free();
    this.#announceEnd();
  }
}
