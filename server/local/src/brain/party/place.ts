import { type Reader, reading } from './fact.ts';
import { wordsForFigures } from './numbers.ts';

/** Nouns that are places, by the preposition that goes with them. */
const at =
  'place|house|home|office|restaurant|pub|bar|cafe|café|coffee shop|bistro|pizzeria|hall|town hall|village hall|church|school|university|college|community cent(?:er|re)|cent(?:er|re)|club|clubhouse|hotel|beach|farm|station|zoo|museum|theat(?:er|re)|cinema|bowling alley|ice rink|rink|christmas market|market|castle|brewery|winery|workshop|studio|headquarters|work|lake|venue';
const inside =
  'garden|kitchen|living room|dining room|basement|cellar|attic|barn|garage|park|backyard|back yard|yard|apartment|flat|city|town|village|forest|woods|mountains|conference room|meeting room|canteen|cafeteria|lobby|cabin|loft|tent|party room|common room|conservatory|square|old town|countryside|snow';
const noun = `(?:${at}|${inside})`;
const inPlace = new RegExp(`(?:${inside})(?: (?:of|behind|next|near)\\b.*)?$`, 'i');

const preposition = '(?:at|in|to|inside|into|by|near|on)';
/** Words between "at" and its noun; none that would begin something else. */
const words =
  "(?:(?!(?:at|in|on|and|with|for|is|are|we|to|from|but|so|which|that|because|have|has|i)\\b)[a-zà-ɏ\\d'&-]+ ){0,4}?";
const street = "(?:\\d+ )?(?:[a-zà-ɏ'-]+ ){1,3}(?:street|road|avenue|lane|square|drive|alley)";
const furtherOn = `(?: (?:of|near|next to|behind|opposite) (?:the |my |our |her |his |their )?[a-zà-ɏ'-]+(?: ${noun})?| on ${street})?`;

/** What follows "at" or "in" and is no place. */
const noPlace =
  /^(?:(?:at|in|on|to|by|near) )?(?:\d|(?:the )?(?:morning|afternoon|evening|night|end|moment|beginning|meantime|same|budget|total|mind|mood|week|weekend|first|last|latest|least|most|all|once|time|noon|midday|midnight|lunch|christmas(?! [a-zà-ɏ])|advent|winter|spring|summer|january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|euros?|dollars?|general|fact|addition|advance|case|time|it|that|this|there|what|which|them|us|me|him|her|you|a good|an? hour))\b/i;

const patterns = [
  new RegExp(`\\b${preposition} ${words}${noun}\\b(?: ${noun}\\b)*(?! (?:is|are|to)\\b)${furtherOn}`, 'i'),
  new RegExp(
    `\\bat (?:my |our |his |her )?(?:[a-zà-ɏ]+ ){0,2}[a-zà-ɏ]+(?:'s|s')(?= |$|,)(?: ${noun}\\b)?`,
    'i',
  ),
  new RegExp(`\\b(?:at|in|on) ${street}\\b`, 'i'),
  /\bat home\b|\bonline\b|\b(?:on|over|via) zoom\b/i,
  new RegExp(`^(?:my|our|the) ${words}${noun}$`, 'i'),
  // A name: only with a capital.
  /\b(?:at|in|At|In) (?:the |The )?\p{Lu}[\p{L}'&-]+(?: (?:of |the |and )?\p{Lu}[\p{L}'&-]+)*/u,
  // What is said to be the place.
  /\b(?:(?:the )?(?:place|venue|location) (?:is|will be|should be|would be)|(?:meet|host it|have it|do it|hold it|celebrate|gather|get together|party|it(?:'s| is| will be| should be)|take place|takes place|make it)) (?:at|in) [^,.!?]+?(?=$|[,.!?]| (?:on|with|and|for|around|from|because|at|so|instead)\b)/i,
  /\b(?:place|venue|location) (?:is|will be|should be|would be) [^,.!?]+/i,
];
const cue = /^.*?(?=\b(?:at|in|on) )|^.*\b(?:is|be) /i;

/** From the speaker's mouth into the planner's: `at my place` → `at your place`. */
export function turnAround(text: string): string {
  const turned: Record<string, string> = {
    my: 'your',
    our: 'your',
    mine: 'yours',
    ours: 'yours',
    me: 'you',
    us: 'you',
    i: 'you',
  };
  return text.replace(/\b(?:my|our|mine|ours|me|us|I)\b/gi, (word) => turned[word.toLowerCase()] ?? word);
}

/** With the preposition that belongs to it: `garden` → `in the garden`, `Berlin` → `in Berlin`. */
function sayPlace(text: string): string {
  const plain = text
    .trim()
    .replace(/^(?:to|into) (?!the \w+ of)/i, '')
    .replace(/^(?:At|In|On|Inside|Near|By)\b/u, (word) => word.toLowerCase());
  if (/^(?:at|in|on|near|by|inside|online|outside|over|via|under|behind|next to)\b/i.test(plain))
    return turnAround(plain);
  const name = plain.replace(/^(?:The|A|An|My|Our|His|Her|Their)\b/u, (word) => word.toLowerCase());
  const isNoun = new RegExp(`^${noun}$`, 'i').test(name) && !/^(?:home|work)$/i.test(name);
  const isTown = !isNoun && /^\p{Lu}[\p{L}-]+$/u.test(name);
  return turnAround(
    `${isTown || inPlace.test(name) ? 'in' : 'at'} ${isNoun ? `the ${name.toLowerCase()}` : name}`,
  );
}

/** A bare answer as a place, unless it is a time or nothing at all. */
export const placeOf = (answer: string) => (noPlace.test(answer) ? undefined : sayPlace(answer));

/** Where the party is. */
export const readPlace: Reader = (text) => {
  for (const source of patterns) {
    for (const match of text.matchAll(new RegExp(source.source, `${source.flags}g`))) {
      const place = match[0].replace(cue, '');
      if (!noPlace.test(place)) return reading(text, match, { said: wordsForFigures(sayPlace(place)) });
    }
  }
  return undefined;
};
