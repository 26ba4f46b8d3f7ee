/** What the planner keeps track of, in the order in which it asks; the others it only remembers. */
export const slotNames = [
  'guests',
  'date',
  'time',
  'place',
  'budget',
  'food',
  'music',
  'diet',
  'drinks',
  'theme',
  'gifts',
  'games',
  'decoration',
  'invitations',
] as const;

export type SlotName = (typeof slotNames)[number];

/** One thing that was said. */
export interface Fact {
  /** As it is said back, to go inside a sentence: `about twelve guests`, `in your garden`. */
  said: string;
  /** Guests; minutes from midnight of the time; amount of the budget. */
  number?: number;
  /** The budget is meant for each guest. */
  each?: boolean;
  /** The currency of the budget, in the plural. */
  currency?: string;
  /** The day, at noon local time. */
  date?: Date;
}

export type Facts = Partial<Record<SlotName, Fact>>;

/** What a sentence is read in the light of. */
export interface ReadingContext {
  now: Date;
  /** The assistant's question was about this slot, so a bare answer will do. */
  asked: boolean;
  /** What is known so far. */
  facts: Facts;
}

export interface Reading {
  fact: Fact;
  /** The sentence without the words that were read, so that no other reader takes them. */
  rest: string;
}

export type Reader = (text: string, context: ReadingContext) => Reading | undefined;

/** A reading of the part of a text that matched. */
export function reading(text: string, match: { index: number; 0: string }, fact: Fact): Reading {
  const rest = `${text.slice(0, match.index)} , ${text.slice(match.index + match[0].length)}`;
  return { fact, rest: rest.replace(/\s+/g, ' ') };
}

/** A number or a range of numbers, with how sure the speaker was; groups `sure`, `from`, `to`. */
export const amount =
  '(?:(?<sure>about|around|roughly|approximately|maybe|perhaps|probably|nearly|almost|up to|at most|maximum|max|no more than|not more than|less than|under|at least|more than|over)\\s+)?(?:a |the )?(?:between )?(?:(?<from>\\d+)\\s?(?:to|and|or|-|,)\\s?(?=\\d))?(?<to>\\d+)(?!\\d|st\\b|nd\\b|rd\\b|th\\b|:)(?<late> or so| ish|ish)?';

const sureness: [RegExp, string][] = [
  [/^(?:up to|at most|max|maximum|no more|not more|less|under)/i, 'at most '],
  [/^(?:at least|more|over)/i, 'at least '],
  [/./, 'about '],
];

/** `about`, `at most`, `at least` or nothing, with a space after it. */
export function saySureness(groups: Record<string, string | undefined>): string {
  const word = groups['sure'] ?? groups['late'] ?? '';
  return sureness.find(([pattern]) => pattern.test(word))?.[1] ?? '';
}
