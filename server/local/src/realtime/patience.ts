import type { SemanticVad } from './session-config.ts';

type Eagerness = SemanticVad['eagerness'];

/** The longest that each eagerness waits for more, ms from the end of speech. */
const LONGEST_WAIT_MS: Record<Eagerness, number> = { low: 8000, medium: 4000, auto: 4000, high: 2000 };
/**
 * The same after words that sound finished. Between two sentences people pause for a third to half
 * a second, so anything shorter cuts them off.
 */
const FINISHED_WAIT_MS: Record<Eagerness, number> = { low: 800, medium: 500, auto: 500, high: 300 };

/** Words after which something must follow. */
const OPEN_ENDED =
  /(?:^|\s)(?:a|an|and|about|as|at|because|but|by|for|from|her|his|i|if|in|into|is|like|maybe|my|of|on|or|our|so|than|that|the|their|then|to|uh|uhm|um|umm|well|when|where|which|while|with|your|er|erm|hmm)$/i;

export function longestWaitMs(eagerness: Eagerness): number {
  return LONGEST_WAIT_MS[eagerness];
}

/**
 * How long to wait for more after words like these, ms from the end of speech. What sounds
 * finished is answered soon, what only lacks its full stop after half the longest wait.
 */
export function patienceMs(transcript: string, eagerness: Eagerness): number {
  const text = transcript.trim();
  const trailsOff = /(?:[,:;–—-]|\.\.\.|…)$/.test(text) || OPEN_ENDED.test(text.replace(/[\s.!?]+$/, ''));
  if (trailsOff) return LONGEST_WAIT_MS[eagerness];
  // No words at all: a noise, which nothing will complete.
  if (text === '' || /[.!?]["')\]]*$/.test(text)) return FINISHED_WAIT_MS[eagerness];
  return LONGEST_WAIT_MS[eagerness] / 2;
}
