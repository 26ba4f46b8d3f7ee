import { bareAnswer } from './choices.ts';
import type { Facts, SlotName } from './fact.ts';
import { forgottenIn, intentOf } from './intents.ts';
import { forget, type Plan, setAside, state } from './plan.ts';
import { slots } from './slots.ts';
import { type Sentence, sentencesOf } from './utterance.ts';

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

/** A bare number after these corrects what was written down last. */
const corrected =
  /^(?:(?:oh|but|well|no|nope|sorry|wait|i said|i meant|make (?:that|it)|it's|about|actually|rather)[ ,]+)+(?:the |on the )?\d+(?:st|nd|rd|th|:\d\d)?[ ,]*$/i;
const twoNumbers = /\d \d/;
const bareNumber = /^\D{0,12}\d+\D{0,8}$/;
/** A number and few words, none of which make it a time or a date: "around twenty". */
const plainNumber =
  /^(?!.*(?:\bat \d|o'clock|\d ?[ap]m\b|\d(?:st|nd|rd|th)|:))\D{0,20}\d+(?: [1-9]0)?(?:\D.{0,15})?$/i;
/** "not ten", "instead of pizza": what it is not. */
const negated =
  /(?<!\bwhy )\b(?:not(?! (?:more|too|only|sure|less|at least))|instead of|rather than)\s[^,.;!?]*?(?=,|$|\s(?:but|it's|it is|we are|we're)\b)/gi;

/** Has a form of its own, unlike a place or music, which any words can name. */
const isFixed = (slot: SlotName) => !slots[slot].free;

/** What a bare number means: a correction of what was said last, or the answer to the question. */
function meantBy(number: string, { asked, last }: Plan): SlotName | undefined {
  const count = asked === 'guests' || asked === 'budget';
  const corrects = asked ? last !== asked && corrected.test(number) : bareNumber.test(number);
  if (corrects && last && isFixed(last) && !(count && (last === 'date' || last === 'time'))) return last;
  const isTime = asked === 'guests' && twoNumbers.test(number);
  return count && plainNumber.test(number) && !isTime ? asked : undefined;
}

/**
 * Reads every fact in a sentence.
 * @param bare the sentence is nothing else, so it may be a bare answer to the last question
 * @returns whether there was a fact
 */
function readFacts(plan: Plan, text: string, now: Date, bare: boolean): boolean {
  const { asked } = plan;
  let rest = text;
  let found = false;
  const take = (slot: SlotName, isAsked: boolean) => {
    const reading = slots[slot].read(rest, { now, asked: isAsked, facts: plan.facts });
    if (!reading) return;
    rest = reading.rest;
    found = true;
    state(plan, slot, reading.fact);
  };
  const meant = bare && meantBy(text, plan);
  if (meant) take(meant, true);
  if (found && meant !== asked) return true;
  for (const slot of readingOrder) take(slot, false);
  if (!asked || !bare) return found;

  const already = plan.changes.some((change) => change.slot === asked);
  if (isFixed(asked)) {
    if (!already) take(asked, true);
    return found;
  }
  if (asked === 'place' && already) return found;
  if (asked !== 'place' && plan.changes.some((change) => change.slot !== asked)) return found;
  // A whole short answer says more than the words known in it: "roast duck with dumplings".
  const answer = bareAnswer(already ? text : rest, asked === 'place');
  const said = answer && slots[asked].free?.(answer);
  if (said) state(plan, asked, { said });
  return found || Boolean(said);
}

/**
 * What a sentence does to the plan.
 * @param earlier the facts before the turn before, to go back to
 */
export function hear(plan: Plan, sentence: Sentence, now: Date, earlier: Facts | undefined): void {
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
