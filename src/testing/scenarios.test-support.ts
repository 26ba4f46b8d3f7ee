import type { Turn } from '../session/session-state.js';
import { type Conversation, conversation, type TurnTaking } from './scenario.js';

/** One conversation for the reducer and both transports. */
export interface Case {
  readonly scenario: Conversation;
  /** The turns at its end, `…` where an answer was cut. */
  readonly turns: readonly string[];
  /** The service is asked for an answer so often by the client. */
  readonly asked: number;
  /** The error that is told. */
  readonly error?: RegExp;
}

/** In life; the waiting of the tests is quicker, the sound is not. */
const SPOKEN = { ms: 2500 };
const SHORT = { ms: 300 };
/** Two characters in a word, at the pace of an ordinary voice. */
export const MS_PER_WORD = 130;
const LONG = 'a b c d e f g h i j';
/** What is to be cut off must not end by itself first, however busy the machine is. */
const ENDLESS = `${LONG} ${LONG} ${LONG} ${LONG}`;
const CUT_MS = 500;

const manual = conversation({ turnDetection: 'none' });
const semantic = conversation({ turnDetection: 'semantic_vad', eagerness: 'high' });
const server = conversation({ turnDetection: 'server_vad', silenceDurationMs: 300 });

/** Question, answer, question, answer. */
const exchange = (begin: Conversation, by: TurnTaking) =>
  begin
    .user('We are twelve.', { by, ...SPOKEN })
    .assistant('Lovely!', SHORT)
    .user('Outside.', { by, ...SPOKEN })
    .assistant('Even better.', SHORT);
const EXCHANGED = [
  'you: We are twelve. (done)',
  'ai: Lovely! (done)',
  'you: Outside. (done)',
  'ai: Even better. (done)',
];

/** A long answer that is broken into by the next turn, or by the button before it. */
const broken = (
  begin: Conversation,
  by: TurnTaking,
  how: 'speech' | 'button' = 'speech',
  made: 'ahead' | 'along' = 'ahead',
  answer = ENDLESS,
) =>
  begin
    .user('Tell me.', { by, ...SPOKEN })
    .assistant(answer, { ms: answer.split(' ').length * MS_PER_WORD, made })
    .interruptAt(CUT_MS, how)
    .user('Wait.', { by, ...SPOKEN })
    .assistant('Yes?', SHORT);
const BROKEN = ['you: Tell me. (done)', `ai: …`, 'you: Wait. (done)', 'ai: Yes? (done)'];

/** The same where that does not cut it off. */
const unbroken = (begin: Conversation, by: TurnTaking, made?: 'ahead' | 'along') =>
  broken(begin, by, 'speech', made, LONG);
const WHOLE = BROKEN.with(1, `ai: ${LONG} (done)`);

export const cases: Record<string, Case> = {
  'semantic_vad: the service finds the turns': {
    scenario: exchange(semantic, 'voice'),
    turns: EXCHANGED,
    asked: 0,
  },
  'server_vad: the service finds the turns': {
    scenario: exchange(server, 'voice'),
    turns: EXCHANGED,
    asked: 0,
  },
  'none: held': { scenario: exchange(manual, 'hold'), turns: EXCHANGED, asked: 2 },
  'none: switched on and off': { scenario: exchange(manual, 'toggle'), turns: EXCHANGED, asked: 2 },
  'none: by hotkey': { scenario: exchange(manual, 'hotkey'), turns: EXCHANGED, asked: 2 },
  'none: typed': { scenario: exchange(manual, 'typed'), turns: EXCHANGED, asked: 2 },
  'semantic_vad: held, and let go with the last word': {
    scenario: exchange(semantic, 'hold'),
    turns: EXCHANGED,
    asked: 2,
  },
  'server_vad: by hotkey, and let go with the last word': {
    scenario: exchange(server, 'hotkey'),
    turns: EXCHANGED,
    asked: 2,
  },
  'server_vad: switched off after the pause': {
    scenario: exchange(server, 'toggle'),
    turns: EXCHANGED,
    asked: 0,
  },
  'semantic_vad: typed': { scenario: exchange(semantic, 'typed'), turns: EXCHANGED, asked: 2 },
  'no-auto-response: answers when the page asks': {
    scenario: exchange(conversation({ turnDetection: 'server_vad', noAutoResponse: true }), 'voice'),
    turns: EXCHANGED,
    asked: 2,
  },
  'no-auto-response: answers when recording is switched off': {
    scenario: exchange(conversation({ noAutoResponse: true }), 'toggle'),
    turns: EXCHANGED,
    asked: 2,
  },
  'output="text": spoken and typed': {
    scenario: conversation({ output: 'text' })
      .user('We are twelve.', SPOKEN)
      .assistant('Lovely!', SHORT)
      .user('Outside.', { by: 'typed' })
      .assistant('Even better.', SHORT),
    turns: EXCHANGED,
    asked: 1,
  },

  'semantic_vad: spoken over': { scenario: broken(semantic, 'voice'), turns: BROKEN, asked: 0 },
  'server_vad: spoken over while the answer is being made': {
    scenario: broken(server, 'voice', 'speech', 'along'),
    turns: BROKEN,
    asked: 0,
  },
  'semantic_vad: the interrupt button': {
    scenario: broken(semantic, 'voice', 'button'),
    turns: BROKEN,
    asked: 0,
  },
  'server_vad: the interrupt button while the answer is being made': {
    scenario: broken(server, 'voice', 'button', 'along'),
    turns: BROKEN,
    asked: 0,
  },
  'none: the interrupt button': { scenario: broken(manual, 'hold', 'button'), turns: BROKEN, asked: 2 },
  'none: pressed over the answer': { scenario: broken(manual, 'hold'), turns: BROKEN, asked: 2 },
  'none: pressed over the answer while it is being made': {
    scenario: broken(manual, 'hold', 'speech', 'along'),
    turns: BROKEN,
    asked: 2,
  },
  'none: switched on over the answer': { scenario: broken(manual, 'toggle'), turns: BROKEN, asked: 2 },
  'none: hotkey over the answer': { scenario: broken(manual, 'hotkey'), turns: BROKEN, asked: 2 },
  'typed while the answer sounds: it is heard to its end': {
    scenario: unbroken(manual, 'typed'),
    turns: WHOLE,
    asked: 2,
  },
  'typed while the answer is being made: the second waits for the first': {
    scenario: unbroken(semantic, 'typed', 'along'),
    turns: WHOLE,
    asked: 2,
  },
  'no-interrupt: spoken over, and heard to its end': {
    scenario: unbroken(conversation({ noInterrupt: true }), 'voice'),
    turns: WHOLE,
    asked: 0,
  },
  'no-interrupt: spoken over while it is being made': {
    scenario: unbroken(conversation({ turnDetection: 'server_vad', noInterrupt: true }), 'voice', 'along'),
    turns: WHOLE,
    asked: 0,
  },
  'no-interrupt: the button interrupts all the same': {
    scenario: broken(conversation({ noInterrupt: true }), 'voice', 'button'),
    turns: BROKEN,
    asked: 0,
  },

  'a transcript that comes after the answer': {
    scenario: semantic
      .user('We are twelve.', { ...SPOKEN, transcript: 'late' })
      .assistant('Lovely!', SHORT)
      .user('Outside.', SPOKEN)
      .assistant('Even better.', SHORT),
    turns: EXCHANGED,
    asked: 0,
  },
  'a turn that could not be transcribed': {
    scenario: manual
      .user('Mumble.', { ...SPOKEN, transcript: 'failed' })
      .assistant('Pardon?', SHORT)
      .user('Twelve.', SPOKEN)
      .assistant('Ah!', SHORT),
    turns: ['you:  (failed)', 'ai: Pardon? (done)', 'you: Twelve. (done)', 'ai: Ah! (done)'],
    asked: 2,
  },
  'an answer that fails, and the next that does not': {
    scenario: semantic
      .user('We are twelve.', SPOKEN)
      .assistant('Lovely!', { fails: 'The quota is used up.' })
      .user('Outside.', SPOKEN)
      .assistant('Even better.', SHORT),
    turns: EXCHANGED.toSpliced(1, 1),
    asked: 0,
    error: /quota is used up/,
  },
};

const NAME = { user: 'you', assistant: 'ai', system: 'system' };

/** `ai: Hello there. (done)`; an answer that was cut, and of which nothing is missing, is `ai: …` */
export function inOneLine({ role, text, status, unheard }: Turn): string {
  if (status === 'interrupted' && text + (unheard ?? '') === ENDLESS) return 'ai: …';
  return `${NAME[role]}: ${text} (${status})${unheard ? ` [${unheard}]` : ''}`;
}
