import type { Brain } from '../brain/brain.ts';
import type { SpeechEngine } from '../speech/speech-engine.ts';
import type { Conversation, Entry } from './conversation.ts';
import type { Send } from './events.ts';
import { createId } from './ids.ts';
import { toMessages } from './items.ts';
import { MessageOutput } from './message-output.ts';
import type { Playback } from './playback.ts';
import type { ResponseSettings } from './response-settings.ts';
import { SentenceStream } from './sentences.ts';
import { rateLimits, textTokens, usage, type OutputTokens } from './tokens.ts';

type Status = 'completed' | 'cancelled' | 'incomplete' | 'failed';
type Reason = 'turn_detected' | 'client_cancelled' | 'max_output_tokens';

/** Output tokens are counted in sound: a response cannot be longer than this, ms. */
const MS_PER_TOKEN = 50;

export interface ResponseContext {
  send: Send;
  conversation: Conversation;
  conversationId: string;
  brain: Brain;
  engine: SpeechEngine;
  playback: Playback | null;
  /** Told of what goes wrong inside, which the client only learns in outline. */
  logError: (error: unknown) => void;
  /** Once, when the last event of the response has been sent. */
  done(response: Response): void;
}

/** One answer, from `response.created` to `response.done`. */
export class Response {
  readonly id = createId('resp');
  readonly settings: ResponseSettings;
  readonly #context: ResponseContext;
  readonly #abort = new AbortController();
  readonly #output: Entry[] = [];
  #input: readonly Entry[] = [];
  #message: MessageOutput | null = null;
  #callTokens = 0;
  #done = false;

  constructor(context: ResponseContext, settings: ResponseSettings) {
    this.#context = context;
    this.settings = settings;
  }

  /** Length of the speech so far, ms. */
  get spokenMs(): number {
    return this.#message?.spokenMs ?? 0;
  }

  start(): void {
    this.#input = this.settings.input ?? [...this.#context.conversation.entries];
    this.#context.send({ type: 'response.created', response: this.#snapshot('in_progress', null, null) });
    void this.#run();
  }

  /** Ends it now: all events about the end are sent before this returns. */
  cancel(reason: Reason): void {
    this.#finish('cancelled', reason);
  }

  /** Ends it without a word, because nobody listens any more. */
  abandon(): void {
    this.#done = true;
    this.#abort.abort();
  }

  async #run(): Promise<void> {
    try {
      const tool = this.settings.forcedTool;
      if (tool === null) await this.#answer();
      else this.#call(tool);
      this.#finish('completed');
    } catch (error) {
      if (this.#done) return;
      this.#context.logError(error);
      this.#finish('failed');
    }
  }

  async #answer(): Promise<void> {
    const { instructions, language, modality, maxOutputTokens } = this.settings;
    const messages = await toMessages(this.#input);
    if (this.#done) return;
    const sentences = new SentenceStream();
    const { signal } = this.#abort;
    for await (const piece of this.#context.brain.reply({ messages, instructions, language, signal })) {
      if (this.#done) return;
      if (modality === 'text') this.#open().write(piece);
      else for (const sentence of sentences.push(piece)) await this.#speak(sentence);
      if (this.#done || this.#isFull(maxOutputTokens)) return;
    }
    for (const sentence of sentences.flush()) await this.#speak(sentence);
    if (!this.#done && !this.#isFull(maxOutputTokens)) this.#open();
  }

  async #speak(sentence: string): Promise<void> {
    if (this.#done || this.#isFull(this.settings.maxOutputTokens)) return;
    const message = this.#open();
    await message.speak(sentence, this.settings.maxOutputTokens * MS_PER_TOKEN, this.#abort.signal);
  }

  /** @returns true when the output has reached its limit, which ends it */
  #isFull(maxOutputTokens: number): boolean {
    const { text, audio } = this.#tokens();
    if (text + audio < maxOutputTokens) return false;
    this.#finish('incomplete', 'max_output_tokens');
    return true;
  }

  #open(): MessageOutput {
    const { modality, format, voice, speed } = this.settings;
    const { engine, playback, send } = this.#context;
    this.#message ??= new MessageOutput({
      responseId: this.id,
      modality,
      format,
      voice,
      speed,
      engine,
      playback,
      send,
      itemAdded: (entry) => this.#itemAdded(entry),
      itemDone: (entry) => this.#itemDone(entry),
    });
    return this.#message;
  }

  /**
   * A brain has words only, so it cannot fill in arguments. A client that forces a function still
   * gets the whole sequence of events, with an empty object.
   */
  #call(name: string): void {
    const callId = createId('call');
    const item = {
      id: createId('item'),
      type: 'function_call',
      status: 'in_progress',
      name,
      call_id: callId,
    };
    const entry = { item: { ...item, arguments: '' } as Entry['item'] };
    const ids = { response_id: this.id, item_id: item.id, output_index: 0, call_id: callId };
    const args = '{}';
    this.#callTokens = textTokens(name + args);
    this.#itemAdded(entry);
    this.#context.send({ type: 'response.function_call_arguments.delta', ...ids, delta: args });
    this.#context.send({ type: 'response.function_call_arguments.done', ...ids, name, arguments: args });
    Object.assign(entry.item, { status: 'completed', arguments: args });
    this.#itemDone(entry);
  }

  #itemAdded(entry: Entry): void {
    this.#output.push(entry);
    this.#itemEvent('response.output_item.added', entry);
    if (!this.settings.inConversation) return;
    this.#context.conversation.insert(entry);
    this.#conversationEvent('conversation.item.added', entry);
  }

  #itemDone(entry: Entry): void {
    if (this.settings.inConversation) this.#conversationEvent('conversation.item.done', entry);
    this.#itemEvent('response.output_item.done', entry);
  }

  #itemEvent(type: 'response.output_item.added' | 'response.output_item.done', { item }: Entry): void {
    this.#context.send({ type, response_id: this.id, output_index: 0, item: { ...item } });
  }

  #conversationEvent(type: 'conversation.item.added' | 'conversation.item.done', { item }: Entry): void {
    const previous = this.#context.conversation.previousOf(item.id);
    this.#context.send({ type, previous_item_id: previous, item: { ...item } });
  }

  #finish(status: Status, reason?: Reason): void {
    if (this.#done) return;
    this.#done = true;
    this.#abort.abort();
    this.#message?.close(status === 'completed' ? 'completed' : 'incomplete');
    const { playback, send } = this.#context;
    if (this.spokenMs > 0) playback?.end(this.id);
    const used = usage(this.settings.instructions, this.#input, this.#tokens());
    const details = {
      type: status,
      ...(reason && { reason }),
      ...(status === 'failed' && { error: { type: 'server_error', code: 'server_error' } }),
    };
    const response = this.#snapshot(status, status === 'completed' ? null : details, used);
    send({ type: 'response.done', response });
    send({ type: 'rate_limits.updated', rate_limits: rateLimits(used.total_tokens) });
    this.#context.done(this);
  }

  #tokens(): OutputTokens {
    const { text, audio } = this.#message?.tokens ?? { text: 0, audio: 0 };
    return { text: text + this.#callTokens, audio };
  }

  #snapshot(status: Status | 'in_progress', details: object | null, used: object | null): object {
    const { format, voice, maxOutputTokens, metadata, modality, inConversation } = this.settings;
    return {
      object: 'realtime.response',
      id: this.id,
      status,
      status_details: details,
      output: this.#output.map(({ item }) => ({ ...item })),
      conversation_id: inConversation ? this.#context.conversationId : null,
      output_modalities: [modality],
      max_output_tokens: maxOutputTokens === Infinity ? 'inf' : maxOutputTokens,
      audio: { output: { format, voice } },
      usage: used,
      metadata,
    };
  }
}
