import type { BrainMessage } from '../brain.ts';
import { bareAnswer, spokenList } from './choices.ts';
import { type Fact, type Facts, type SlotName, slotNames } from './fact.ts';
import { forgottenIn, type Forgotten, type IntentName, intentOf } from './intents.ts';
import { slots } from './slots.ts';
import { type Sentence, sentencesOf } from './utterance.ts';

/** Something that the user's last turn did to the plan. */
export interface Change {
  slot: SlotName;
  kind: 'new' | 'changed' | 'same' | 'forgotten' | 'later';
  /** Of several things the one that was forgotten. */
  item?: string;
}

export interface Heard {
  sentence: Sentence;
  intent?: IntentName;
}

/** All that the conversation so far says, read anew from its messages. */
export interface Plan {
  facts: Facts;
  /** Not to be asked for again: the user does without, or decides later. */
  setAside: Partial<Record<SlotName, 'dropped' | 'later'>>;
  /** What the turn now to be answered changed, oldest first. */
  changes: Change[];
  /** What was said in the turn now to be answered. */
  heard: Heard[];
  /** What the assistant's last question was about. */
  asked?: SlotName;
  /** What the assistant offered to write down. */
  offer?: string;
  /** What was changed last, for "no, twelve". */
  last?: SlotName;
  /** What was known before this turn. */
  before: Facts;
  /** The assistant's last words. */
  lastReply: string;
  /** Everything was settled before this turn. */
  wasComplete: boolean;
}

/** Specific words first, so that "gifts for ten euros each" is no budget and "at the office" no time. */
const readingOrder: SlotName[] = [
  'diet',
  'gifts',
  'budget',
  'guests',
  'place',
  'time',
  'date',
  'theme',
  'decoration',
  'games',
  'drinks',
  'music',
  'food',
  'invitations',
];

const offered = /\bhow about (?<what>[^?]+) for the (?<noun>[a-zà-ɏ ]+)\?/i;
/** A bare number after these corrects what was written down last. */
const corrected =
  /^(?:(?:oh|but|well|no|nope|sorry|wait|i said|i meant|make (?:that|it)|it's|about|actually|rather)[ ,]+)+(?:the |on the )?\d+(?:st|nd|rd|th|:\d\d)?[ ,]*$/i;
const twoNumbers = /\d \d/;
const bareNumber = /^\D{0,12}\d+\D{0,8}$/;
/** A number and few words, none of which make it a time or a date. */
const plainNumber =
  /^(?!.*(?:\bat \d|o'clock|\d ?[ap]m\b|\d(?:st|nd|rd|th)|:))\D{0,20}\d+(?: [1-9]0)?(?:\D.{0,15})?$/i;
/** "not ten", "instead of pizza": what it is not. */
const negated =
  /(?<!\bwhy )\b(?:not(?! (?:more|too|only|sure|less|at least))|instead of|rather than)\s[^,.;!?]*?(?=,|$|\s(?:but|it's|it is|we are|we're)\b)/gi;

/** What the assistant's last words ask about, however they are worded. */
function questionIn(text: string): Pick<Plan, 'asked' | 'offer'> {
  const offer = offered.exec(text)?.groups;
  if (offer) {
    const asked = slotNames.find((name) => slots[name].noun === offer['noun']);
    if (asked) return { asked, offer: offer['what'] };
  }
  const question = text
    .split(/(?<=[.!?])\s+/)
    .filter((sentence) => sentence.endsWith('?'))
    .at(-1);
  // "What time" is the time, though "when" would be the date: the order of reading decides.
  const order: SlotName[] = ['time', ...slotNames];
  return question ? { asked: order.find((name) => slots[name].about.test(question)) } : {};
}

export const isComplete = ({ facts, setAside }: Plan) =>
  slotNames.every((name) => facts[name] || setAside[name] || slots[name].questions.length === 0);

function state(plan: Plan, slot: SlotName, fact: Fact): void {
  const before = plan.before[slot];
  const kind = !before ? 'new' : before.said === fact.said ? 'same' : 'changed';
  const again = plan.changes.findIndex((change) => change.slot === slot);
  if (again >= 0) plan.changes.splice(again, 1);
  plan.changes.push({ slot, kind });
  plan.facts[slot] = fact;
  delete plan.setAside[slot];
  plan.last = slot;
}

function setAside(plan: Plan, slot: SlotName, kind: 'forgotten' | 'later'): void {
  plan.changes.push({ slot, kind });
  delete plan.facts[slot];
  plan.setAside[slot] = kind === 'forgotten' && slots[slot].optional ? 'dropped' : 'later';
}

/** "Forget the music", or one of several things: "no carols". */
function forget(plan: Plan, { slot, item }: Forgotten): void {
  if (!item) return setAside(plan, slot, 'forgotten');
  plan.changes.push({ slot, kind: 'forgotten', item });
  const known = plan.facts[slot]?.said;
  if (!known) return;
  const left = known.split(/, | and /).filter((part) => !part.includes(item));
  if (left.length) plan.facts[slot] = { said: spokenList(left) };
  else delete plan.facts[slot];
}

/** Reads every fact in a sentence; `true` when there was one. */
function readFacts(plan: Plan, text: string, now: Date, bare: boolean): boolean {
  const { asked } = plan;
  let rest = text;
  let found = false;
  const take = (slot: SlotName, isAsked: boolean) => {
    const reading = slots[slot].read(rest, { now, asked: isAsked, facts: plan.facts });
    if (!reading) return false;
    rest = reading.rest;
    state(plan, slot, reading.fact);
    return true;
  };
  const fixed = (slot: SlotName) => !slots[slot].free;
  const { last } = plan;
  const corrects = asked ? last !== asked && corrected.test(text) : bareNumber.test(text);
  const aCount = asked === 'guests' || asked === 'budget';
  const answers = aCount && (last === 'date' || last === 'time');
  if (bare && last && fixed(last) && corrects && !answers && take(last, true)) return true;
  // "around twenty", "one fifty": asked for a count, a number is no time.
  if (bare && aCount && plainNumber.test(text) && !(asked === 'guests' && twoNumbers.test(text)))
    found = take(asked, true);
  for (const slot of readingOrder) found = take(slot, false) || found;
  if (!asked || !bare) return found;
  const already = plan.changes.some((change) => change.slot === asked);
  if (fixed(asked)) return (!already && take(asked, true)) || found;
  // A whole short answer says more than the words known in it: "roast duck with dumplings".
  const others = plan.changes.some((change) => change.slot !== asked);
  const answer =
    others && asked !== 'place'
      ? undefined
      : bareAnswer(already && asked !== 'place' ? text : rest, asked === 'place');
  const said = answer && !(already && asked === 'place') ? slots[asked].free?.(answer) : undefined;
  if (said) state(plan, asked, { said });
  return found || Boolean(said);
}

/** What a sentence does to the plan. */
function hear(plan: Plan, sentence: Sentence, now: Date, earlier: Facts | undefined): void {
  const intent = intentOf(sentence);
  plan.heard.push({ sentence, intent });
  const { asked, offer } = plan;
  if (intent === 'reset') [plan.facts, plan.setAside, plan.changes] = [{}, {}, []];
  else if (intent === 'undo') plan.facts = { ...earlier };
  else if (intent === 'forget') forget(plan, forgottenIn(sentence.text)!);
  else if (intent === 'yes' && asked && offer) {
    const text = sentencesOf(offer)[0]?.text ?? '';
    const read = slots[asked].free ? undefined : slots[asked].read(text, { now, asked: true, facts: {} });
    state(plan, asked, read?.fact ?? { said: offer });
  } else if (
    sentence.question ||
    !readFacts(plan, sentence.text.replace(negated, ' '), now, intent === undefined)
  ) {
    if (asked && intent === 'later') setAside(plan, asked, 'later');
    else if (asked && intent === 'no' && !offer) setAside(plan, asked, 'forgotten');
  }
}

/** Reads the whole conversation; nothing is kept between calls, so what is deleted is forgotten. */
export function readPlan(messages: readonly BrainMessage[], now: Date): Plan {
  const plan: Plan = {
    facts: {},
    setAside: {},
    changes: [],
    heard: [],
    before: {},
    lastReply: '',
    wasComplete: false,
  };
  let answered = false;
  let earlier: Facts | undefined;
  for (const { role, text } of messages) {
    if (role === 'assistant') {
      Object.assign(plan, { asked: undefined, offer: undefined }, questionIn(text));
      plan.lastReply = text;
      answered = true;
    } else if (role === 'user') {
      if (answered) {
        [plan.changes, plan.heard, plan.wasComplete, answered] = [[], [], isComplete(plan), false];
        earlier = plan.before;
        plan.before = { ...plan.facts };
      }
      for (const sentence of sentencesOf(text)) hear(plan, sentence, now, earlier);
    }
  }
  if (answered) [plan.changes, plan.heard] = [[], []];
  return plan;
}
