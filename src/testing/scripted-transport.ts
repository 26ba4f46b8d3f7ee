import type { ClientEvent, ServerEvent } from '../protocol/events.js';
import type { RealtimeError } from '../protocol/realtime-error.js';
import { BaseTransport } from '../transports/base-transport.js';
import { type ConnectOptions, PlaybackEvent, type Progress } from '../transports/transport.js';

/**
 * A transport without a service: it accepts whatever it is asked, and says what
 * a test or a story tells it to. It neither hears nor sounds.
 */
export class ScriptedTransport extends BaseTransport {
  readonly kind = 'websocket';
  /** What the level of the answer is taken from, if a page wants to see one. */
  output: AudioNode | null = null;
  /** What would have gone over the wire, in order. */
  readonly sent: ClientEvent[] = [];
  /** The stream it was given last. */
  microphone: MediaStream | null = null;
  /** False is a service that never answers: the page stays `connecting`. */
  answers = true;
  readonly #over = new AbortController();

  /** Aborted when the connection is over. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /** Resolves when the connection stands, or never will. */
  get ready(): Promise<void> {
    return this.settled;
  }

  async connect({ config, signal }: ConnectOptions): Promise<void> {
    const confirmed = this.handshake(config, signal);
    if (this.answers) this.say({ type: 'session.created', session: {} });
    await confirmed;
  }

  /** Ends the connection as a failure would: `connect` rejects, or the call is over. */
  override fail(error: RealtimeError, unasked = true): void {
    super.fail(error, unasked);
  }

  async setMicrophone(stream: MediaStream | null): Promise<number> {
    const had = this.microphone;
    this.microphone = stream;
    return had ? 1000 : 0;
  }

  /** What `progress` answers, by item. */
  readonly heard = new Map<string, Progress>();

  progress(itemId: string): Progress | null {
    return this.heard.get(itemId) ?? null;
  }

  async interrupt(): Promise<void> {
    for (const itemId of this.heard.keys()) this.play('interrupted', itemId);
  }

  /** What `resume` answers: false is a browser that lets no sound out. */
  audible = true;

  async resume(): Promise<boolean> {
    return this.audible;
  }

  setVolume(): void {}

  async setLoudspeaker(): Promise<void> {}

  /** Has the service send an event. */
  say(event: ServerEvent): void {
    this.receive(JSON.stringify(event));
  }

  /** Has an answer be heard, or cease to be. */
  play(phase: PlaybackEvent['phase'], itemId: string): void {
    const progress = this.progress(itemId);
    if (phase !== 'started') this.heard.delete(itemId);
    this.dispatchEvent(new PlaybackEvent(phase, itemId, progress));
  }

  protected transmit(text: string): void {
    const event = JSON.parse(text) as ClientEvent;
    this.sent.push(event);
    if (event.type === 'session.update') {
      queueMicrotask(() => this.say({ type: 'session.updated', session: event.session }));
    }
  }

  protected handle(): void {}

  protected release(): void {
    this.microphone = null;
    this.#over.abort();
  }
}
