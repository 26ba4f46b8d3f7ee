import type { AssistantStep, Conversation, TurnTaking, UserStep } from './scenario.js';
import type { Line, ScriptedAnswer } from './scripted-answer.js';
import type { ScriptedService } from './scripted-service.js';

/** What a person can do, in whatever way a page or a test has them do it. */
export interface Person {
  /** Opens the microphone and leaves it open, to speak whenever they like. */
  listen?(): unknown;
  /** Presses the record button, or its hotkey. */
  press(by: TurnTaking): unknown;
  /** Lets go of it, or presses it again. */
  release(by: TurnTaking): unknown;
  type(text: string): unknown;
  /** Asks for the answer, where none comes by itself. */
  ask(): unknown;
  /** Presses the interrupt button. */
  interrupt(): unknown;
}

/** A line whose time stands still and must be told to pass. */
export type DirectedLine = Line & { advance?(answer: ScriptedAnswer, ms: number): void };

/** Between an answer and the person's next turn, and between their last word and the button. */
const BREATH_MS = 600;
/** Of an answer; late enough for one that is made while it sounds. */
const ALMOST_ALL = 0.95;

/**
 * Goes through the steps of a conversation: has the person act and the service hear, and waits until each answer
 * was heard or broken into.
 */
export async function direct(
  { steps }: Conversation,
  service: ScriptedService,
  line: DirectedLine,
  person: Person,
): Promise<void> {
  const before = service.answers;
  const answers: ScriptedAnswer[] = [];
  let listening = false;

  async function heardOut(answer: ScriptedAnswer): Promise<void> {
    line.advance?.(answer, answer.step.ms * ALMOST_ALL);
    await answer.made;
    line.advance?.(answer, Infinity);
    if (answer.sounds) await line.reached(answer, Infinity);
  }

  async function takeTurn(step: UserStep): Promise<void> {
    const { by, ms, text, unfinished } = step;
    if (by === 'voice' && !listening) await person.listen?.();
    listening ||= by === 'voice';
    if (by === 'typed') {
      await line.wait(ms);
      if (!unfinished) await person.type(text);
      return;
    }
    if (by !== 'voice') await person.press(by);
    if (service.detects) await service.hear();
    else await line.wait(ms);
    if (unfinished) return;
    // Who holds a button lets go with the last word; who does not is heard to pause.
    const pauses = service.detects && (by === 'voice' || by === 'toggle');
    if (pauses) service.pause();
    if (pauses) await line.wait(BREATH_MS);
    if (by !== 'voice') await person.release(by);
    else if (!service.answersUnasked) await person.ask();
  }

  /** @returns true when the person's next turn begins at once */
  async function hear({ interruption, unfinished }: AssistantStep): Promise<boolean> {
    const last = answers.at(-1);
    if (last) await heardOut(last);
    const answer = await service.answer(before + answers.length);
    answers.push(answer);
    await answer.begun;
    if (unfinished) return true;
    if (interruption) {
      line.advance?.(answer, interruption.atMs);
      if (answer.sounds) await line.reached(answer, interruption.atMs);
      else await line.wait(interruption.atMs);
      if (interruption.by === 'speech') return true;
      await person.interrupt();
    }
    await heardOut(answer);
    return false;
  }

  let atOnce = true;
  for (const step of steps) {
    if (step.role === 'assistant') atOnce = await hear(step);
    else {
      if (!atOnce) await line.wait(BREATH_MS);
      await takeTurn(step);
    }
    if (step.unfinished) return;
  }
  for (const answer of answers) await heardOut(answer);
}
