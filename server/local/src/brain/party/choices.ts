import type { Reader } from './fact.ts';
import { reading } from './fact.ts';
import { wordsForFigures } from './numbers.ts';
import { turnAround } from './place.ts';

/** `pizza`, `pizza and salad`, `pizza, salad and cake`. */
export function spokenList(items: readonly string[], and = 'and'): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${and} ${items.at(-1)}`;
}

const adjectives =
  'roast(?:ed)?|grilled|fried|baked|smoked|stuffed|hot|warm|cold|home ?made|vegetarian|vegan|gluten ?free|fresh|italian|french|german|swedish|indian|chinese|thai|japanese|mexican|greek|traditional|classic|classical|old|live|modern|swing|quiet|soft|loud|big|small|little|simple|real|red|white|sparkling|mulled|spiced|chocolate|apple|potato|cheese|ugly|funny|silly|fairy|paper|secret|christmas|nice';

/** As the planner says it: numbers in words, Christmas with its capital. */
const sayBack = (text: string) => wordsForFigures(turnAround(text)).replace(/\bchristmas\b/gu, 'Christmas');

/** Words that show that something is added to what was said before. */
const adding = /\b(?:also|too|as well|add|plus|in addition|on top|additionally)\b/i;

/**
 * A reader for things that can be many: collects the words it knows, each with
 * the adjectives before it.
 */
export function choiceReader(
  slot: 'food' | 'music' | 'drinks' | 'theme' | 'gifts' | 'games' | 'decoration' | 'invitations',
  words: string,
): Reader {
  const known = new RegExp(`\\b(?:an? )?(?:(?:${adjectives}) ){0,3}(?:${words})\\b`, 'gi');
  return (text, { facts }) => {
    const matches = [...text.matchAll(known)];
    const first = matches[0];
    const last = matches.at(-1);
    if (!first || !last) return undefined;
    const items = [
      ...new Set(
        matches.map((match) => match[0].replace(/^\p{Lu}(?=\p{Ll})/u, lowerUnlessName(text, match.index))),
      ),
    ];
    const before = facts[slot]?.said;
    const added = before && adding.test(text) ? items.filter((item) => !before.includes(item)) : undefined;
    const said = added ? spokenList([before!, ...added]) : spokenList(items);
    const span = text.slice(first.index, last.index + last[0].length);
    return reading(text, { index: first.index, 0: span }, { said: sayBack(said) });
  };
}

const diet =
  /(?:\b(?:oh|but|and|because|that|also|remember|note|mind) )*(?<clause>(?:[a-zà-ɏ\d']+ ){1,5}?(?:(?:is|are|am|has|have) [^,.;]{0,40}?\b(?:vegetarians?|vegans?|allerg(?:y|ies|ic)|gluten|lactose|halal|kosher|pregnant)|(?:can't|cannot|can not|don't|doesn't|do not|does not) eat)\b[^,.;]*)/i;

/** What somebody cannot eat: kept as the clause that was said. */
export const readDiet: Reader = (text) => {
  const match = diet.exec(text);
  if (!match) return undefined;
  const clause = match.groups!['clause']!.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase());
  return reading(text, match, { said: sayBack(clause) });
};

/** A capital at the beginning of a sentence is no name. */
const lowerUnlessName = (text: string, index: number) => (letter: string) => {
  const nextWordToo = /^\S+ \p{Lu}/u.test(text.slice(index));
  return index === 0 && !nextWordToo ? letter.toLowerCase() : letter;
};

const opening =
  /^(?:(?:and|or|so|oh|ok|okay|well|yes|yeah|yep|no|sure|um|uh|maybe|perhaps|probably|possibly|actually|i think|i guess|i suppose|i'd say|let's say|let's|let us|we could|we can|we will|we'll|we would|we'd|we should|we want|we need|we are|we're|i want|i will|i'll|i would|i'd|could we|can we|it should be|it will be|it'll be|it is|it's|that would be|how about|what about|something (?:like|by|from)|something|like|just|simply|prefer|love|like to|have|having|get|be|do|play|eat|serve|serving|cook|order|make|listen to|use|bring|some|a bit of|a little|lots of|a lot of|please|to|go with|go for|take|definitely|the food is|the music is)\b[ ,]*)+/i;
const closing =
  /(?:[ ,]+(?:please|i think|i guess|maybe|perhaps|then|would be (?:nice|great|good|lovely|fine|perfect)|would do|is fine|is good|sounds good|for everyone|i suppose|or something|or so|as well|too|to eat|for dinner|for food|to listen to|if possible|of course))+$/i;
/** What begins like this is talk, and no answer to "what would you like?". */
const talk =
  /^(?:i|we|you|he|she|they|it|that|this|there|the (?:problem|thing)|what|who|when|where|why|how|can|could|would|will|do|does|did|is|are|am|was|don't|not|nothing|never|because|if|tell|say|stop|wait|go|listen to me|push|move|change|shift|put|set)\b/i;
const verb =
  /\b(?:is|are|was|were|am|has|have|had|can|can't|could|will|would|should|do|don't|did|didn't|come|comes|coming)\b/i;
const longestAnswer = 9;

/** What remains of an answer to an open question, or `undefined` where it is no answer. */
export function bareAnswer(text: string, keepCapital = false): string | undefined {
  const core = text
    .replace(opening, '')
    .replace(closing, '')
    .replace(/\s*,\s*(?=,|$)/g, '')
    .replace(/^[\s,]+|[\s,]+$/g, '');
  const words = core.split(/\s+/);
  const speakable =
    /[aeiouy]/i.test(core) && !/\b[^\Waeiouy\d]{5,}\b/i.test(core) && !/^[\d\s,.]+$/.test(core);
  if (!speakable || verb.test(core) || words.length > longestAnswer || talk.test(core)) return undefined;
  const named = keepCapital || /^\S+ \p{Lu}/u.test(core) || /^\S+'s\b/u.test(core);
  return sayBack(named ? core : core.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase()));
}
