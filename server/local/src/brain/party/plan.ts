import { spokenList } from './choices.ts';
import { type Fact, type Facts, type SlotName, slotNames } from './fact.ts';
import type { Forgotten, IntentName } from './intents.ts';
import { slots } from './slots.ts';
import type { Sentence } from './utterance.ts';

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

export const isComplete = ({ facts, setAside }: Plan) =>
  slotNames.every((name) => facts[name] || setAside[name] || slots[name].questions.length === 0);

/** Writes a fact down. */
export function state(plan: Plan, slot: SlotName, fact: Fact): void {
  const before = plan.before[slot];
  const kind = !before ? 'new' : before.said === fact.said ? 'same' : 'changed';
  const again = plan.changes.findIndex((change) => change.slot === slot);
  if (again >= 0) plan.changes.splice(again, 1);
  plan.changes.push({ slot, kind });
  plan.facts[slot] = fact;
  delete plan.setAside[slot];
  plan.last = slot;
}

/** Takes a fact away; what a party can do without is then settled. */
export function setAside(plan: Plan, slot: SlotName, kind: 'forgotten' | 'later'): void {
  plan.changes.push({ slot, kind });
  delete plan.facts[slot];
  plan.setAside[slot] = kind === 'forgotten' && slots[slot].optional ? 'dropped' : 'later';
}

/** "Forget the music", or one of several things: "no carols". */
export function forget(plan: Plan, { slot, item }: Forgotten): void {
  if (!item) return setAside(plan, slot, 'forgotten');
  plan.changes.push({ slot, kind: 'forgotten', item });
  const known = plan.facts[slot]?.said;
  if (!known) return;
  const left = known.split(/, | and /).filter((part) => !part.includes(item));
  if (left.length) plan.facts[slot] = { said: spokenList(left) };
  else delete plan.facts[slot];
}
