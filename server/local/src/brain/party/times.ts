import { type Reader, reading } from './fact.ts';
import { sayNumber } from './numbers.ts';

const hour = '(?<hour>2[0-3]|1\\d|0?\\d)';
const notAQuantity =
  '(?!\\d|:|st\\b|nd\\b|rd\\b|th\\b| ?[€$£%]| (?:and a half )?(?:of|more|or|guests?|people|persons?|friends|adults|kids|children|euros?|dollars?|pounds?|bucks|quid|hours?|minutes?|days?|weeks?|months?|years?|degrees|percent|january|february|march|april|may|june|july|august|september|october|november|december)\\b| (?:\\w+ ){0,2}(?:street|road|avenue|lane|square|drive)\\b)';
const partOfDay =
  '(?<part> ?(?:am|pm)\\b| (?:in the|this|that) (?:morning|afternoon|evening)\\b| at night\\b| tonight\\b| in the night\\b)?';
const before =
  '(?<before>\\b(?:morning|afternoon|evening|night|tonight),? )?(?:\\b(?:starting |beginning )?(?:at|around|about|by|from|for|roughly|maybe|say)(?: about| around)? )?';
const pattern = (source: string) => new RegExp(source, 'i');

interface Form {
  pattern: RegExp;
  /** Minutes past the hour that was named. */
  minutes: (groups: Record<string, string | undefined>) => number;
}

const forms: Form[] = [
  {
    pattern: pattern(
      `${before}(?:(?<part0>half)|(?:a )?(?<part1>quarter)|(?<!from |between )\\b(?<part2>5|10|20|25|[1-5]?\\d(?= minutes))(?: minutes)?) (?<way>past|after|to|before|till) ${hour}(?: o'clock)?${notAQuantity}${partOfDay}`,
    ),
    minutes: ({ part0, part1, part2, way }) =>
      (part0 ? 30 : part1 ? 15 : Number(part2)) * (way === 'past' || way === 'after' ? 1 : -1),
  },
  {
    // "seven thirty" arrives as `7 30`; minutes that are no multiple of five are something else.
    pattern: pattern(
      `${before}\\b${hour}[:. ](?<minutes>[0-5][05]|[0-5]\\d(?<=:\\d\\d))${notAQuantity}${partOfDay}`,
    ),
    minutes: ({ minutes }) => Number(minutes),
  },
  {
    pattern: pattern(
      `${before}\\b${hour} ?(?:o'clock|o clock|oclock|ish\\b|sharp\\b|(?<=\\bat \\d+ )hours\\b)${partOfDay}`,
    ),
    minutes: () => 0,
  },
  {
    pattern: pattern(`${before}\\b${hour}${notAQuantity}${partOfDay.slice(0, -1)}`),
    minutes: () => 0,
  },
  {
    pattern: pattern(
      `\\b(?:(?<before>morning|afternoon|evening|tonight),? )?(?:at|(?:push|move|shift|change|delay|postpone)(?: it| that| the \\w+)(?: back| forward)? (?:to|till|until)|starts?|begins?|from(?= \\d+ (?:to|till|until)\\b))(?: at)?(?: about| around)? ${hour}${notAQuantity}`,
    ),
    minutes: () => 0,
  },
];

const named: [RegExp, number][] = [
  [/\b(?:at |around )?(?:noon|midday|lunch ?time)\b/i, 12],
  [/\b(?:at |around )?midnight\b/i, 24],
];
const bare = pattern(`^(?:\\D*?\\s)?${hour}${notAQuantity}`);

/** Parties begin in the afternoon, unless the speaker says so or it would be after nine. */
function onTheClock(hourSaid: number, part: string): number {
  if (/pm|afternoon|evening|night/i.test(part)) {
    if (hourSaid === 12) return /night/i.test(part) ? 24 : 12;
    return hourSaid < 12 ? hourSaid + 12 : hourSaid;
  }
  if (/am|morning/i.test(part)) return hourSaid % 12;
  return hourSaid >= 1 && hourSaid <= 9 ? hourSaid + 12 : hourSaid;
}

const partsOfDay: [from: number, name: string][] = [
  [18, ' in the evening'],
  [12, ' in the afternoon'],
  [5, ' in the morning'],
  [0, ' at night'],
];

/** 1170 minutes from midnight → `half past seven in the evening`. */
export function sayTime(minutesOfDay: number): string {
  const hours = Math.floor(minutesOfDay / 60) % 24;
  const minutes = minutesOfDay % 60;
  const name = (value: number) => sayNumber(value % 12 || 12);
  if (minutes === 0 && hours % 12 === 0) return hours === 0 ? 'midnight' : 'noon';
  const part = hours >= 22 ? ' at night' : partsOfDay.find(([from]) => hours >= from)![1];
  if (minutes === 0) return name(hours) + part;
  if (minutes === 30) return `half past ${name(hours)}${part}`;
  if (minutes === 15) return `a quarter past ${name(hours)}${part}`;
  if (minutes === 45) return `a quarter to ${name(hours + 1)}${part}`;
  return `${name(hours)} ${minutes < 10 ? 'oh ' : ''}${sayNumber(minutes)}${part}`;
}

/** When the party begins. Spoken forms such as "half past seven" are more than a date parser reads. */
export const readTime: Reader = (text, { asked }) => {
  for (const { pattern, minutes } of asked ? [...forms, { pattern: bare, minutes: () => 0 }] : forms) {
    const match = pattern.exec(text);
    if (!match) continue;
    const groups = match.groups!;
    const around = /\b(?:morning|afternoon|evening|night)\b/i.exec(text)?.[0] ?? '';
    const hours = onTheClock(
      Number(groups['hour']),
      `${groups['part'] ?? ''}${groups['before'] ?? ''}` || around,
    );
    const number = (hours * 60 + minutes(groups) + 1440) % 1440;
    return reading(text, match, { said: sayTime(number), number });
  }
  for (const [name, hours] of named) {
    const match = name.exec(text);
    if (match) return reading(text, match, { said: sayTime(hours * 60), number: (hours * 60) % 1440 });
  }
  const part = asked && /\b(?:morning|afternoon|evening)\b/i.exec(text);
  return part ? reading(text, part, { said: `some time in the ${part[0].toLowerCase()}` }) : undefined;
};
