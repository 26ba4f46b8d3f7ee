import { CLIENT_EVENT_TYPES, validateClientEvent, validateServerEvent } from '../schema/schema.ts';

/** How long a test waits for an event before it says what came instead, ms. */
const PATIENCE_MS = 8000;
/** One append holds 100 ms, as a microphone would give it. */
const APPEND = 2400;

export type AnyEvent = { type: string } & Record<string, any>;

/** A client that holds every event of both directions to the schema, and remembers them. */
export abstract class EventClient {
  readonly events: AnyEvent[] = [];
  patienceMs = PATIENCE_MS;
  #read = 0;
  #invalid: Error | null = null;
  #wake = () => {};

  protected abstract readonly isClosed: boolean;
  /** Sends what no client should. */
  abstract sendAnything(event: unknown): void;

  /** @throws when it is not what a client may send */
  send(event: AnyEvent): void {
    const finding = CLIENT_EVENT_TYPES.includes(event.type) && validateClientEvent(event);
    if (finding !== null)
      throw new Error(`Not a client event: ${JSON.stringify(event)} ${JSON.stringify(finding)}`);
    this.sendAnything(event);
  }

  /** Waits for the next event of a type, after all that were waited for before. */
  async next(type: string, matches: (event: AnyEvent) => boolean = () => true): Promise<AnyEvent> {
    const deadline = Date.now() + this.patienceMs;
    const from = this.#read;
    for (;;) {
      if (this.#invalid) throw this.#invalid;
      for (; this.#read < this.events.length; this.#read++) {
        const event = this.events[this.#read]!;
        if (event.type !== type || !matches(event)) continue;
        this.#read++;
        return event;
      }
      const left = deadline - Date.now();
      if (left <= 0 || this.isClosed) {
        const seen = this.events
          .slice(from)
          .map((event) => event.type + (event.error ? ` ${event.error.message}` : ''));
        throw new Error(`No ${type} came, but: ${seen.join(', ') || 'nothing'}`);
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => (clearTimeout(timer), resolve());
      });
    }
  }

  /** Sends an event and waits for the error it earns. */
  async refused(event: unknown): Promise<AnyEvent> {
    this.sendAnything(event);
    return (await this.next('error')).error;
  }

  /** Changes settings, and waits until they are in force. */
  async update(session: object): Promise<AnyEvent> {
    this.send({ type: 'session.update', session: { type: 'realtime', ...session } });
    return (await this.next('session.updated')).session;
  }

  /** Sends sound (24 000 Hz) as fast as it can. */
  append(...sounds: Int16Array[]): void {
    for (const sound of sounds) {
      for (let at = 0; at < sound.length; at += APPEND) {
        const audio = Buffer.from(sound.slice(at, at + APPEND).buffer).toString('base64');
        this.send({ type: 'input_audio_buffer.append', audio });
      }
    }
  }

  /** Writes a message. */
  write(text: string, id?: string): void {
    const content = [{ type: 'input_text', text }];
    this.send({
      type: 'conversation.item.create',
      item: { ...(id && { id }), type: 'message', role: 'user', content },
    });
  }

  /** The types that came since an event, deltas that follow each other as one. */
  typesSince(event: AnyEvent): string[] {
    const types = this.events.slice(this.events.indexOf(event)).map(({ type }) => type);
    return types.filter((type, index) => !type.endsWith('.delta') || type !== types[index - 1]);
  }

  /** The text of all deltas of a type. */
  joined(type: string, matches: (event: AnyEvent) => boolean = () => true): string {
    return this.#all(type, matches)
      .map(({ delta }) => delta)
      .join('');
  }

  /** The sound of a response, ms at 24 000 Hz PCM. */
  audioMs(responseId?: string): number {
    const deltas = this.#all(
      'response.output_audio.delta',
      (event) => !responseId || event.response_id === responseId,
    );
    return deltas.reduce((sum, { delta }) => sum + Buffer.from(delta, 'base64').length / 48, 0);
  }

  #all(type: string, matches: (event: AnyEvent) => boolean): AnyEvent[] {
    return this.events.filter((event) => event.type === type && matches(event));
  }

  /** To be called with each event that comes. */
  protected received(event: AnyEvent): void {
    const finding = validateServerEvent(event);
    if (finding) {
      const { instancePath, message, params } = finding;
      this.#invalid ??= new Error(
        `Invalid ${event.type}: ${instancePath} ${message} ${JSON.stringify(params)}`,
      );
    }
    this.events.push(event);
    this.#wake();
  }

  /** To be called when no event can come any more. */
  protected disconnected(): void {
    this.#wake();
  }

  /** @throws when an event was not what the service may send */
  protected checkEvents(): void {
    if (this.#invalid) throw this.#invalid;
  }
}
