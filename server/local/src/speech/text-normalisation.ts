type Rewrite = [pattern: RegExp, replacement: string | ((...match: string[]) => string)];

const CURRENCIES: Record<string, [one: string, many: string]> = {
  '€': ['euro', 'euros'],
  $: ['dollar', 'dollars'],
  '£': ['pound', 'pounds'],
};
const AMOUNT = '\\d+(?:,\\d{3})*';

const MARKDOWN: Rewrite[] = [
  [/^\s*(```|~~~).*$/gm, ''],
  [/!?\[([^\]]*)\]\([^)]*\)/g, '$1'],
  [/^[ \t:|-]*-{3}[ \t:|-]*$/gm, ''], // rules, and the line under a table's head
  [/^\s*(?:>\s*)+/gm, ''],
  [/^\s*#{1,6}\s+/gm, ''],
  [/^\s*[-*+•–]\s+(?:\[[ xX]\]\s+)?/gm, ''],
  [/^\s*(\d+)[.)]\s+/gm, '$1: '],
  [/^[^\S\n]*\||\|[^\S\n]*$/gm, ''],
  [/[^\S\n]*\|[^\S\n]*/g, ', '],
  [/<\/?[a-z][^>]*>/gi, ' '],
  [/[*`~]+/g, ''],
  [/(?<!\w)_+|_+(?!\w)/g, ''],
];

const SYMBOLS: Rewrite[] = [
  [/https?:\/\/(?:www\.)?([^\s/)]+)\S*?(?=[.,;:!?)]*(?:\s|$))/g, '$1'],
  // Emoji with their joiners, skin tones, flags and keycaps.
  [
    /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\p{Variation_Selector}\p{Join_Control}\p{Me}]+/gu,
    ' ',
  ],
  [/\b(\d{4})-(\d{2})-(\d{2})\b/g, (_, year, month, day) => spokenDate(year, month, day)],
  [/\b(\d{1,2}):00(?=\s*[ap]\.?m\b)/gi, '$1'],
  [/\b(\d{1,2}):00\b(?!\s*[ap]\.?m\b)/gi, (_, hour) => spokenHour(Number(hour))],
  [
    new RegExp(`([€$£])\\s?(${AMOUNT})(?:\\.(\\d{2})\\b)?(\\s?k\\b)?`, 'gi'),
    (_, sign, ...amount) => spokenAmount(sign, amount),
  ],
  [
    new RegExp(`(${AMOUNT})(?:[.](\\d{2}))?(\\s?k)?\\s?([€£])`, 'gi'),
    (_, ...amount) => spokenAmount(amount[3]!, amount),
  ],
  [/(?<=\d)\s?°\s?[CF]\b/g, ' degrees'],
  [/#(?=\d)/g, 'number '],
  [/(?<=\d)\s?%/g, ' percent'],
  [/(?<=\d)\s?[x×]\s?(?=\d)/g, ' times '],
  [/(?<=\d)\s?–\s?(?=\d)/g, ' to '],
  [/(?<![\d-])(\d{1,4})-(\d{1,4})(?![\d-])/g, '$1 to $2'],
  [/…/g, ', '],
  [/\s+&\s+/g, ' and '],
  [/\s*(?:→|=>|->)\s*/g, ' to '],
  [/\s*[—–]\s*|\s+-+\s+/g, ', '],
  [/(?<=\w)\/(?=\w)/g, ' '],
  [/[^\p{L}\p{M}\p{N}\s.,;:!?'’"“”()&%+=@°-]/gu, ' '],
];

/**
 * Rewrites a text for people's eyes (Markdown, emoji, symbols, ISO dates) as
 * the words one would say. Line breaks stay; they separate what is said.
 */
export function toSpokenText(text: string): string {
  return [...MARKDOWN, ...SYMBOLS]
    .reduce((result, [pattern, replacement]) => result.replace(pattern, replacement as string), text)
    .replace(/\s*\n\s*/g, '\n')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ (?=[.,;:!?])/g, '')
    .trim();
}

function spokenDate(year: string, month: string, day: string): string {
  const date = new Date(`${year}-${month}-${day}T00:00Z`);
  return Number.isNaN(date.getTime())
    ? `${year} ${month} ${day}`
    : date.toLocaleDateString('en-US', { dateStyle: 'long', timeZone: 'UTC' });
}

function spokenHour(hour: number): string {
  if (hour > 23) return String(hour);
  if (hour === 0) return 'midnight';
  return hour > 12 ? `${hour - 12} PM` : `${hour} o'clock`;
}

function spokenAmount(sign: string, [whole, cents, thousand]: (string | undefined)[]): string {
  const [one, many] = CURRENCIES[sign]!;
  const unit = whole === '1' && !cents && !thousand ? one : many;
  return `${whole}${thousand ? ' thousand' : ''} ${unit}${cents && cents !== '00' ? ` ${cents}` : ''}`;
}
