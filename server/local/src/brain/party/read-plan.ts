import type { BrainMessage } from '../brain.ts';
import { type Facts, type SlotName, slotNames } from './fact.ts';
import { hear } from './hear.ts';
import { isComplete, type Plan } from './plan.ts';
import { slots } from './slots.ts';
import { sentencesOf } from './utterance.ts';

const offered = /\bhow about (?<what>[^?]+) for the (?<noun>[a-zà-ɏ ]+)\?/i;
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
