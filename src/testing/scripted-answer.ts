import type { AssistantStep } from './scenario.js';

/** The way from a scripted service to its client: events, and a sound for each answer. */
export interface Line {
  /** @param event an event of the protocol, without `event_id` */
  say(event: { type: string; [field: string]: unknown }): void;
  /** Has an answer sound. */
  sound(answer: ScriptedAnswer): void;
  /** The service wants silence: the person speaks over the answer, or the client asks for it. */
  silence(): void;
  /** Resolves when so many ms of an answer were heard, or no more of it will be. */
  reached(answer: ScriptedAnswer, ms: number): Promise<void>;
  /** Lets time pass. */
  wait(ms: number): Promise<void>;
}

export interface AnswerOptions {
  step: AssistantStep;
  line: Line;
  responseId: string;
  itemId: string;
  /** It is written, not spoken. */
  written: boolean;
  /** Its item joins the conversation. @returns the item before it */
  append: (itemId: string) => string | null;
}

const THINKING_MS = 500;
/** Of an answer that is made while it sounds, this much was heard when it is complete. */
const HEARD_WHEN_COMPLETE = 0.9;

type End = 'completed' | 'cancelled' | 'failed';

/** The words of a text, each with the space before it. */
export const words = (text: string): string[] => text.match(/\s*\S+/g) ?? [];

/** One answer of a scripted service, from `response.created` to `response.done`. */
export class ScriptedAnswer {
  readonly step: AssistantStep;
  readonly responseId: string;
  readonly itemId: string;
  /** Resolves when the service is done with it, whether or not it was heard. */
  readonly made: Promise<void>;
  /** Resolves when its sound begins, its writing, or its end without either. */
  readonly begun: Promise<void>;
  /** It has sound. */
  sounds = false;
  readonly #options: AnswerOptions;
  /** The service is done with it. */
  over = false;
  #resolveBegun = () => {};
  #resolveMade = () => {};
  #previous: string | null | undefined;
  #text = '';

  constructor(options: AnswerOptions) {
    this.#options = options;
    ({ step: this.step, responseId: this.responseId, itemId: this.itemId } = options);
    this.begun = new Promise((resolve) => (this.#resolveBegun = resolve));
    this.made = new Promise((resolve) => (this.#resolveMade = resolve));
  }

  /** Says all of it; ends early when it is cancelled meanwhile. */
  async run(): Promise<void> {
    const { step, line, written } = this.#options;
    line.say({ type: 'response.created', response: this.#response('in_progress') });
    await line.wait(THINKING_MS);
    if (this.over || (step.unfinished && !step.text)) return;
    if (step.fails !== null)
      return this.#end('failed', {
        error: { type: 'server_error', code: 'server_error', message: step.fails },
      });
    this.#open();
    if (written) await this.#write();
    else await this.#speak();
    if (!this.over) this.#end('completed');
  }

  cancel(reason: 'turn_detected' | 'client_cancelled'): void {
    if (!this.over) this.#end('cancelled', { reason });
  }

  #open(): void {
    const { line, append, written } = this.#options;
    this.#previous = append(this.itemId);
    line.say({ type: 'response.output_item.added', ...this.#output(), item: this.#item('in_progress') });
    line.say({
      type: 'conversation.item.added',
      previous_item_id: this.#previous,
      item: this.#item('in_progress'),
    });
    line.say({
      type: 'response.content_part.added',
      ...this.#part(),
      part: this.#content(written ? 'text' : 'audio'),
    });
  }

  async #write(): Promise<void> {
    const { step, line } = this.#options;
    const pieces = words(step.text);
    this.#resolveBegun();
    for (const delta of step.unfinished ? pieces.slice(0, Math.ceil(pieces.length / 2)) : pieces) {
      await line.wait(step.ms / pieces.length);
      if (this.over) return;
      this.#text += delta;
      line.say({ type: 'response.output_text.delta', ...this.#part(), delta });
    }
    if (step.unfinished) await this.made;
  }

  async #speak(): Promise<void> {
    const { step, line } = this.#options;
    this.sounds = true;
    this.#text = step.text;
    for (const delta of words(step.text)) {
      line.say({ type: 'response.output_audio_transcript.delta', ...this.#part(), delta });
    }
    line.sound(this);
    this.#resolveBegun();
    if (step.made === 'along') await line.reached(this, step.ms * HEARD_WHEN_COMPLETE);
  }

  #end(status: End, details?: object): void {
    this.over = true;
    const { line, written } = this.#options;
    if (this.#previous !== undefined) {
      if (written) line.say({ type: 'response.output_text.done', ...this.#part(), text: this.#text });
      else {
        line.say({ type: 'response.output_audio.done', ...this.#part() });
        line.say({ type: 'response.output_audio_transcript.done', ...this.#part(), transcript: this.#text });
      }
      line.say({
        type: 'response.content_part.done',
        ...this.#part(),
        part: this.#content(written ? 'text' : 'audio'),
      });
      const item = this.#item(status === 'completed' ? 'completed' : 'incomplete');
      line.say({ type: 'conversation.item.done', previous_item_id: this.#previous, item });
      line.say({ type: 'response.output_item.done', ...this.#output(), item });
    }
    line.say({ type: 'response.done', response: this.#response(status, details) });
    line.say({ type: 'rate_limits.updated', rate_limits: [] });
    this.#resolveBegun();
    this.#resolveMade();
  }

  #output(): object {
    return { response_id: this.responseId, output_index: 0 };
  }

  #part(): object {
    return { ...this.#output(), item_id: this.itemId, content_index: 0 };
  }

  #content(type: string): object {
    return /text/.test(type) ? { type, text: this.#text } : { type, transcript: this.#text };
  }

  #item(status: 'in_progress' | 'completed' | 'incomplete'): object {
    const type = this.#options.written ? 'output_text' : 'output_audio';
    const content = status === 'in_progress' ? [] : [this.#content(type)];
    return { id: this.itemId, object: 'realtime.item', type: 'message', role: 'assistant', status, content };
  }

  #response(status: End | 'in_progress', details?: object): object {
    const output =
      this.#previous === undefined ? [] : [this.#item(status === 'completed' ? status : 'incomplete')];
    return {
      object: 'realtime.response',
      id: this.responseId,
      status,
      status_details: details ? { type: status, ...details } : null,
      output,
      output_modalities: [this.#options.written ? 'text' : 'audio'],
      usage: null,
    };
  }
}
