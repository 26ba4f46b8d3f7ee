import { encodeBase64, SAMPLE_RATE } from '../audio/pcm.js';
import type { ClientEvent } from '../protocol/events.js';
import type { Token } from '../transports/token-source.js';
import type { PlaybackEvent, Transport, TransportKind } from '../transports/transport.js';
import { WebRtcTransport } from '../transports/webrtc-transport.js';
import { WebSocketTransport } from '../transports/websocket-transport.js';
import { answerOffer, canSend } from './answering-peer.test-support.js';
import type { Line, ScriptedAnswer } from './scripted-answer.js';

/*
 * A service in the page, at the other end of a real WebSocket (through the relay of test/faulty-service.mjs)
 * or of a real peer connection. Only waiting is quicker than in life; every sound takes its time.
 */

/** Waiting and speaking, compared with life. */
const PACE = 0.08;
const TONE_HZ = 440;
const LEVEL = 0.25;
const CHUNK_MS = 100;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** The settings with which a service begins, before its client's. */
const session = {
  type: 'realtime',
  object: 'realtime.session',
  id: 'sess_1',
  audio: { input: { transcription: null, turn_detection: { type: 'server_vad' } } },
};

export abstract class RealLine implements Line {
  abstract readonly kind: TransportKind;
  /** All that the client sent, in order. */
  readonly received: ClientEvent[] = [];
  /** Told of all that the client sent. */
  onreceived: (event: ClientEvent) => void = () => {};
  protected transport: Transport | null = null;
  readonly #over = new Set<string>();
  readonly #since = new Map<string, number>();
  /** How long each answer that was cut off had sounded, by the page's clock, ms. */
  readonly cuts: number[] = [];
  #closed = false;
  /** How much the service has said, events. */
  said = 0;

  abstract getToken(): Token | Promise<Token>;
  abstract sound(answer: ScriptedAnswer): void;
  abstract silence(): void;
  protected abstract open(context: AudioContext): Transport;
  protected abstract transmit(text: string): void;

  readonly createTransport = (context: AudioContext): Transport => {
    const transport = (this.transport = this.open(context));
    transport.addEventListener('playback', (event) => {
      const { phase, itemId } = event as PlaybackEvent;
      if (phase === 'started') this.#since.set(itemId, event.timeStamp);
      else this.#over.add(itemId);
      if (phase === 'interrupted') this.cuts.push(event.timeStamp - (this.#since.get(itemId) ?? NaN));
    });
    return transport;
  };

  close(): void {
    this.#closed = true;
  }

  /** Without a deadline of its own: a busy machine takes its time, and the test has one. */
  async until(condition: () => unknown): Promise<void> {
    while (!condition()) {
      if (this.#closed) throw new Error('The test is over.');
      await sleep(5);
    }
  }

  say(event: { type: string; [field: string]: unknown }): void {
    this.said += 1;
    this.transmit(JSON.stringify({ event_id: `event_${this.said}`, ...event }));
  }

  wait(ms: number): Promise<void> {
    return sleep(ms * PACE);
  }

  /** By the client's own account. */
  reached({ itemId }: ScriptedAnswer, ms: number): Promise<void> {
    return this.until(
      () => this.#over.has(itemId) || (this.transport?.progress(itemId)?.playedMs ?? 0) >= ms,
    );
  }

  protected greet(): void {
    this.say({ type: 'session.created', session });
  }

  protected receive(text: string): void {
    const event = JSON.parse(text) as ClientEvent;
    this.received.push(event);
    this.onreceived(event);
    if (event.type !== 'session.update') return;
    this.say({ type: 'session.updated', session: { ...session, ...event.session } });
  }
}

let relays = 0;

export class WebSocketLine extends RealLine {
  readonly kind = 'websocket';
  #socket: WebSocket | null = null;

  /** Takes the service's end of the relay before the client can have its own. */
  async getToken(): Promise<Token> {
    relays += 1;
    const answer = await fetch(`/test/token?way=relay-${Date.now()}-${relays}`, { method: 'POST' });
    const token = (await answer.json()) as Required<Token>;
    const url = token.base_url.replace('http', 'ws');
    const socket = new WebSocket(url, ['realtime', `openai-insecure-api-key.${token.value}`]);
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      if ((JSON.parse(data as string) as { type: string }).type === 'test.connected') this.greet();
      else this.receive(data as string);
    };
    await new Promise((resolve) => (socket.onopen = resolve));
    return token;
  }

  override close(): void {
    super.close();
    this.#socket?.close();
  }

  /** All of it at once, as the service does: sooner than it can be heard. */
  sound({ responseId: response_id, itemId: item_id, step }: ScriptedAnswer): void {
    const part = { response_id, item_id, output_index: 0, content_index: 0 };
    for (let at = 0; at < step.ms; at += CHUNK_MS) {
      const delta = encodeBase64(steady(Math.min(CHUNK_MS, step.ms - at)));
      this.say({ type: 'response.output_audio.delta', ...part, delta });
    }
  }

  /** That is the client's affair. */
  silence(): void {}

  protected open(context: AudioContext): Transport {
    return new WebSocketTransport(context);
  }

  protected transmit(text: string): void {
    this.#socket?.send(text);
  }
}

/** Of one level, so that it can be told from silence sample by sample. */
const steady = (ms: number) => new Int16Array((ms * SAMPLE_RATE) / 1000).fill(LEVEL * 0x8000);

interface Sound {
  answer: ScriptedAnswer;
  since: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

export class WebRtcLine extends RealLine {
  readonly kind = 'webrtc';
  readonly #context = new AudioContext();
  readonly #tone = new OscillatorNode(this.#context, { frequency: TONE_HZ });
  readonly #gain = new GainNode(this.#context, { gain: 0 });
  readonly #peer = new RTCPeerConnection();
  readonly #sounds: Sound[] = [];
  #channel: RTCDataChannel | null = null;
  readonly #fetch = window.fetch.bind(window);

  constructor() {
    super();
    // Only the exchange of SDP is short-circuited.
    window.fetch = (_url, init) => answerOffer(this.#peer, init?.body as string);
    const destination = this.#context.createMediaStreamDestination();
    this.#tone.connect(this.#gain).connect(destination);
    this.#tone.start();
    const [track] = destination.stream.getAudioTracks();
    if (track) this.#peer.addTrack(track, destination.stream);
    this.#peer.ondatachannel = ({ channel }) => {
      this.#channel = channel;
      channel.onmessage = ({ data }) => this.receive(data as string);
      channel.onopen = async () => {
        if (await canSend(this.#peer)) this.greet();
      };
    };
  }

  getToken(): Token {
    return { value: 'ek_test' };
  }

  override close(): void {
    super.close();
    window.fetch = this.#fetch;
    for (const { timer } of this.#sounds) clearTimeout(timer);
    this.#peer.close();
    void this.#context.close();
  }

  sound(answer: ScriptedAnswer): void {
    this.#sounds.push({ answer, since: 0, timer: undefined });
    if (this.#sounds.length === 1) this.#start();
  }

  /** The service owns playback, so it also knows what was heard. */
  silence(): void {
    this.#gain.gain.value = 0;
    for (const { answer, since, timer } of this.#sounds.splice(0)) {
      clearTimeout(timer);
      const playedMs = since && performance.now() - since;
      this.say({ type: 'output_audio_buffer.cleared', response_id: answer.responseId });
      this.say({
        type: 'conversation.item.truncated',
        item_id: answer.itemId,
        content_index: 0,
        audio_end_ms: Math.round(playedMs),
      });
    }
  }

  protected open(context: AudioContext): Transport {
    return new WebRtcTransport(context, '/session');
  }

  protected transmit(text: string): void {
    if (this.#channel?.readyState === 'open') this.#channel.send(text);
  }

  #start(): void {
    const [sound] = this.#sounds;
    if (!sound) return;
    const { responseId, step, made } = sound.answer;
    this.#gain.gain.value = LEVEL;
    this.say({ type: 'output_audio_buffer.started', response_id: responseId });
    sound.since = performance.now();
    const stop = async () => {
      await made;
      if (this.#sounds[0] !== sound) return;
      this.#gain.gain.value = 0;
      this.#sounds.shift();
      this.say({ type: 'output_audio_buffer.stopped', response_id: responseId });
      this.#start();
    };
    sound.timer = setTimeout(() => void stop(), step.ms);
  }
}
