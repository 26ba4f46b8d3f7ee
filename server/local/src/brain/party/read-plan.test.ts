import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BrainMessage } from '../brain.ts';
import type { SlotName } from './fact.ts';
import { readPlan } from './read-plan.ts';

/** A Sunday. */
const now = new Date(2026, 10, 22, 12, 20);

type Known = Partial<Record<SlotName, string>>;
type Utterance = [heard: string, known: Known];

function understood(messages: BrainMessage[]): Known {
  const { facts } = readPlan(messages, now);
  return Object.fromEntries(Object.entries(facts).map(([slot, fact]) => [slot, fact.said]));
}

/** What is understood without a question before it. */
const unasked: Utterance[] = [
  [
    'We are twelve people on the nineteenth of December at my place and we have three hundred euros',
    {
      guests: 'twelve guests',
      date: 'Saturday the nineteenth of December',
      place: 'at your place',
      budget: 'three hundred euros',
    },
  ],
  [
    "Um, we're gonna be like twenty five people, at the office, at 6:30 p.m.",
    { guests: 'twenty-five guests', place: 'at the office', time: 'half past six in the evening' },
  ],
  ['12 guests', { guests: 'twelve guests' }],
  ['There will be twenty five of us.', { guests: 'twenty-five guests' }],
  ["It's going to be me and my six friends", { guests: 'seven guests' }],
  ['A dozen people.', { guests: 'twelve guests' }],
  ['ten to fifteen guests', { guests: 'ten to fifteen guests' }],
  ['We expect about forty colleagues', { guests: 'about forty guests' }],
  ['ten adults and five kids', { guests: 'fifteen guests' }],
  ['Can you plan a party for fifteen people?', { guests: 'fifteen guests' }],
  ['We are twelve days away from it', {}],
  ['I may bring my second brother', {}],
  [
    'It will be on Friday the eighteenth at half past six',
    { date: 'Friday the eighteenth of December', time: 'half past six in the evening' },
  ],
  ['Can we make it next Friday?', { date: 'Friday the twenty-seventh of November' }],
  ['We march in a row and sat down', {}],
  ['It should last for seven hours', {}],
  ['We start at seven.', { time: 'seven in the evening' }],
  ["Let's meet at 3 in the afternoon", { time: 'three in the afternoon' }],
  ['The party starts at five p.m. and ends at ten', { time: 'five in the afternoon' }],
  ['brunch at eleven', { time: 'eleven in the morning', food: 'brunch' }],
  [
    'The party is at the office on Friday',
    { place: 'at the office', date: 'Friday the twenty-seventh of November' },
  ],
  ["it's at Anna's house", { place: "at Anna's house" }],
  ["at least it's not at night in the end", {}],
  ['our budget is 250', { budget: 'two hundred and fifty euros' }],
  ['we can spend five hundred', { budget: 'five hundred euros' }],
  ["We'd like to spend about ten dollars a head", { budget: 'about ten dollars a guest' }],
  ['Secret Santa with gifts for ten euros each', { gifts: 'Secret Santa and gifts for ten euros each' }],
  ['We will have pizza and play some rock and roll', { food: 'pizza', music: 'rock and roll' }],
  ['We will play charades and drink mulled wine', { games: 'charades', drinks: 'mulled wine' }],
  ['Everybody wears ugly sweaters', { theme: 'ugly sweaters' }],
  ['We need a Christmas tree and some candles', { decoration: 'a Christmas tree and candles' }],
  ['The invitations go out by email', { invitations: 'by email' }],
  ["My wife can't eat nuts.", { diet: "your wife can't eat nuts" }],
  ['My apartment.', { place: 'in your apartment' }],
  ['How many guests did I say?', {}],
  ['Is three hundred euros enough for ten people?', {}],
  ['What should we eat on Friday?', {}],
  ['What time is it?', {}],
  ['', {}],
];

const asking: Partial<Record<SlotName, string>> = {
  guests: 'How many guests will there be?',
  date: 'Which day should the party be?',
  time: 'At what time should it start?',
  place: 'Where will the party be?',
  budget: 'How much money may we spend?',
  food: 'What would you like to eat?',
  music: 'What music would you like?',
};

/** What is understood as the answer to the question for a slot; `null` where nothing is. */
const answers: Partial<Record<SlotName, [heard: string, said: string | null][]>> = {
  guests: [
    ['about twenty', 'about twenty guests'],
    ['Twenty, I think.', 'twenty guests'],
    ['Maybe fifteen or sixteen', 'about fifteen to sixteen guests'],
    ['Just me', 'one guest'],
    ['a couple', 'two guests'],
    ['20.', 'twenty guests'],
    ['at least thirty', 'at least thirty guests'],
    ['Six thirty.', null],
    ['None of your business', null],
  ],
  date: [
    ['on the nineteenth', 'Saturday the nineteenth of December'],
    ['The 19th.', 'Saturday the nineteenth of December'],
    ['nineteen', 'Saturday the nineteenth of December'],
    ['On December 19th.', 'Saturday the nineteenth of December'],
    ['Saturday December nineteenth', 'Saturday the nineteenth of December'],
    ['Saturday, the 19th', 'Saturday the nineteenth of December'],
    ['Saturday', 'Saturday the twenty-eighth of November'],
    ['the Saturday before Christmas', 'Saturday the nineteenth of December'],
    ['the last Friday in November', 'Friday the twenty-seventh of November'],
    ['the second Saturday of December', 'Saturday the twelfth of December'],
    ['the twenty fourth', 'Thursday the twenty-fourth of December'],
    ['Christmas Eve.', 'Thursday the twenty-fourth of December'],
    ['on Christmas', 'Friday the twenty-fifth of December'],
    ['boxing day', 'Saturday the twenty-sixth of December'],
    ['tomorrow', 'Monday the twenty-third of November'],
    ['in two weeks', 'Sunday the sixth of December'],
    ['the second of January', 'Saturday the second of January'],
    ['next November the first', 'Monday the first of November, twenty twenty-seven'],
    ['next week', null],
    ['last Saturday', null],
    ['in December', null],
  ],
  time: [
    ['seven', 'seven in the evening'],
    ['Seven thirty', 'half past seven in the evening'],
    ['7:30 p.m.', 'half past seven in the evening'],
    ["eight o'clock", 'eight in the evening'],
    ['around eightish', 'eight in the evening'],
    ['quarter to eight', 'a quarter to eight in the evening'],
    ['a quarter past six', 'a quarter past six in the evening'],
    ['ten past five', 'five ten in the afternoon'],
    ['noon', 'noon'],
    ['eleven in the morning', 'eleven in the morning'],
    ['from six to ten', 'six in the evening'],
    ['nineteen thirty', 'half past seven in the evening'],
    ['in the evening at eight', 'eight in the evening'],
    ['in the evening', 'some time in the evening'],
  ],
  place: [
    ['My place.', 'at your place'],
    ['our garden', 'in your garden'],
    ['at home', 'at home'],
    ['garden', 'in the garden'],
    ['The Red Lion.', 'at the Red Lion'],
    ['Berlin', 'in Berlin'],
    ['at 12 Main Street', 'at twelve Main Street'],
    ["at Luigi's restaurant on Main Street", "at Luigi's restaurant on Main Street"],
    ['in the church hall next to the station', 'in the church hall next to the station'],
    ['We could do it in the conference room', 'in the conference room'],
    ['we meet at the Christmas market at seven', 'at the Christmas market'],
    ['Can you hear me?', null],
  ],
  budget: [
    ['two hundred euros', 'two hundred euros'],
    ['300', 'three hundred euros'],
    ['$300', 'three hundred dollars'],
    ['€ 500', 'five hundred euros'],
    ['fifteen euros per person', 'fifteen euros a guest'],
    ['twenty each', 'twenty euros a guest'],
    ['no more than two hundred pounds', 'at most two hundred pounds'],
    ['500 to 600 pounds', 'five hundred to six hundred pounds'],
    ['one fifty', 'one hundred and fifty euros'],
    ['no limit', 'no limit'],
    ['That depends', null],
  ],
  food: [
    ["I'd like to have turkey with potatoes", 'turkey with potatoes'],
    ['Raclette would be nice.', 'raclette'],
    ['Some kind of soup I guess', 'soup'],
    ['my mother’s famous stew', "your mother's famous stew"],
    ['I love you', null],
  ],
  music: [
    ['Jazz.', 'jazz'],
    ['Something by Frank Sinatra', 'Frank Sinatra'],
    ['The Rolling Stones', 'The Rolling Stones'],
    ['xkcdqwrt', null],
  ],
};

for (const [heard, known] of unasked) {
  test(`unasked, "${heard}" is understood`, () => {
    assert.deepEqual(understood([{ role: 'user', text: heard }]), known);
  });
}

for (const [slot, utterances] of Object.entries(answers)) {
  for (const [heard, said] of utterances) {
    test(`asked for the ${slot}, "${heard}" is ${said ?? 'no answer'}`, () => {
      const question = { role: 'assistant', text: `Good. ${asking[slot as SlotName]}` } as const;
      assert.equal(
        understood([question, { role: 'user', text: heard }])[slot as SlotName],
        said ?? undefined,
      );
    });
  }
}

/** What the user says, with the assistant's question where it matters (A:), and what is known then. */
const corrections: [name: string, lines: string[], known: Known][] = [
  ['a number and what it is not', ['ten guests', 'No, twelve guests, not ten.'], { guests: 'twelve guests' }],
  [
    'a bare number after "no"',
    ['ten guests', 'A:Which day should the party be?', 'no, twelve'],
    { guests: 'twelve guests' },
  ],
  [
    'a bare number after "I said"',
    ['ten guests', 'A:What is the budget?', 'I said twelve'],
    { guests: 'twelve guests' },
  ],
  ['more guests', ['ten guests', 'Two more people are coming'], { guests: 'twelve guests' }],
  ['fewer guests', ['ten guests', "three people can't come"], { guests: 'seven guests' }],
  [
    'a weekday, in the same week',
    ['on the nineteenth of December', 'Actually, make it Friday.'],
    { date: 'Friday the eighteenth of December' },
  ],
  [
    'the same weekday',
    ['on the nineteenth of December', 'Yes, on Saturday.'],
    { date: 'Saturday the nineteenth of December' },
  ],
  [
    'a weekday of its own week',
    ['on the nineteenth of December', 'no, next Friday'],
    { date: 'Friday the twenty-seventh of November' },
  ],
  [
    'something instead',
    ['roast turkey for dinner', 'I would prefer goose instead of turkey'],
    { food: 'goose' },
  ],
  ['something more', ['we have pizza', 'also some gingerbread'], { food: 'pizza and gingerbread' }],
  ['one of several', ['pizza, salad and cake', 'no cake'], { food: 'pizza and salad' }],
  ['something too expensive', ['jazz and a DJ', 'a DJ is too expensive'], { music: 'jazz' }],
  ['forgetting', ['jazz', 'twelve guests', 'Forget the music.'], { guests: 'twelve guests' }],
  [
    'taking back',
    ['twelve guests', 'A:Good.', 'on Christmas Eve', 'A:Good.', 'forget that'],
    { guests: 'twelve guests' },
  ],
  [
    'starting over',
    ['twelve guests at my place', "let's start over", 'ten guests'],
    { guests: 'ten guests' },
  ],
  [
    'yes to an offer',
    ['A:How about a potluck for the food? It is cheap.', 'Sounds good.'],
    { food: 'a potluck' },
  ],
  ['no to an offer', ['A:How about a potluck for the food? It is cheap.', 'no thanks'], {}],
  [
    'something else than the offer',
    ['A:How about a potluck for the food? It is cheap.', 'no, raclette'],
    { food: 'raclette' },
  ],
];
for (const [name, lines, known] of corrections) {
  test(`corrected: ${name}`, () => {
    const messages = lines.map((line): BrainMessage => {
      return line.startsWith('A:')
        ? { role: 'assistant', text: line.slice(2) }
        : { role: 'user', text: line };
    });
    assert.deepEqual(understood(messages), known);
  });
}

test('only the user states facts', () => {
  assert.deepEqual(
    understood([
      { role: 'assistant', text: 'Twelve guests on Friday.' },
      { role: 'system', text: 'ten guests' },
    ]),
    {},
  );
});

test('a message that is gone is forgotten', () => {
  const messages: BrainMessage[] = [
    { role: 'user', text: 'twelve guests' },
    { role: 'assistant', text: 'Which day should the party be?' },
    { role: 'user', text: 'Christmas Eve' },
  ];
  assert.deepEqual(understood(messages.slice(1)), { date: 'Thursday the twenty-fourth of December' });
});
