import { parse } from 'chrono-node/en';
import { type Reader, reading } from './fact.ts';
import { sayNumber, sayOrdinal } from './numbers.ts';

const months = 'january february march april may june july august september october november december'.split(
  ' ',
);
const weekdays = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ');
const month = `(?:${months.join('|')})`;
const weekday = `(?:${weekdays.join('|')})`;
const dayMs = 86_400_000;
const aYear = 330 * dayMs;

const pattern = (source: string) => new RegExp(source, 'gi');

/** `december 5`, which the date parser reads. */
const named = (date: Date) => `${months[date.getMonth()]} ${date.getDate()}`;

const atNoon = (year: number, monthIndex: number, day: number) => new Date(year, monthIndex, day, 12);

/** The n-th weekday of a month that is not over; 0 means the last. */
function nthWeekday(nth: number, name: string, monthName: string, now: Date): Date {
  const monthIndex = months.indexOf(monthName.toLowerCase());
  const year = now.getFullYear() + (monthIndex < now.getMonth() ? 1 : 0);
  const wanted = weekdays.indexOf(name.toLowerCase());
  if (nth === 0) {
    const last = atNoon(year, monthIndex + 1, 0);
    return atNoon(year, monthIndex, last.getDate() - ((last.getDay() - wanted + 7) % 7));
  }
  const first = atNoon(year, monthIndex, 1);
  return atNoon(year, monthIndex, 1 + ((wanted - first.getDay() + 7) % 7) + (nth - 1) * 7);
}

/** The weekday before or after Christmas Day of this year. */
function nearChristmas(name: string, way: string, now: Date): Date {
  const christmas = atNoon(now.getFullYear(), 11, 25);
  const wanted = name.toLowerCase() === 'weekend' ? 6 : weekdays.indexOf(name.toLowerCase());
  const days =
    way.toLowerCase() === 'after'
      ? (wanted - christmas.getDay() + 7) % 7 || 7
      : -((christmas.getDay() - wanted + 7) % 7 || 7);
  return atNoon(christmas.getFullYear(), 11, 25 + days);
}

type Rewrite = [RegExp, (groups: string[], now: Date) => string];

/** Spoken dates that the date parser does not know, in words that it does. */
const rewrites: Rewrite[] = [
  [
    pattern(`(?:the )?(1st|2nd|3rd|4th|5th|last) (${weekday}) (?:of|in) (${month})`),
    ([nth, name, of], now) => named(nthWeekday(parseInt(nth!, 10) || 0, name!, of!, now)),
  ],
  [
    pattern(`(?:the )?(${weekday}|weekend) (before|after) christmas(?: day)?\\b`),
    ([name, way], now) => named(nearChristmas(name!, way!, now)),
  ],
  [
    /\b(?:a|1) (day|week) before christmas\b/gi,
    ([unit]) => (unit!.toLowerCase() === 'day' ? 'december 24' : 'december 18'),
  ],
  [/\bchristmas eve\b/gi, () => 'december 24'],
  [/\bchristmas day\b|\b(?<=on |at )christmas(?! ?(?:eve|party|dinner|time))\b/gi, () => 'december 25'],
  [/\b(?:boxing|st\.? stephen's) day\b/gi, () => 'december 26'],
  [/\bnew year'?s eve\b/gi, () => 'december 31'],
  [/\b(?:st\.? |saint )nich?olas(?: day)?\b/gi, () => 'december 6'],
  [pattern(`\\b(${month}),? (?:the )?(\\d{1,2})(?:st|nd|rd|th)?\\b(?!:)`), ([name, day]) => `${name} ${day}`],
  [
    pattern(`\\b(\\d{1,2})(?:st|nd|rd|th)?,? (?:of )?(?:the )?(${month})\\b`),
    ([day, name]) => `${name} ${day}`,
  ],
  // A day without a month is meant in December: this plans a Christmas party.
  [
    pattern(
      `(?:\\b(?:the|on|to|for|of|${weekday}) |^)(\\d{1,2})(?:st|nd|rd|th)\\b(?=$|\\s*[,.!?]|\\s(?:at|in|from|around|and|or|then|with|we|it|for|would|is|was|works?|instead|please|not|starting|because|if|should|will|maybe|of this month)\\b)`,
    ),
    ([day]) => ` december ${day}`,
  ],
  // A weekday beside a date says nothing more, and the parser would take it for another date.
  [pattern(`\\b${weekday},?(?: the| on| on the)?\\s+(?=${month} \\d)`), () => ''],
  [pattern(`(${month} \\d{1,2}),? ${weekday}\\b`), ([date]) => date!],
  [pattern(`(${month} \\d{1,2}),? (?:20 )(\\d\\d)\\b`), ([date, year]) => `${date} 20${year}`],
];

/** Words that are dates in writing and something else in speech, and stretches of time that are no day. */
const noDate =
  /^(?:sun|mon|tue|tues|wed|thu|thur|thurs|fri|sat|may|march|mar|jan|dec|now|this (?:second|minute|morning)|last .*|.*\b(?:hours?|minutes?|seconds?|years?|ago)\b.*|(?:\d+|an?|a few) (?:days?|weeks?)(?: (?:before|after|later|away))?|(?:next |this |the )*(?:week|month))$/i;
const casual = /^(?:today|tonight|this evening|this afternoon)$/i;
const aboutTheParty = /\b(?:party|make it|do it|have it|celebrate|meet|it is|it's|start)\b/i;

/** `Saturday the nineteenth of December`, with the year when it is far away. */
export function sayDate(date: Date, now: Date): string {
  const capital = (word: string) => word[0]!.toUpperCase() + word.slice(1);
  const year = date.getFullYear();
  const far = date.getTime() - now.getTime() > aYear;
  const said = `${capital(weekdays[date.getDay()]!)} the ${sayOrdinal(date.getDate())} of ${capital(months[date.getMonth()]!)}`;
  return far ? `${said}, ${sayNumber(Math.floor(year / 100))} ${sayNumber(year % 100)}` : said;
}

/** The day of that name nearest to one already planned: "make it Friday" keeps the week. */
function inSameWeek(day: number, planned: Date, now: Date): Date | undefined {
  const shift = ((day - planned.getDay() + 10) % 7) - 3;
  const date = new Date(planned.getTime() + shift * dayMs);
  return date > now ? date : undefined;
}

/** The day of the party. */
export const readDate: Reader = (text, { now, asked, facts }) => {
  let plain = rewrites.reduce(
    (soFar, [source, rewrite]) => soFar.replace(source, (_, ...groups: string[]) => rewrite(groups, now)),
    text,
  );
  if (asked)
    plain = plain.replace(/^\D{0,25}?\b(\d{1,2})(?:st|nd|rd|th)?(?=$|[ ,.!?])(?! ?\w+)/i, 'december $1');
  for (const result of parse(plain, now, { forwardDate: true })) {
    const { start, text: words, index } = result;
    const exact = start.isCertain('day');
    if ((!exact && !start.isCertain('weekday')) || noDate.test(words)) continue;
    if (casual.test(words) && !asked && !aboutTheParty.test(plain)) continue;
    const parsed = start.date();
    let date = atNoon(parsed.getFullYear(), parsed.getMonth(), parsed.getDate());
    if (!exact && facts.date?.date && !/\b(?:next|this|coming)\b/i.test(words))
      date = inSameWeek(date.getDay(), facts.date.date, now) ?? date;
    if (date.getTime() < now.getTime() - dayMs) continue;
    return reading(plain, { index, 0: words }, { said: sayDate(date, now), date });
  }
  return undefined;
};
