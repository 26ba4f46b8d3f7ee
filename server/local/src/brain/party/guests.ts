import { amount, type Reader, type Reading, reading, saySureness } from './fact.ts';
import { sayNumber } from './numbers.ts';

const people =
  '(?:guests?|people|persons?|folks|friends|adults?|grown ?ups|kids|children|colleagues|co-?workers|neighbou?rs|relatives|cousins|visitors|guys|employees|students|family members|team members)\\b';
const described =
  '(?: of (?:my|our|us|the)| (?:more or less|other|good|close|closest|best|invited|hungry|lovely|dear|old|young))*';
const counted = `${amount}${described} ${people}`;
/** What may follow a number that has no noun, so that "we are 12 days away" is no guests. */
const end =
  '(?=$|\\s*[,.!?]|\\s(?:on|at|in|and|for|with|this|plus|all|altogether|not|coming|now|instead|but|or so|because)\\b)';
const missing =
  "(?:can't|cannot|can not|won't|couldn't|will not) (?:come|make it|be there|join)|(?:are|is) not coming|(?:aren't|isn't) coming|(?:have |has |had to )?cancel(?:l?ed)?|dropped out";

const pattern = (source: string) => new RegExp(source, 'i');

/** Changes to a number already known: `2 more friends`, `3 can't come`. */
const changes: [RegExp, 1 | -1][] = [
  [pattern(`\\b(?<to>\\d+) (?:more|extra|additional)(?: ${people}|${end})`), 1],
  [pattern(`\\b(?:another|add|plus|an extra) (?:(?<to>\\d+) )?${people}`), 1],
  [pattern(`\\b(?<to>\\d+) (?:fewer|less)(?: ${people}|${end})`), -1],
  [pattern(`\\b(?<to>\\d+)(?: of (?:them|us|my|our|the))?(?: ${people})? (?:${missing})`), -1],
];

/** Whole numbers of guests; `extra` is the speaker who did not count themself. */
const statements: [pattern: RegExp, extra?: 1][] = [
  [pattern(`\\b(?:me|myself|i)(?:,| and| plus)+ (?:my )?${counted}`), 1],
  [pattern(`${counted},? (?:and|plus) (?:me|myself|i)\\b`), 1],
  [pattern(`${amount} of us\\b`)],
  [pattern(counted)],
  [
    pattern(
      `\\b(?:we are|we're|we will be|we'll be|there are|there will be|there'll be|it's|it is|party of|group of|family of|table for|party for|dinner for|invit(?:e|ing)|expect(?:ing)?)(?: just| only| going to be)* ${amount}${end}`,
    ),
  ],
  [pattern(`${amount}(?: who)? (?:are|is|will be) (?:coming|invited)`)],
];

const alone = /\b(?:just|only) (?:me|myself|i)\b/i;
const bare = pattern(amount);
/** "10 adults and 5 kids". */
const alsoCounted = pattern(`^ ?,? (?:and|plus),? (?:my |our )?(?<to>\\d+)${described} ${people}`);

const sayGuests = (count: number) => `${sayNumber(count)} ${count === 1 ? 'guest' : 'guests'}`;

function readChange(text: string, known: number): Reading | undefined {
  for (const [change, sign] of changes) {
    const match = change.exec(text);
    const number = match && known + sign * Number(match.groups!['to'] ?? 1);
    if (number && number > 0) return reading(text, match, { said: sayGuests(number), number });
  }
  return undefined;
}

/** How many people come. */
export const readGuests: Reader = (text, { asked, facts }) => {
  const changed = facts.guests?.number && readChange(text, facts.guests.number);
  if (changed) return changed;
  for (const [statement, extra = 0] of asked ? [...statements, [bare] as [RegExp]] : statements) {
    const match = statement.exec(text);
    const number = Number(match?.groups!['to'] ?? 0) + extra;
    if (!match || number < 1) continue;
    const from = match.groups!['from'] ? `${sayNumber(Number(match.groups!['from']) + extra)} to ` : '';
    const said = `${saySureness(match.groups!)}${from}${sayGuests(number)}`;
    const found = reading(text, match, { said, number });
    const more = alsoCounted.exec(text.slice(match.index + match[0].length));
    if (!more) return found;
    const sum = number + Number(more.groups!['to']);
    const span = text.slice(match.index, match.index + match[0].length) + more[0];
    return reading(text, { index: match.index, 0: span }, { said: sayGuests(sum), number: sum });
  }
  const match = asked && alone.exec(text);
  return match ? reading(text, match, { said: sayGuests(1), number: 1 }) : undefined;
};
