/** Longest piece spoken in one go, characters: about 12 s of speech, half a second of work. */
const MAX_PIECE_LENGTH = 200;
const NO_END_OF_SENTENCE = /\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|vs|approx|e\.g|i\.e|[ap]\.m)\.\s*$/i;

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/**
 * Cuts a text into what is spoken in one go: sentences, and of very long
 * sentences clauses. What has nothing to say in it is left out.
 */
export function splitSentences(text: string): string[] {
  return text
    .split(/\n+/)
    .flatMap((line) => segmentSentences(line).map((sentence) => sentence.trim()))
    .flatMap(cutLongSentence)
    .filter((piece) => /[\p{L}\p{N}]/u.test(piece));
}

/** Cuts a text into sentences, with their white space: joined they are the text. */
export function segmentSentences(text: string): string[] {
  const sentences: string[] = [];
  for (const { segment } of segmenter.segment(text)) {
    const last = sentences.at(-1);
    if (last !== undefined && NO_END_OF_SENTENCE.test(last)) sentences[sentences.length - 1] = last + segment;
    else sentences.push(segment);
  }
  return sentences;
}

function cutLongSentence(sentence: string): string[] {
  const pieces: string[] = [];
  let rest = sentence;
  while (rest.length > MAX_PIECE_LENGTH) {
    const head = rest.slice(0, MAX_PIECE_LENGTH);
    const end = lastMatchEnd(head, /[,;:]\s/g) ?? lastMatchEnd(head, /\s/g) ?? MAX_PIECE_LENGTH;
    pieces.push(rest.slice(0, end).trim());
    rest = rest.slice(end);
  }
  return [...pieces, rest.trim()];
}

function lastMatchEnd(text: string, pattern: RegExp): number | undefined {
  const match = Array.from(text.matchAll(pattern)).at(-1);
  return match && match.index + match[0].length;
}
