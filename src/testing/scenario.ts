import type { SessionSettings } from '../session/session-settings.js';

/**
 * How a person takes a turn: by speaking into an open microphone, by holding or switching the record button,
 * by holding its hotkey, or in writing.
 */
export type TurnTaking = 'voice' | 'hold' | 'toggle' | 'hotkey' | 'typed';

/** What a person says. */
export interface UserStep {
  readonly role: 'user';
  readonly text: string;
  readonly by: TurnTaking;
  /** How long it takes to say. */
  readonly ms: number;
  /** `late`: known after the answer to it; `failed`: never. */
  readonly transcript: 'prompt' | 'late' | 'failed';
  /** Left in the middle of it. */
  readonly unfinished: boolean;
}

/** What the assistant answers. */
export interface AssistantStep {
  readonly role: 'assistant';
  readonly text: string;
  /** How long it sounds. */
  readonly ms: number;
  /** `ahead`: the service is done with it long before it was heard, as a rule; `along`: hardly before. */
  readonly made: 'ahead' | 'along';
  /** No answer comes, and this is why. */
  readonly fails: string | null;
  /** Somebody breaks in when so much of it was heard. */
  readonly interruption: { readonly atMs: number; readonly by: 'speech' | 'button' } | null;
  /** Left in the middle of it. */
  readonly unfinished: boolean;
}

export type Step = UserStep | AssistantStep;

/** How long a voice takes for a character. */
const MS_PER_CHARACTER = 65;

/**
 * A conversation as it is to go: who says what, how the person takes the turn, and what comes between. Each
 * method returns a new one.
 *
 *     conversation({ turnDetection: 'server_vad' })
 *       .user('We are twelve.')
 *       .assistant('Lovely! For twelve I would take the garden.').interruptAt(1200)
 *       .user('Wait, make it twenty.')
 *       .assistant('Twenty it is.')
 *
 * `play` has it happen on a ScriptedTransport.
 */
export class Conversation {
  readonly settings: SessionSettings;
  readonly steps: readonly Step[];

  /** @param settings the session's settings: turn detection, who may interrupt, audio or text */
  constructor(settings: SessionSettings = {}, steps: readonly Step[] = []) {
    this.settings = settings;
    this.steps = steps;
  }

  /**
   * The person says something.
   * @param options.by how, default `voice`; `hold` where there is no turn detection
   * @param options.ms how long it takes to say, default 65 ms for each character
   * @param options.transcript when it is known what was said, default `prompt`
   */
  user(text: string, options: Partial<Pick<UserStep, 'by' | 'ms' | 'transcript'>> = {}): Conversation {
    const by = this.settings.turnDetection === 'none' ? 'hold' : 'voice';
    const ms = text.length * MS_PER_CHARACTER;
    return this.#with({ role: 'user', text, by, ms, transcript: 'prompt', unfinished: false, ...options });
  }

  /**
   * The assistant answers.
   * @param options.ms how long it sounds, default 65 ms for each character
   * @param options.made `along` where the service is still at it while it sounds, default `ahead`
   * @param options.fails the service's reason for answering nothing
   */
  assistant(text: string, options: Partial<Pick<AssistantStep, 'ms' | 'made' | 'fails'>> = {}): Conversation {
    const ms = text.length * MS_PER_CHARACTER;
    const step = { role: 'assistant', text, ms, made: 'ahead', fails: null } as const;
    return this.#with({ ...step, interruption: null, unfinished: false, ...options });
  }

  /**
   * The last answer is broken into when so much of it was heard. Whether that cuts it off is for the settings to
   * say (`noInterrupt`).
   * @param by `speech`: the person's next turn begins there, in whichever way it is taken; `button`: the interrupt
   *   button is pressed
   * @throws RangeError when the last step is no answer, or a shorter one
   */
  interruptAt(atMs: number, by: 'speech' | 'button' = 'speech'): Conversation {
    const last = this.steps.at(-1);
    if (last?.role !== 'assistant' || atMs > last.ms) {
      throw new RangeError(`There is no answer that could be interrupted at ${atMs} ms.`);
    }
    return this.#instead({ ...last, interruption: { atMs, by } });
  }

  /**
   * The last step stays in the middle: the person is heard speaking, or the answer sounds and never ends. To leave
   * the assistant thinking, end with a person's turn.
   */
  unfinished(): Conversation {
    const last = this.steps.at(-1);
    return last ? this.#instead({ ...last, unfinished: true }) : this;
  }

  #with(step: Step): Conversation {
    return new Conversation(this.settings, [...this.steps, Object.freeze(step)]);
  }

  #instead(step: Step): Conversation {
    return new Conversation(this.settings, [...this.steps.slice(0, -1), Object.freeze(step)]);
  }
}

/** Begins the description of a conversation. */
export const conversation = (settings?: SessionSettings): Conversation => new Conversation(settings);
