import { figuresForWords } from './numbers.ts';

/** A spoken turn is some hundred characters; what is longer is no speech, and costs no more time. */
const longestTurn = 1000;

const fillers =
  /(?<![a-zà-ɏ'])(?:u+h+m*|u+m+|e+r+m*|h+m+|mhm|you know|i mean|kind of|sort of|basically|like,)(?![a-zà-ɏ'])[ ,]*/gi;

/** One sentence of the user, with figures for number words and without "um". */
export interface Sentence {
  text: string;
  /** Asks about something, and so states nothing ("Can we make it Friday?" states something). */
  question: boolean;
}

const proposal =
  /^(?:what|how) about|^what if|^why (?:not|don't we)|^what (?:we|i) (?:want|need|like)|^when (?:we|everyone|they)\b/i;
const questionWord = /^(?:what|when|where|who|whose|how|which|why)(?:'s|'re|s)?\b/i;
const questionVerb =
  /^(?:(?:did|do|does|have|has|had) (?:i|we|you|they|it|he|she)|(?:is|are|was|were|am|isn't|aren't|wasn't) (?:i|we|you|they|it|that|this|there|the|my|our|he|she|\d+))\b/i;
const leadIn = /^(?:(?:and|so|but|or|oh|ok|okay|well|now|then|hey|yeah|yes|no|sorry|please|wait)\b[ ,]*)+/i;

/** True where a sentence asks for an answer. */
function asks(text: string): boolean {
  const plain = text.replace(leadIn, '');
  return !proposal.test(plain) && (questionWord.test(plain) || questionVerb.test(plain));
}

/** Splits what a recogniser wrote into sentences fit for reading. */
export function sentencesOf(text: string): Sentence[] {
  const tidy = text
    .slice(0, longestTurn)
    .replace(/[’‘`´]/g, "'")
    .replace(/[“”"()[\]{}<>*_#|\\]/g, ' ')
    .replace(/…|\.{2,}/g, ', ')
    .replace(/\b([ap])\. ?m\b\.?/gi, '$1m')
    .replace(fillers, '')
    .replace(/\s+/g, ' ')
    .trim();
  return figuresForWords(tidy)
    .split(/(?<=[.!?;])\s+|(?<=[?!;])/)
    .map((part) => part.replace(/^[\s,.;:!?-]+|[\s,.;:!?-]+$/g, ''))
    .filter((part) => /[\p{L}\p{N}]/u.test(part))
    .map((part) => ({ text: part, question: asks(part) }));
}
