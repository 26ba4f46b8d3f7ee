import type { ClientEvent } from '../protocol/events.js';
import type { SessionConfig, TurnDetection } from '../protocol/session-config.js';
import type { AssistantStep, Conversation, Step, UserStep } from './scenario.js';
import { type Line, ScriptedAnswer, words } from './scripted-answer.js';

/** No two things of a page have one id, also over many calls. */
let ids = 0;

/** What follows the last line of a script: an answer that never comes. */
const SILENCE: AssistantStep = {
  role: 'assistant',
  text: '',
  ms: 0,
  made: 'ahead',
  fails: null,
  interruption: null,
  unfinished: true,
};

/**
 * The service's side of a conversation: says what the real one says, in its order, when its client asks or the
 * person speaks. The lines are those of the script; where they end it thinks for ever.
 */
export class ScriptedService {
  /** What the client did that no client may: the codes of the service's complaints. */
  readonly faults: string[] = [];
  readonly #line: Line;
  #script: Conversation | null = null;
  #repeat = false;
  readonly #filled = new Set<Step['role']>();
  readonly #users: UserStep[] = [];
  readonly #assistants: AssistantStep[] = [];
  readonly #answers: ScriptedAnswer[] = [];
  #announce = () => {};
  #begun = new Promise<void>((resolve) => (this.#announce = resolve));
  #detection: TurnDetection | null = null;
  #written = false;
  #transcribes = true;
  #lastItem: string | null = null;
  /** The item that the speech being heard will be. */
  #speech: string | null = null;
  #committed = false;
  /** A turn was over while the answer before it was still being made. */
  #owed = false;
  #lateTranscripts: (() => void)[] = [];

  constructor(line: Line) {
    this.#line = line;
  }

  /**
   * Takes the lines of a script from now on; what was said before stays.
   * @param repeat begin anew where it ends
   */
  follow(script: Conversation, repeat = false): void {
    this.#script = script;
    this.#repeat = repeat;
    this.#users.length = this.#assistants.length = 0;
    this.#filled.clear();
  }

  /** The answer that is being made. */
  get active(): ScriptedAnswer | null {
    const last = this.#answers.at(-1);
    return last && !last.over ? last : null;
  }

  /** The service finds the person's turns by itself. */
  get detects(): boolean {
    return this.#detection !== null;
  }

  /** The answer to what it found comes by itself. */
  get answersUnasked(): boolean {
    return this.#detection?.create_response ?? this.detects;
  }

  /** All that was said is an item of the conversation. */
  get committed(): boolean {
    return this.#committed;
  }

  /** How many answers were begun. */
  get answers(): number {
    return this.#answers.length;
  }

  /** The n-th answer, once it has begun. */
  async answer(n: number): Promise<ScriptedAnswer> {
    for (;;) {
      const answer = this.#answers[n];
      if (answer) return answer;
      await this.#begun;
    }
  }

  /** Takes what the client sent. */
  receive(event: ClientEvent): void {
    switch (event.type) {
      case 'session.update':
        return this.#configure(event.session);
      case 'input_audio_buffer.clear':
        this.#speech = null;
        this.#committed = false;
        return this.#line.say({ type: 'input_audio_buffer.cleared' });
      case 'input_audio_buffer.commit':
        return this.#commit();
      case 'conversation.item.create':
        return event.item.type === 'message' ? this.#take(event.item.content) : undefined;
      case 'response.create':
        return this.active ? this.#refuse(this.active) : this.#respond();
      case 'response.cancel':
        return this.active?.cancel('client_cancelled');
      case 'output_audio_buffer.clear':
        return this.#line.silence();
      case 'conversation.item.truncate':
        return this.#truncate(event.item_id, event.audio_end_ms);
    }
  }

  /** The person is heard speaking: the next of their lines, up to the pause after it. */
  async hear(): Promise<void> {
    const step = this.#userStep();
    if (!step) return;
    this.#committed = false;
    const item_id = (this.#speech = this.#newId('item'));
    this.#line.say({ type: 'input_audio_buffer.speech_started', item_id, audio_start_ms: 0 });
    if (this.#detection?.interrupt_response ?? true) {
      this.active?.cancel('turn_detected');
      this.#line.silence();
    }
    const all = words(step.text);
    for (const delta of step.unfinished ? all.slice(0, -1) : all) {
      await this.#line.wait(step.ms / all.length);
      if (this.#speech !== item_id) return; // cleared meanwhile
      if (!this.#transcribes || step.transcript !== 'prompt') continue;
      const type = 'conversation.item.input_audio_transcription.delta';
      this.#line.say({ type, item_id, content_index: 0, delta });
    }
  }

  /** The pause is heard too: the turn is over. */
  pause(): void {
    if (!this.#speech) return;
    const audio_end_ms = Math.round(this.#userStep()?.ms ?? 0);
    this.#line.say({ type: 'input_audio_buffer.speech_stopped', item_id: this.#speech, audio_end_ms });
    this.#commit();
    if (!this.answersUnasked) return;
    if (this.active) this.#owed = true;
    else this.#respond();
  }

  #configure({ audio, output_modalities }: SessionConfig): void {
    const { turn_detection, transcription } = audio?.input ?? {};
    if (turn_detection !== undefined) this.#detection = turn_detection;
    if (transcription !== undefined) this.#transcribes = !!transcription;
    if (output_modalities) this.#written = output_modalities.includes('text');
  }

  #userStep(): UserStep | undefined {
    this.#refill(this.#users, 'user');
    return this.#users[0];
  }

  /** What was spoken becomes an item. */
  #commit(): void {
    const step = this.#userStep();
    this.#users.shift();
    const item_id = this.#speech ?? this.#newId('item');
    this.#speech = null;
    this.#committed = true;
    const previous_item_id = this.#append(item_id);
    this.#line.say({ type: 'input_audio_buffer.committed', item_id, previous_item_id });
    this.#sayItem(item_id, previous_item_id, [{ type: 'input_audio', transcript: null }]);
    if (!step || !this.#transcribes) return;
    const tell = () => this.#transcribe(item_id, step);
    if (step.transcript === 'late') this.#lateTranscripts.push(tell);
    else tell();
  }

  #transcribe(item_id: string, { transcript, text, ms }: UserStep): void {
    const type = 'conversation.item.input_audio_transcription';
    const part = { item_id, content_index: 0 };
    if (transcript === 'failed') {
      const error = { type: 'server_error', code: null, message: 'The speech could not be transcribed.' };
      this.#line.say({ type: `${type}.failed`, ...part, error });
    } else {
      const usage = { type: 'duration', seconds: ms / 1000 };
      this.#line.say({ type: `${type}.completed`, ...part, transcript: text, usage });
    }
  }

  /** What was written becomes one. */
  #take(content: object[]): void {
    this.#userStep();
    this.#users.shift();
    const id = this.#newId('item');
    this.#sayItem(id, this.#append(id), content);
  }

  #respond(): void {
    this.#owed = false;
    this.#refill(this.#assistants, 'assistant');
    const answer = new ScriptedAnswer({
      step: this.#assistants.shift() ?? SILENCE,
      line: this.#line,
      responseId: this.#newId('resp'),
      itemId: this.#newId('item'),
      written: this.#written,
      append: (id) => this.#append(id),
    });
    this.#answers.push(answer);
    this.#announce();
    this.#begun = new Promise((resolve) => (this.#announce = resolve));
    void answer.made.then(() => this.#made());
    answer.run().catch(() => {}); // the client has hung up
  }

  #made(): void {
    for (const tell of this.#lateTranscripts.splice(0)) tell();
    if (this.#owed && !this.active) this.#respond();
  }

  #truncate(item_id: string, audio_end_ms: number): void {
    const lengthMs = this.#answers.find((answer) => answer.itemId === item_id)?.step.ms ?? 0;
    if (audio_end_ms > lengthMs) {
      const message = `Audio content of ${lengthMs}ms is already shorter than ${audio_end_ms}ms`;
      return this.#complain('invalid_value', message);
    }
    this.#line.say({ type: 'conversation.item.truncated', item_id, content_index: 0, audio_end_ms });
  }

  #refuse({ responseId }: ScriptedAnswer): void {
    const message = `Conversation already has an active response in progress: ${responseId}.`;
    this.#complain('conversation_already_has_active_response', message);
  }

  #complain(code: string, message: string): void {
    this.faults.push(code);
    const error = { type: 'invalid_request_error', code, message, param: null, event_id: null };
    this.#line.say({ type: 'error', error });
  }

  #sayItem(id: string, previous_item_id: string | null, content: object[]): void {
    const item = { id, object: 'realtime.item', type: 'message', role: 'user', status: 'completed', content };
    this.#line.say({ type: 'conversation.item.added', previous_item_id, item });
    this.#line.say({ type: 'conversation.item.done', previous_item_id, item });
  }

  /** @returns the item that was the last one until now */
  #append(itemId: string): string | null {
    const previous = this.#lastItem;
    this.#lastItem = itemId;
    return previous;
  }

  #newId(kind: 'item' | 'resp'): string {
    ids += 1;
    return `${kind}_${ids}`;
  }

  #refill<Role extends Step['role']>(steps: Extract<Step, { role: Role }>[], role: Role): void {
    if (steps.length > 0 || (this.#filled.has(role) && !this.#repeat)) return;
    this.#filled.add(role);
    for (const step of this.#script?.steps ?? []) if (step.role === role) steps.push(step as never);
  }
}
