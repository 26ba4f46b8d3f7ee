import { sayDate } from './dates.ts';
import { spokenList } from './choices.ts';
import { type SlotName, slotNames } from './fact.ts';
import { type IntentName, topicsOf } from './intents.ts';
import { sayNumber } from './numbers.ts';
import { describe, sentence, stillOpen, vary } from './phrases.ts';
import type { Plan } from './plan.ts';
import { slots } from './slots.ts';
import { shareOf, suggestionFor } from './suggestions.ts';
import { sayTime } from './times.ts';

/** What an answer is made from. */
export interface Situation {
  plan: Plan;
  /** The sentence to answer. */
  text: string;
  now: Date;
  /** Varies the wording; the same for the same conversation. */
  seed: number;
  /** Whether the assistant has already said these words. */
  alreadySaid: (words: string) => boolean;
}

/** Sentences of an answer; one that ends in a question is followed by no other question. */
type Answer = (situation: Situation) => string[];

const dayMs = 86_400_000;

export const wanted = slotNames.filter((name) => slots[name].questions.length > 0);

/** What is asked for next. */
export const nextSlot = ({ facts, setAside }: Plan) => wanted.find((name) => !facts[name] && !setAside[name]);

export function question(slot: SlotName, seed: number): string {
  const { questions, noun, plural } = slots[slot];
  return questions.length ? vary(seed, questions) : `What shall the ${noun} be${plural ? ' like' : ''}?`;
}

const changeOf = (slot: SlotName | undefined, seed: number) =>
  slot ? question(slot, seed) : 'What would you like to change?';

const the = (names: readonly SlotName[]) => spokenList(names.map((name) => `the ${slots[name].noun}`));

/** What is said of one slot when somebody asks. */
function tell(slot: SlotName, { plan: { facts, setAside }, seed }: Situation): string[] {
  const fact = facts[slot];
  const { noun, plural } = slots[slot];
  if (!fact) {
    if (setAside[slot] === 'dropped') return [`We do without the ${noun}.`];
    if (setAside[slot] === 'later') return [`The ${noun} ${plural ? 'are' : 'is'} still open.`];
    return [`You have not told me the ${noun} yet.`, question(slot, seed)];
  }
  if (slot === 'guests') return [sentence(`you said ${fact.said}`)];
  if (slot === 'date') return describe(facts, ['date', 'time']).map((said) => `The party is ${said}.`);
  if (slot === 'time') return [`It starts at ${fact.said}.`];
  if (slot === 'place') return [`The party is ${fact.said}.`];
  return [`The ${noun} ${plural ? 'are' : 'is'} ${fact.said}.`];
}

const judgements: [below: number, sentence: string][] = [
  [8, 'That is tight, but a potluck would do.'],
  [20, 'That is enough for something simple.'],
  [40, 'That is comfortable.'],
  [Infinity, 'That is generous.'],
];

function share({ plan, text, now, seed }: Situation): { said: string[]; amount?: number } {
  const facts = { ...plan.facts };
  // "Is three hundred euros enough for ten people?" supposes what is not yet said.
  for (const slot of ['budget', 'guests'] as const) {
    const supposed = slots[slot].read(text, { now, asked: false, facts: {} });
    if (supposed) facts[slot] = supposed.fact;
  }
  const amount = shareOf(facts);
  if (amount === undefined || !facts.guests?.number) {
    const missing = (['guests', 'budget'] as const).filter((name) => !facts[name]?.number);
    return { said: [`To know that I need ${the(missing)}.`, question(missing[0] ?? 'budget', seed)] };
  }
  const currency = facts.budget?.currency ?? 'euros';
  const sum = /\btotal|together\b/i.test(text)
    ? `${sayNumber(amount * facts.guests.number)} ${currency} altogether`
    : `${sayNumber(amount)} ${currency} a guest`;
  return { said: [`That makes about ${sum}.`], amount };
}

const suggest: Answer = (situation) => {
  const { plan, text, now, alreadySaid } = situation;
  const candidates = [...topicsOf(text), plan.asked, nextSlot(plan), 'food' as const];
  const named = candidates.find((name) => name !== undefined)!;
  if (named === 'guests') return ['Who comes is for you to say.', question('guests', situation.seed)];
  const idea = suggestionFor(named, plan.facts, now, alreadySaid);
  if (!idea) return tell(named, situation);
  const amount = shareOf(plan.facts);
  const knowing =
    named === 'food' && amount
      ? `With about ${sayNumber(amount)} ${plan.facts.budget?.currency} a guest, how`
      : 'How';
  return [`${knowing} about ${idea.what} for the ${slots[named].noun}?`, idea.why];
};

const recall: Answer = (situation) => {
  const told = situation.plan.changes.map(({ slot }) => slot);
  const topics = topicsOf(situation.text)
    .filter((slot) => !told.includes(slot))
    .slice(0, 2);
  if (!topics[0]) return [];
  const toBeAsked = /\b(?:what|how) about\b/i.test(situation.text) && !situation.plan.facts[topics[0]];
  if (toBeAsked && topics[0] === situation.plan.asked) return suggest(situation);
  if (
    toBeAsked ||
    (/like to change/.test(situation.plan.lastReply) && /^(?:and )?(?:the )?\w+$/i.test(situation.text))
  ) {
    return [question(topics[0], situation.seed)];
  }
  return topics.flatMap((slot) => tell(slot, situation));
};

/** "Did I say twelve guests?" */
const check: Answer = (situation) => {
  const { plan, text, now } = situation;
  for (const slot of slotNames) {
    const asked = slots[slot].read(text, { now, asked: false, facts: plan.facts })?.fact.said;
    if (asked === undefined) continue;
    const known = plan.facts[slot]?.said;
    if (known === undefined) return tell(slot, situation);
    return [sentence(known.includes(asked) ? `yes, ${known}` : `no, I have noted ${known}`)];
  }
  const topics = topicsOf(text);
  return topics.length ? recall(situation) : offTopic(situation);
};

const tellsSomething =
  /^(?:(?:and|but|so|well|oh|no|yes)[ ,]+)*(?:i|we|my|our|the|they|he|she|it|there|every\w*|some\w*|a|an)\b/i;

/** For what the planner can neither note nor answer. */
export const offTopic: Answer = ({ text, seed }) => [
  vary(
    seed,
    tellsSomething.test(text)
      ? [
          'I see, though I have nowhere to note that.',
          'That is nothing I can note, I am sorry.',
          'I am afraid that goes beyond my plan.',
        ]
      : [
          'That is beyond me, I only plan Christmas parties.',
          'I am sorry, I know about nothing but Christmas parties.',
          'I cannot help with that, only with your party.',
        ],
  ),
];

const foreign = /[^\p{Script=Latin}\P{L}]/u;

export const notCaught: Answer = ({ text, seed }) => [
  foreign.test(text)
    ? 'I am sorry, I only understand English.'
    : vary(seed, [
        'I did not catch that.',
        'Sorry, I did not understand that.',
        'Sorry, I could not make that out.',
      ]),
];

export const introduction = 'Hello, I am your local Christmas party planner.';

/** Answers to what is more than a fact. No answer at all: the acknowledgement says it. */
export const answers: Partial<Record<IntentName, Answer>> = {
  sight: () => ['I cannot see, I only understand words.'],
  identity: () => [
    'I am a local planner running on this machine, and no AI.',
    'All I know is how to plan a Christmas party.',
  ],
  help: ({ plan }) => {
    if (plan.changes.length) return [];
    const offer = 'I help you to plan a Christmas party: tell me what you know, and I ask for the rest.';
    return plan.lastReply ? [offer] : ['Hello!', offer];
  },
  repeat: ({ plan }) =>
    plan.lastReply ? [`I said: ${plan.lastReply.replace(/^I said: /, '')}`] : [introduction],
  reset: () => ['All right, we start again.'],
  undo: () => ['All right, I have taken that back.'],
  wrong: ({ plan, seed }) => (plan.changes.length ? [] : ['Sorry about that.', changeOf(plan.last, seed)]),
  change: ({ plan, text, seed }) =>
    plan.changes.length ? [] : ['Gladly.', changeOf(topicsOf(text)[0], seed)],
  suggest,
  countdown: ({ plan, text, now }) => {
    const party = /\bchristmas\b(?! party)/i.test(text) ? undefined : plan.facts.date?.date;
    const date = party ?? new Date(now.getFullYear(), 11, 25, 12);
    const days = Math.round((date.getTime() - new Date(now).setHours(12, 0, 0, 0)) / dayMs);
    const event = party ? 'the party' : 'Christmas Day';
    return [
      days > 0
        ? sentence(`${sayNumber(days)} ${days === 1 ? 'day is' : 'days are'} left until ${event}`)
        : `It is time for ${event}!`,
    ];
  },
  share: (situation) => share(situation).said,
  enough: (situation) => {
    const { said, amount } = share(situation);
    return amount === undefined ? said : [...said, judgements.find(([below]) => amount < below)![1]];
  },
  clock: ({ now }) => [`It is ${sayTime(now.getHours() * 60 + now.getMinutes())}, on ${sayDate(now, now)}.`],
  check,
  recall,
  missing: (situation) => {
    const { plan, text } = situation;
    if (plan.offer && /\belse\b/i.test(text)) return suggest(situation);
    const missing = wanted.filter((name) => !plan.facts[name] && !plan.setAside[name]);
    const open = stillOpen(plan);
    if (missing.length + open.length === 0) return ['Nothing is missing, we have everything.'];
    return [...(missing.length ? [`We still need ${the(missing)}.`] : []), ...open.map(sentence)];
  },
  summary: ({ plan }) => {
    const said = describe(plan.facts, slotNames);
    return said.length
      ? said.map((text, index) =>
          sentence(index || !text ? text : `${nextSlot(plan) ? 'so far' : 'here is the plan'}: ${text}`),
        )
      : ['So far I know nothing about your party.'];
  },
  wellbeing: () => ['I am well, thank you.'],
  hearing: () => ['Yes, I can hear you.'],
  wait: () => ['Take your time, I am listening.'],
  bye: ({ plan }) => [
    plan.facts.date
      ? `Goodbye, and have a lovely party on ${plan.facts.date.said}!`
      : 'Goodbye, and have a lovely party!',
  ],
  thanks: ({ seed }) => [vary(seed, ['You are welcome.', 'With pleasure.', 'Gladly.'])],
  greeting: ({ plan }) => [plan.lastReply ? 'Hello!' : introduction],
};
