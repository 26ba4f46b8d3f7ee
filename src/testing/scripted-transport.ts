import type { ClientEvent, ServerEvent } from '../protocol/events.js';
import { BaseTransport } from '../transports/base-transport.js';
import { type ConnectOptions, PlaybackEvent, type Progress } from '../transports/transport.js';

/**
 * A transport without a service: it accepts whatever it is asked, and says what
 * a test or a story tells it to. It neither hears nor sounds.
 */
export class ScriptedTransport extends BaseTransport {
  readonly kind = 'websocket';
  readonly output = null;
  /** What would have gone over the wire, in order. */
  readonly sent: ClientEvent[] = [];
  /** The stream it was given last. */
  microphone: MediaStream | null = null;

  async connect({ config, signal }: ConnectOptions): Promise<void> {
    const confirmed = this.handshake(config, signal);
    this.say({ type: 'session.created', session: {} });
    await confirmed;
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
  }
}
