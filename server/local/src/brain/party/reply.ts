import type { BrainMessage } from '../brain.ts';
import { answers, introduction, nextSlot, notCaught, offTopic, question, type Situation } from './answers.ts';
import { spokenList } from './choices.ts';
import { slotNames } from './fact.ts';
import { type IntentName, topicsOf } from './intents.ts';
import { acknowledge, describe, sentence, stillOpen, vary } from './phrases.ts';
import type { Heard, Plan } from './plan.ts';
import { readPlan } from './read-plan.ts';

/** Said beside other things; what else was asked for in the same turn is answered rather. */
const minor: (IntentName | undefined)[] = [
  undefined,
  'greeting',
  'thanks',
  'yes',
  'no',
  'later',
  'forget',
  'wellbeing',
  'help',
];
/** After these nobody wants to be asked something. */
const lastWords: (IntentName | undefined)[] = ['bye', 'wait', 'repeat'];
const anythingToChange = 'Is there anything you would like to change?';

function mainOf(heard: readonly Heard[]): Heard | undefined {
  return (
    heard.findLast(({ intent }) => !minor.includes(intent)) ??
    heard.findLast(({ intent }) => intent) ??
    heard.at(-1)
  );
}

/** Nothing that sounds like English words. */
const isNoise = (text: string) =>
  !/\p{Script=Latin}/u.test(text) ||
  !text.split(/[\s,]+/).some((word) => word.length > 2 && /^[a-zà-ɏ]*[aeiouy][a-zà-ɏ]*$/i.test(word)) ||
  text.split(/\s+/).length < 3 ||
  /^(?:in|on|at|for|with|to|from|by)\b/i.test(text);

function summaryOf(plan: Plan): string[] {
  const [party, ...details] = describe(plan.facts, slotNames);
  const rest = spokenList([...details, ...stillOpen(plan)]);
  return [...(party ? [`Then we have it: ${party}.`] : []), ...(rest ? [sentence(rest)] : [])];
}

/** How the reply goes on after the answer: with the next question, or the sum of it all. */
function goOn(plan: Plan, seed: number): string[] {
  const next = nextSlot(plan);
  if (next) return [question(next, seed)];
  if (plan.changes.length && !plan.wasComplete) return [...summaryOf(plan), anythingToChange];
  return plan.changes.length ? [vary(seed, ['Anything else?', anythingToChange])] : [];
}

/** Yes and no to a question that was not about one slot. */
function agree(intent: IntentName, { plan, text, seed }: Situation): string[] {
  if (plan.changes.length) return [];
  if (plan.offer && plan.asked) return ['All right, something else then.', question(plan.asked, seed)];
  if (nextSlot(plan)) return [vary(seed, ['Good.', 'Fine.'])];
  const wishes =
    intent === 'yes' && /^(?:yes|yeah|yep|yup|sure|please|i (?:do|would)|of course|indeed)\b/i.test(text);
  if (wishes && /change\?|else\?/.test(plan.lastReply)) return ['Gladly, what would you like to change?'];
  return ['Wonderful.', 'Then have a lovely party!'];
}

function answerTo({ intent }: Heard, situation: Situation): string[] {
  const { plan, text } = situation;
  if (intent === 'yes' || intent === 'no') return agree(intent, situation);
  if (intent && answers[intent]) return answers[intent](situation);
  if (plan.changes.length) return [];
  if (intent === 'later') return ['No hurry.'];
  return isNoise(text) ? notCaught(situation) : offTopic(situation);
}

/** Answered by saying that it cannot see, when there is a picture to the question. */
const aboutPicture: (IntentName | undefined)[] = [undefined, 'sight', 'identity', 'hearing'];

/** What is said to pictures that came since the last answer. */
function unseen(messages: readonly BrainMessage[]): string[] {
  const last = messages.findLastIndex(({ role }) => role === 'assistant');
  const count = messages.slice(last + 1).flatMap(({ pictures }) => pictures ?? []).length;
  if (count === 0) return [];
  return [`I received ${count > 1 ? 'pictures' : 'a picture'}, but I cannot see, I only understand words.`];
}

/** The planner's next words, sentence by sentence. */
export function replyTo(messages: readonly BrainMessage[], now: Date): string[] {
  const plan = readPlan(messages, now);
  const seed = messages.filter(({ role }) => role === 'user').length;
  const alreadySaid = (words: string) =>
    messages.some(({ role, text }) => role === 'assistant' && text.includes(words));
  const main = mainOf(plan.heard);
  const situation: Situation = { plan, text: main?.sentence.text ?? '', now, seed, alreadySaid };
  const pictures = unseen(messages);
  const beside =
    aboutPicture.includes(main?.intent) || (main?.intent === 'check' && !topicsOf(main.sentence.text).length);
  if (pictures.length > 0 && plan.changes.length === 0 && beside) return [...pictures, ...goOn(plan, seed)];
  if (!main) {
    const spoken = messages.filter(({ role }) => role !== 'system').at(-1);
    const said = !spoken
      ? [introduction]
      : spoken.role === 'user'
        ? notCaught(situation)
        : ['Are you still there?'];
    return [...said, ...goOn({ ...plan, changes: [] }, seed)];
  }
  const said = [...pictures, ...acknowledge(plan, seed), ...answerTo(main, situation)];
  const asks = said.some((part) => part.endsWith('?'));
  return asks || lastWords.includes(main.intent) ? said : [...said, ...goOn(plan, seed)];
}
