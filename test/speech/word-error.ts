/** How far a transcript is from what was said. */
export interface WordErrors {
  /** Words said. */
  words: number;
  /** Substituted, missing and added words. */
  errors: number;
}

/**
 * Word error rate: errors per word said, 0 when all is right. Case, punctuation,
 * contractions and the writing of numbers ("19th", "nineteenth") do not count.
 */
export function wordErrorRate(expected: string, actual: string): number {
  const { words, errors } = wordErrors(expected, actual);
  return errors / Math.max(1, words);
}

/** The counts behind `wordErrorRate`, for adding up over several texts. */
export function wordErrors(expected: string, actual: string): WordErrors {
  const said = normalisedWords(expected);
  return { words: said.length, errors: editDistance(said, normalisedWords(actual)) };
}

/** Levenshtein distance over words. */
function editDistance(from: string[], to: string[]): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  from.forEach((word, i) => {
    const next = [i + 1];
    to.forEach((other, j) => {
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (word === other ? 0 : 1)));
    });
    row = next;
  });
  return row[to.length]!;
}

const REWRITES: [RegExp, string | ((...match: string[]) => string)][] = [
  [/[’‘]/g, "'"],
  [/\bwon't\b/g, 'will not'],
  [/\bcan't\b/g, 'can not'],
  [/\bcannot\b/g, 'can not'],
  [/n't\b/g, ' not'],
  [/\b(it|that|what|there|here|he|she|let)'s\b/g, '$1 is'],
  [/'re\b/g, ' are'],
  [/'m\b/g, ' am'],
  [/'ll\b/g, ' will'],
  [/'ve\b/g, ' have'],
  [/'d\b/g, ' would'],
  [/\b([ap])\.?\s?m\b\.?/g, '$1m'],
  [/(\d),(?=\d{3}\b)/g, '$1'],
  [/[$€£]\s?(\d+)/g, (match, amount) => `${amount} ${CURRENCIES[match[0]!]}`],
  [/(\d+)\s?([€£])/g, (_, amount, sign) => `${amount} ${CURRENCIES[sign]}`],
  [/%/g, ' percent'],
  [/&/g, ' and '],
  [/\b(\d{1,2}):00\b/g, '$1'],
  [/(\d)(?=[ap]m\b)/g, '$1 '],
  [/(\d+)(?:st|nd|rd|th)\b/g, (_, digits) => ordinal(Number(digits))],
  [/\d+/g, (digits) => cardinal(Number(digits))],
  [/'/g, ''],
  [/[^a-z]+/g, ' '],
  // "one hundred and fifty" and "one hundred fifty" are the same number.
  [/\b(hundred|thousand) and\b/g, '$1'],
  [/\bok\b/g, 'okay'],
];

const CURRENCIES: Record<string, string> = { $: 'dollars', '€': 'euros', '£': 'pounds' };

function normalisedWords(text: string): string[] {
  const plain = REWRITES.reduce(
    (result, [pattern, replacement]) => result.replace(pattern, replacement as string),
    text.toLowerCase(),
  ).trim();
  return plain === '' ? [] : plain.split(/\s+/);
}

const UNITS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const IRREGULAR_ORDINALS: Record<string, string> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};

function cardinal(value: number): string {
  if (value < 20) return UNITS[value]!;
  if (value < 100) return withRest(TENS[Math.floor(value / 10)]!, value % 10);
  if (value < 1000) return withRest(`${UNITS[Math.floor(value / 100)]} hundred`, value % 100);
  // Years are said in pairs.
  if (value > 2009 && value < 2100) return withRest('twenty', value % 100);
  return withRest(`${cardinal(Math.floor(value / 1000))} thousand`, value % 1000);
}

function withRest(head: string, rest: number): string {
  return rest === 0 ? head : `${head} ${cardinal(rest)}`;
}

function ordinal(value: number): string {
  const words = cardinal(value).split(' ');
  const last = words.pop()!;
  return [...words, IRREGULAR_ORDINALS[last] ?? `${last.replace(/y$/, 'ie')}th`].join(' ');
}
