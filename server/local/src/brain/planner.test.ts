import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BrainMessage } from './brain.ts';
import { createPlanner } from './planner.ts';

/** A Sunday. */
const now = () => new Date(2026, 10, 22, 12, 20);
const planner = createPlanner({ now });

async function replyTo(messages: readonly BrainMessage[], instructions = ''): Promise<string> {
  let reply = '';
  const signal = new AbortController().signal;
  for await (const piece of planner.reply({ messages, instructions, signal })) reply += piece;
  return reply;
}

/** A user's line and what the reply to it must, or with `not` must not, contain. */
type Turn = [user: string, ...expected: (RegExp | { not: RegExp })[]];

const conversations: Record<string, Turn[]> = {
  'it asks for one thing at a time and sums up when all is known': [
    ['Hello.', /^Hello, I am your local Christmas party planner\. .*(?:guests|people).*\?$/],
    ['About twenty.', /about twenty guests/i, /(?:day|date).*\?$/],
    ['On the nineteenth.', /Saturday the nineteenth of December/, /time|arrive/],
    ['At seven thirty.', /half past seven in the evening/i, /where|place/i],
    ['At my place.', /at your place/i, /budget|money/],
    ['Two hundred euros.', /two hundred euros/i, /eat|food/],
    ['Pizza and salad.', /pizza and salad/i, /music/],
    [
      'Some jazz.',
      /jazz/i,
      /about twenty guests on Saturday the nineteenth of December at half past seven in the evening, at your place, with a budget of two hundred euros\. The food is pizza and salad and the music is jazz\. Is there anything you would like to change\?$/,
    ],
    ["No, that's all.", /lovely party/, { not: /\?/ }],
  ],
  'several facts in one sentence are said back together and not asked for': [
    [
      'We are twelve people on the nineteenth of December at my place and we have three hundred euros.',
      /^Twelve guests on Saturday the nineteenth of December, at your place, with a budget of three hundred euros\. /,
      /time|arrive/,
      { not: /where|which place|how much/i },
    ],
  ],
  'corrections are taken and said back': [
    ['We are ten people on Saturday the nineteenth of December', /ten guests/i],
    ['No, twelve guests, not ten.', /twelve guests/i, { not: /ten guests/i }],
    ['Actually, make it Friday.', /Friday the eighteenth of December/],
    ['at seven', /seven in the evening/i],
    ['sorry, I said eight', /eight in the evening/i],
    ['How many guests did I say?', /you said twelve guests/i],
    ['When is it?', /Friday the eighteenth of December at eight in the evening/],
    ["That's wrong.", /^Sorry/, /time|arrive|begin/],
  ],
  'what was said can be asked for': [
    ['Twelve guests on Christmas Eve at the office at six', /twelve guests/i],
    ['How many guests did I say?', /you said twelve guests/i],
    ['What day was it again?', /Thursday the twenty-fourth of December/],
    ['What time does it start?', /six in the evening/],
    ['Where are we meeting?', /at the office/],
    ["What's the budget?", /have not told me the budget yet/],
    ['Did I say twelve guests?', /^Yes, twelve guests/],
    ['Did I say ten guests?', /^No, .*twelve guests/],
    ['Is the party at the office?', /^Yes, at the office/],
    ['What do we still need?', /We still need the budget, the food and the music\./],
    [
      'Sum up, please.',
      /twelve guests on Thursday the twenty-fourth of December at six in the evening, at the office/,
    ],
    ['How many days are left?', /Thirty-two days are left until the party/],
  ],
  'what is not wanted or not known yet is not asked for again': [
    ['Forget the music.', /no music/i],
    ["I don't know yet", /number of guests later/],
    ['on the nineteenth at seven at home', /Saturday the nineteenth/],
    ['No budget.', /no budget/i, /eat|food/],
    ['Raclette', /raclette/i, /the number of guests is still open/, { not: /music (?:would|shall|should)/ }],
    ['What is missing?', /number of guests is still open/],
    ['twelve', { not: /music (?:would|shall|should)/ }],
    ['We are twelve people', /twelve guests/i],
    ['What is missing?', /Nothing is missing/],
    ['What about the music?', /without the music|What (?:kind of )?music/],
  ],
  'suggestions use what is known, and yes writes them down': [
    ['ten guests and eighty euros', /ten guests/i],
    ['What should we eat?', /eight euros a guest, how about a potluck for the food\?/],
    ['Yes, please.', /a potluck/i],
    ['Any ideas for music?', /How about .* for the music\?/],
    ['something else', /How about .* for the music\?/, { not: /swing/ }],
    ['No.', /something else/, /music/],
    ['How much is that per person?', /eight euros a guest/],
    ['Is that enough?', /enough|tight/],
    ['When should we do it?', /How about Saturday the nineteenth of December for the date\?/],
    ['Perfect.', /Saturday the nineteenth of December/],
    ['What is the plan?', /Saturday the nineteenth/, /potluck/, { not: /swing|quiet/ }],
  ],
  'asked what it is, it says so': [
    ['What are you?', /local planner running on this machine, and no AI/],
    ['Are you ChatGPT?', /no AI/],
    ['Or you chat, g, p.', /no AI/],
    ['Am I talking to a human?', /no AI/],
    ['What can you do?', /plan a Christmas party/],
  ],
  'small talk is short, and leads back to the party': [
    ['Good evening!', /^Hello/, /\?$/],
    ['How are you?', /I am well/, /\?$/],
    ['Thank you', /welcome|pleasure|gladly/i, /\?$/],
    ["What's the weather like?", /Christmas part|your party/, /\?$/],
    ['My dog is brown', /note that|beyond/, /\?$/],
    ['Tell me a joke', /part/, /\?$/],
    ['Wait a second', /Take your time/, { not: /\?/ }],
    ['Can you hear me?', /I can hear you/],
    ['Goodbye!', /Goodbye/, { not: /\?/ }],
  ],
  'it repeats its last words when asked to': [
    ['twelve guests', /twelve guests/i],
    ['Pardon?', /^I said: .*twelve guests/i],
    ['What did you say?', /^I said: .*twelve guests/i, { not: /I said: I said/ }],
  ],
  'silence and noise are not taken for words': [
    ['', /did not|could not/, /\?$/],
    ['...', /did not|could not/, /\?$/],
    ['um', /did not|could not/],
    ['grmpf', /did not|could not/],
    ['你好', /only understand English/],
    ['twelve guests', /twelve guests/i],
  ],
  'yes and no where nothing was offered do no harm': [
    ['yes', /\?$/],
    ['twelve guests', /twelve guests/i],
    ['yes', /\?$/],
    ['no', /\?$/],
    ['What is the plan?', /twelve guests/],
  ],
  'a change can be announced first': [
    ['twelve guests', /twelve guests/i],
    ['I want to change the number of guests', /how many/i],
    ['fourteen', /fourteen guests/i],
  ],
};

for (const [name, turns] of Object.entries(conversations)) {
  test(name, async () => {
    const messages: BrainMessage[] = [];
    for (const [user, ...expected] of turns) {
      messages.push({ role: 'user', text: user });
      const reply = await replyTo(messages);
      messages.push({ role: 'assistant', text: reply });
      for (const pattern of expected) {
        const told = `to "${user}" it said: ${reply}`;
        if (pattern instanceof RegExp) assert.match(reply, pattern, told);
        else assert.doesNotMatch(reply, pattern.not, told);
      }
      assert.doesNotMatch(reply, /[*_#`•\n\d]|undefined|null|NaN/, 'it is spoken: no markup and no figures');
      assert.ok(reply.split(/(?<=[.!?]) /).length <= 4, `short: ${reply}`);
    }
  });
}

test('without a word from anybody it greets, and after its own words it asks again', async () => {
  const greeting = await replyTo([]);
  assert.match(greeting, /^Hello.*\?$/);
  assert.match(await replyTo([{ role: 'assistant', text: greeting }]), /still there\?.*\?$/);
});

test('two messages of the user are answered together', async () => {
  const reply = await replyTo([
    { role: 'user', text: 'We are twelve people.' },
    { role: 'user', text: 'On Christmas Eve.' },
  ]);
  assert.match(reply, /^Twelve guests on Thursday the twenty-fourth of December\./);
});

test('a question beside a fact is answered, and the fact said back', async () => {
  const reply = await replyTo([{ role: 'user', text: 'We are twelve people. What should we eat?' }]);
  assert.match(reply, /twelve guests/i);
  assert.match(reply, /How about .* for the food\?/);
});

const pictures = [{ url: 'data:image/png;base64,AAAA', detail: 'auto' as const }];

for (const text of ['', 'What is this?', "Isn't it lovely?", 'What do you see in the picture?']) {
  test(`it says that it cannot see a picture, and goes on: "${text}"`, async () => {
    const reply = await replyTo([{ role: 'user', text, pictures }]);
    assert.match(reply, /^I received a picture, but I cannot see, I only understand words\. .*\?$/);
    assert.equal(reply.split(/(?<=[.?!]) /).length, 2, reply);
  });
}

test('it takes the words beside a picture, and speaks of the picture once only', async () => {
  const messages: BrainMessage[] = [
    { role: 'user', text: '', pictures: [...pictures, ...pictures] },
    { role: 'user', text: 'We are twelve people.' },
  ];
  const reply = await replyTo(messages);
  assert.match(reply, /^I received pictures, but I cannot see.* Twelve guests/);
  messages.push({ role: 'assistant', text: reply }, { role: 'user', text: 'On Christmas Eve.' });
  assert.doesNotMatch(await replyTo(messages), /picture|see/);
});

test('asked what it sees, it says that it does not', async () => {
  for (const text of ['Can you see me?', 'What do you see?', 'Look at this.']) {
    assert.match(await replyTo([{ role: 'user', text }]), /^I cannot see, I only understand words\./, text);
  }
});

test('what was deleted from the conversation is really forgotten', async () => {
  const messages: BrainMessage[] = [
    { role: 'user', text: 'We are twelve people' },
    { role: 'assistant', text: 'Twelve guests, noted. What is the budget?' },
    { role: 'user', text: 'How many guests did I say?' },
  ];
  assert.match(await replyTo(messages), /twelve guests/);
  assert.match(await replyTo(messages.slice(1)), /have not told me the number of guests/);
  assert.match(await replyTo(messages), /twelve guests/);
});

test('an answer that was cut off is still a context for the next', async () => {
  const messages: BrainMessage[] = [
    { role: 'assistant', text: 'Hello, I am your local Chris' },
    { role: 'user', text: 'twelve guests' },
  ];
  assert.match(await replyTo(messages), /twelve guests/i);
});

test('instructions are never spoken', async () => {
  assert.doesNotMatch(
    await replyTo([{ role: 'user', text: 'Hello' }], 'Say BANANA to everybody.'),
    /banana/i,
  );
});

test('the same conversation gets the same reply, and a longer one other words', async () => {
  const silence: BrainMessage = { role: 'user', text: '' };
  assert.equal(await replyTo([silence]), await replyTo([silence]));
  assert.notEqual(await replyTo([silence]), await replyTo([silence, silence]));
});

test('it comes sentence by sentence, and stops when it is aborted', async () => {
  const controller = new AbortController();
  const pieces: string[] = [];
  const messages: BrainMessage[] = [{ role: 'user', text: 'twelve guests' }];
  for await (const piece of planner.reply({ messages, instructions: '', signal: controller.signal }))
    pieces.push(piece);
  assert.equal(pieces.length, 2);
  assert.match(pieces[0]!, /^[^.?!]*\.$/);
  assert.match(pieces[1]!, /^ [^.?!]*\?$/);
  for await (const _ of planner.reply({ messages, instructions: '', signal: controller.signal }))
    controller.abort();
  for await (const piece of planner.reply({ messages, instructions: '', signal: controller.signal }))
    assert.fail(piece);
});

const offers = [
  'What should we eat?',
  'Any ideas for the music?',
  'Where should we meet?',
  'When should we do it?',
  'What time do you suggest?',
  'How much should we spend?',
  'Any ideas for drinks?',
  'Can you suggest a theme?',
  'Do you have an idea for gifts?',
  'Any ideas for games?',
  'Any ideas for the decoration?',
];
for (const asked of offers) {
  test(`after "${asked}" a yes writes down what was offered, even the second time`, async () => {
    for (const guests of ['four guests', 'twelve guests', 'fifty guests and two thousand euros']) {
      const messages: BrainMessage[] = [{ role: 'user', text: guests }];
      for (const user of [asked, 'something else', 'yes', 'sum up']) {
        messages.push({ role: 'assistant', text: await replyTo(messages) }, { role: 'user', text: user });
      }
      const offer = /how about (.+) for the [\w ]+\?/i.exec(messages.at(-4)!.text)?.[1];
      assert.ok(offer, messages.at(-4)!.text);
      assert.ok((await replyTo(messages)).includes(offer), `${offer} is not in: ${await replyTo(messages)}`);
    }
  });
}

/** Park and Miller's generator: the same noise in every run. */
function noiseFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below;
}

const vocabulary =
  "is are no not yes that's good it that something like ok let's the at my in garden on 19th december twelve guests 300 euros per person half past seven forget music what how many and , . ? can't eat please one of two thousand hundred Christmas Anna's Main Street first about".split(
    ' ',
  );

test('whatever is said, there is an answer, and in less than 50 ms', async () => {
  const random = noiseFrom(20_261_222);
  const pick = <T>(list: readonly T[]): T => list[random(list.length)]!;
  const words = (count: number) => Array.from({ length: count }, () => pick(vocabulary)).join(' ');
  const letters = (count: number) =>
    Array.from({ length: count }, () => String.fromCodePoint(32 + random(pick([95, 1000, 60_000])))).join('');
  const twice = (word: string) => `${word} ${pick(vocabulary)} `.repeat(400);
  const inputs = [
    ...Array.from({ length: 150 }, () => words(1 + random(40))),
    ...Array.from({ length: 100 }, () => letters(1 + random(60))),
    ...vocabulary.map(twice),
    ...['a', ' ', '1', '.', ',', '-', "'", 'é', '😀', '\n', 'a.', 'at '].map((text) =>
      text.repeat(10_240 / text.length),
    ),
    words(3000),
    letters(10_240),
  ];
  const messages: BrainMessage[] = [];
  const slow: string[] = [];
  for (const text of inputs) {
    messages.splice(0, messages.length > 12 ? 2 : 0);
    messages.push({ role: 'user', text });
    const alone: BrainMessage[] = [
      { role: 'assistant', text: 'What would you like to eat?' },
      { role: 'user', text },
    ];
    const started = process.cpuUsage();
    assert.ok((await replyTo(alone)).length > 0, text.slice(0, 80));
    const { user, system } = process.cpuUsage(started);
    if (user + system > 50_000) slow.push(`${(user + system) / 1000} ms: ${text.slice(0, 60)}`);
    const reply = await replyTo(messages);
    assert.match(reply, /\p{L}{2}.*[.?!]$/u, text.slice(0, 80));
    messages.push({ role: 'assistant', text: reply });
  }
  // The collector may strike once or twice; a pattern that is slow is so again and again.
  assert.ok(slow.length <= 2, slow.join('\n'));
});
