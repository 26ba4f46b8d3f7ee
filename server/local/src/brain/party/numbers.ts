/** Number words as a recogniser writes them ↔ figures. */

const small = [
  ...'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen'.split(' '),
  ...'fifteen sixteen seventeen eighteen nineteen'.split(' '),
];
const tens = ['', '', ...'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')];
const irregularOrdinals: Record<string, string> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};

/** `nineteen` → `nineteenth`, `twenty` → `twentieth`. */
const ordinalOf = (word: string) => irregularOrdinals[word] ?? word.replace(/y$/, 'ie') + 'th';

const cardinals = new Map<string, number>();
small.forEach((word, value) => cardinals.set(word, value));
tens.forEach((word, index) => word && cardinals.set(word, index * 10));
const ordinals = new Map([...cardinals].map(([word, value]) => [ordinalOf(word), value]));
const scales = new Map([
  ['dozen', 12],
  ['hundred', 100],
  ['thousand', 1000],
  ['grand', 1000],
]);

interface NumberWords {
  value: number;
  ordinal: boolean;
  /** How many words it took. */
  length: number;
}

/** Reads the number that begins at a word: `two hundred and fifty`, `a dozen`, `twenty fourth`. */
function numberAt(words: readonly string[], start: number): NumberWords | undefined {
  let thousands = 0;
  let part = 0;
  let at = start;
  /** What may still be added: below a hundred after `hundred`, below ten after `twenty`. */
  let room = Infinity;
  let lastWasScale = false;
  for (; at < words.length; at++) {
    const word = words[at]!;
    const next = words[at + 1] ?? '';
    if (at === start && /^an?$/.test(word) && (scales.has(next) || next === 'couple') && next !== 'grand') {
      if (next === 'couple') {
        at += words[at + 2] === 'of' ? 2 : 1;
        part = 2;
      } else part = 1;
      room = 0;
      continue;
    }
    if (word === 'and' && lastWasScale && (cardinals.has(next) || ordinals.has(next))) continue;
    const ordinal = ordinals.get(word);
    const value = ordinal ?? cardinals.get(word) ?? (/^\d{1,6}$/.test(word) ? Number(word) : undefined);
    if (value !== undefined) {
      if (value >= room) break;
      part += value;
      room = value >= 20 && value % 10 === 0 && cardinals.has(word) ? 10 : 0;
      lastWasScale = false;
      if (ordinal !== undefined) return { value: thousands + part, ordinal: true, length: at + 1 - start };
      continue;
    }
    const scale = scales.get(word);
    if (scale === undefined || (part === 0 && (at > start || word === 'grand'))) break;
    part ||= 1;
    if (scale === 1000) [thousands, part] = [thousands + part * scale, 0];
    else part *= scale;
    room = scale === 12 ? 0 : scale;
    lastWasScale = true;
  }
  if (at === start) return undefined;
  return { value: thousands + part, ordinal: false, length: at - start };
}

/** Where `one` and `second` are no numbers: "that one", "one of them", "just a second". */
const notANumber =
  /\b(?:(?:no|that|this|the|which|any|each|every|another|other|last|next|good|big|little) one|one (?:of|more thing|thing|question|moment|second|day)|(?:a|one|just) (?:second|third)|(?:first|second|third) (?:of all|one|thing|thought|question))\b/gi;

function suffixOf(value: number): string {
  if (value % 100 >= 11 && value % 100 <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][value % 10] ?? 'th';
}

/** `the twenty fifth, for a dozen` → `the 25th, for 12`; the other words stay as they are. */
export function figuresForWords(text: string): string {
  // A private-use character in front hides the exceptions from the reader for a moment.
  const hidden = text.replace(notANumber, (match) =>
    match.replace(/\b(?=one|first|second|third)/gi, '\uE000'),
  );
  const figures = hidden
    .replace(/(?<=[a-zà-ɏ]{3})ish\b/gi, (ending, at: number) =>
      cardinals.has(/\p{L}+$/u.exec(hidden.slice(0, at))![0].toLowerCase()) ? ' ish' : ending,
    )
    .replace(/\bhalf a dozen\b/gi, '6')
    .replace(/(\d),(?=\d{3}\b)/g, '$1')
    .replace(/\b(\d+)k\b/gi, '$1000')
    .split(/([,.;:!?]+(?=\s|$))/)
    .map((piece) => {
      const words = piece.replace(/(\p{L})-(?=\p{L})/gu, '$1 ').split(' ');
      const lower = words.map((word) => word.toLowerCase());
      const out: string[] = [];
      for (let at = 0; at < words.length;) {
        const number = numberAt(lower, at);
        if (number) out.push(`${number.value}${number.ordinal ? suffixOf(number.value) : ''}`);
        else out.push(words[at]!);
        at += number?.length ?? 1;
      }
      return out.join(' ');
    })
    .join('');
  return figures.replaceAll('\uE000', '');
}

/** 125 → `one hundred and twenty-five`. Above a million, figures. */
export function sayNumber(value: number): string {
  const whole = Math.round(value);
  if (whole < 20) return small[whole] ?? String(whole);
  if (whole < 100) return tens[Math.floor(whole / 10)]! + (whole % 10 ? `-${small[whole % 10]}` : '');
  if (whole < 1000) {
    const rest = whole % 100;
    return `${small[Math.floor(whole / 100)]} hundred${rest ? ` and ${sayNumber(rest)}` : ''}`;
  }
  if (whole >= 1_000_000) return String(whole);
  const rest = whole % 1000;
  const joint = rest && rest < 100 ? ' and ' : ' ';
  return `${sayNumber(Math.floor(whole / 1000))} thousand${rest ? joint + sayNumber(rest) : ''}`;
}

/** 21 → `twenty-first`. */
export function sayOrdinal(value: number): string {
  return sayNumber(value).replace(/\w+$/, ordinalOf);
}

/** The figures in a text as words again. */
export function wordsForFigures(text: string): string {
  return text.replace(/\b(\d+)(st|nd|rd|th)?\b/g, (_, figures: string, ordinal?: string) =>
    ordinal ? sayOrdinal(Number(figures)) : sayNumber(Number(figures)),
  );
}
