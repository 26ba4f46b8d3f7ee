import type { Progress } from '../transports/transport.js';

/** How long a voice takes for a character: an ordinary one speaks about 15 a second. */
export const ORDINARY_PACE_MS = 65;
/** At these a voice pauses as long as so many characters take. */
const PAUSES: Record<string, number> = { '.': 6, '!': 6, '?': 6, ':': 4, ';': 4, ',': 3 };

const weight = (text: string, at: number) => 1 + (PAUSES[text.charAt(at)] ?? 0);

const words = new Intl.Segmenter(undefined, { granularity: 'word' });

/** How much there is to speak: characters, and pauses as characters. */
export function spokenLength(text: string): number {
  let length = 0;
  for (let at = 0; at < text.length; at += 1) length += weight(text, at);
  return length;
}

/**
 * How much of a text was heard when so much of its sound was played.
 *
 * Services do not say when each word sounds, so the sound is shared out among
 * the characters and pauses; a word that has begun counts. While it is not known
 * how long the sound is, that is reckoned from the text.
 *
 * @param paceMs how long the voice takes for a character
 * @returns a number of UTF-16 units, at the end of a word
 */
export function heardLength(
  text: string,
  { playedMs, totalMs, complete }: Progress,
  paceMs = ORDINARY_PACE_MS,
): number {
  if (playedMs <= 0 || !text) return 0;
  const whole = spokenLength(text);
  const lengthMs = complete ? totalMs : Math.max(totalMs, whole * paceMs);
  let left = (playedMs / lengthMs) * whole;
  if (!(left < whole)) return text.length;
  let at = 0;
  while ((left -= weight(text, at)) > 0) at += 1;
  const word = words.segment(text).containing(at);
  return word ? word.index + word.segment.length : at;
}

/** The word that was heard last, when so much of a text was heard: where it begins and ends, in UTF-16 units. */
export function lastWord(text: string, heard: number): [from: number, to: number] {
  const segments = words.segment(text);
  let word = segments.containing(heard - 1);
  while (word && !word.isWordLike && word.index) word = segments.containing(word.index - 1);
  return word ? [word.index, word.index + word.segment.length] : [0, 0];
}
