import { Capture } from '../audio/capture.js';
import { decodeBase64, encodeBase64, SAMPLE_RATE } from '../audio/pcm.js';
import { Player } from '../audio/player.js';
import { sleep } from '../audio/sleep.js';
import type { ServerEvent } from '../protocol/events.js';
import { broken } from '../protocol/parse-server-event.js';
import type { RealtimeError } from '../protocol/realtime-error.js';
import type { SessionConfig } from '../protocol/session-config.js';
import { BaseTransport, closeWhenOpen, sendSoundTo } from './base-transport.js';
import { closeError } from './connection-errors.js';
import { serviceEndpoint } from './service-endpoint.js';
import { type ConnectOptions, PlaybackEvent, type Progress } from './transport.js';

/** Mono PCM16, which both worklets speak, too. */
const WIRE_FORMAT = { type: 'audio/pcm', rate: SAMPLE_RATE } as const;

const RESUME_TIMEOUT_MS = 200;

interface QueuedItem {
  readonly id: string;
  readonly contentIndex: number;
  totalMs: number;
  complete: boolean;
}

interface Part {
  response_id?: string;
  item_id: string;
  content_index?: number;
}

const newItem = ({ item_id: id, content_index: contentIndex = 0 }: Part): QueuedItem => ({
  id,
  contentIndex,
  totalMs: 0,
  complete: false,
});

/**
 * Realtime over WebSocket: sound travels inside the events, so this side owns
 * playback. It stops the sound when the person speaks over it and tells the
 * service what was really heard.
 */
export class WebSocketTransport extends BaseTransport {
  readonly kind = 'websocket';
  readonly output: AudioNode;
  readonly #context: AudioContext;
  readonly #volume: GainNode;
  #socket: WebSocket | null = null;
  #player: Player | null = null;
  readonly #opening: Promise<Player>;

  #capture: Promise<Capture> | null = null;
  #capturedSamples = 0;

  /** Items that sound or will, the audible one first. */
  #queued = new Map<string, QueuedItem>();
  /** Items that are being cut, until the player has said how far they came. */
  #cutting = new Map<string, QueuedItem>();
  #response: string | undefined;
  /** A response that was interrupted; what still arrives of it is dropped. */
  #dropped: string | undefined;
  /** Of these items of it the service is told how much was heard. */
  readonly #told = new Set<string>();
  #interruptedBySpeech = true;

  /** @param context running, or resumed in the click that started all this; the caller closes it */
  constructor(context: AudioContext) {
    super();
    this.#context = context;
    this.output = new GainNode(context);
    this.#volume = new GainNode(context);
    this.output.connect(this.#volume).connect(context.destination);
    this.#opening = this.#openPlayer();
    this.#opening.catch(() => {}); // whoever connects hears of it
  }

  async connect(options: ConnectOptions): Promise<void> {
    const confirmed = this.handshake(withWireFormat(options.config), options.signal);
    this.#open(options, options.token.cached).catch((error: unknown) => this.fail(error as RealtimeError));
    await confirmed;
  }

  async setMicrophone(stream: MediaStream | null): Promise<number> {
    const previous = this.#capture;
    this.#capture = null;
    if (previous) {
      const capture = await previous;
      await capture.flush();
      capture.close();
    }
    const samples = this.#capturedSamples;
    this.#capturedSamples = 0;
    if (stream && !this.closed) {
      this.#capture = Capture.open(this.#context, stream, (chunk) => {
        this.#capturedSamples += chunk.length;
        this.send({ type: 'input_audio_buffer.append', audio: encodeBase64(chunk) });
      });
      try {
        await this.#capture;
      } catch (error) {
        // What the one before sent still counts.
        this.#capture = null;
        this.#capturedSamples = samples;
        throw error;
      }
    }
    return (samples / SAMPLE_RATE) * 1000;
  }

  progress(itemId: string): Progress | null {
    const item = this.#queued.get(itemId);
    const position = this.#player?.position;
    return item ? { ...item, playedMs: position?.id === itemId ? position.playedMs : 0 } : null;
  }

  async interrupt(): Promise<void> {
    this.#dropped = this.#response;
    if (!this.#player || !this.#queued.size) return;
    const unheard = (this.#cutting = this.#queued);
    this.#queued = new Map();
    for (const { id, totalMs } of unheard.values()) if (totalMs > 0) this.#told.add(id);
    const played = await this.#player.interrupt();
    for (const item of unheard.values()) this.#cut(item, played.id === item.id ? played.playedMs : 0);
  }

  async resume(): Promise<boolean> {
    // Where no sound is allowed, `resume` neither resolves nor rejects; while a phone call has it, it rejects.
    await Promise.race([this.#context.resume().catch(() => {}), sleep(RESUME_TIMEOUT_MS)]);
    return this.#context.state === 'running';
  }

  setVolume(volume: number): void {
    this.#volume.gain.value = volume;
  }

  setLoudspeaker(deviceId: string): Promise<void> {
    return sendSoundTo(deviceId, this.#context);
  }

  protected transmit(text: string): void {
    this.#socket?.send(text);
  }

  protected handle(event: ServerEvent): void {
    switch (event.type) {
      case 'session.updated': {
        const detection = event.session.audio?.input?.turn_detection;
        this.#interruptedBySpeech = detection?.interrupt_response ?? true;
        break;
      }
      case 'input_audio_buffer.speech_started':
        // The service cancels its answer by itself, but only we can silence what was already sent.
        if (this.#interruptedBySpeech) void this.interrupt();
        break;
      case 'response.created':
        this.#response = event.response.id;
        this.#told.clear();
        break;
      case 'response.content_part.added':
        if (event.part.type !== 'audio') break;
        if (this.#isDropped(event)) this.#cut(newItem(event), 0);
        else this.#expect(event);
        break;
      case 'response.output_audio.delta':
        this.#play(event);
        break;
      case 'response.output_audio.done':
        this.#complete(event.item_id);
        break;
      case 'response.done':
        this.#response = undefined;
        // A cancelled or failed answer may lack its `output_audio.done`.
        for (const id of this.#queued.keys()) this.#complete(id);
        break;
    }
  }

  protected release(): void {
    this.#socket?.close();
    closeWhenOpen(this.#opening);
    closeWhenOpen(this.#capture);
    this.#capture = null;
  }

  async #open(options: ConnectOptions, mayRenew: boolean): Promise<void> {
    const { token, serviceUrl, model } = options;
    await this.#opening;
    const { value, base_url } = await token.get();
    if (this.closed) return;
    const url = serviceEndpoint(serviceUrl ?? base_url);
    url.protocol = url.protocol === 'https:' || url.protocol === 'wss:' ? 'wss:' : 'ws:';
    url.searchParams.set('model', model);
    const socket = new WebSocket(url, ['realtime', `openai-insecure-api-key.${value}`]);
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.receive(data);
    socket.onclose = ({ code, reason }) => {
      const error = closeError(code, reason, this.complaint, this.established);
      if (error.code !== 'token-refused' || !mayRenew) return this.fail(error);
      // A token that was kept may have been revoked meanwhile; a new one is worth one try.
      token.renew();
      this.#open(options, false).catch((cause: unknown) => this.fail(cause as RealtimeError));
    };
  }

  async #openPlayer(): Promise<Player> {
    const player = await Player.open(this.#context, this.output);
    this.#player = player;
    player.onstarted = (id) => this.dispatchEvent(new PlaybackEvent('started', id));
    player.onended = (id) => this.#ended(id);
    return player;
  }

  #play(event: Part & { delta: string }): void {
    if (this.#isDropped(event)) return this.#drop(event);
    let samples: Int16Array<ArrayBuffer>;
    try {
      samples = decodeBase64(event.delta);
    } catch (cause) {
      return this.fail(broken('sound that cannot be decoded', cause));
    }
    this.#expect(event).totalMs += (samples.length / SAMPLE_RATE) * 1000;
    this.#player?.play(event.item_id, samples);
  }

  /** Notes an item as one that will sound. */
  #expect(event: Part): QueuedItem {
    let item = this.#queued.get(event.item_id);
    if (!item) this.#queued.set(event.item_id, (item = newItem(event)));
    return item;
  }

  #isDropped({ response_id }: { response_id?: string }): boolean {
    return this.#dropped !== undefined && response_id === this.#dropped;
  }

  /** Sound that came after the interruption: of its item nothing was heard, unless some of it came before. */
  #drop(event: Part): void {
    if (this.#told.has(event.item_id)) return;
    this.#told.add(event.item_id);
    this.#truncate(newItem(event), 0);
  }

  #cut(item: QueuedItem, playedMs: number): void {
    if (item.totalMs > 0) this.#truncate(item, playedMs);
    this.dispatchEvent(new PlaybackEvent('interrupted', item.id, { ...item, playedMs }));
  }

  #truncate({ id, contentIndex }: QueuedItem, playedMs: number): void {
    this.send({
      type: 'conversation.item.truncate',
      item_id: id,
      content_index: contentIndex,
      audio_end_ms: playedMs,
    });
  }

  /** No more sound of an item will come. */
  #complete(id: string): void {
    const item = this.#queued.get(id);
    if (!item) return;
    item.complete = true;
    if (item.totalMs > 0) this.#player?.end(id);
    else this.#ended(id);
  }

  /** All of an item was heard; word of that may have been under way when the rest was cut. */
  #ended(id: string): void {
    if (this.#queued.delete(id) || this.#cutting.delete(id))
      this.dispatchEvent(new PlaybackEvent('ended', id));
  }
}

function withWireFormat(config: SessionConfig): SessionConfig {
  const { input, output } = config.audio ?? {};
  return {
    ...config,
    audio: { input: { ...input, format: WIRE_FORMAT }, output: { ...output, format: WIRE_FORMAT } },
  };
}
