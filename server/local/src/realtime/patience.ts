import type { SemanticVad } from './session-config.ts';

type Eagerness = SemanticVad['eagerness'];

/** The longest that each eagerness waits for more, ms from the end of speech. */
const LONGEST_WAIT_MS: Record<Eagerness, number> = { low: 8000, medium: 4000, auto: 4000, high: 2000 };
/**
 * The same after words that sound finished. Between two sentences people pause for a third to half
 * a second, so anything shorter cuts them off.
 */
const FINISHED_WAIT_MS: Record<Eagerness, number> = { low: 800, medium: 500, auto: 500, high: 300 };

/** Words after which something must follow, whatever the recogniser put behind them. */
const UNFINISHED = /(?:^|\s)(?:a|an|and|because|but|er|erm|hmm|if|my|or|the|uh|uhm|um|umm|your)[.,…]*$/i;
/** Words that can end a sentence, but not one without a full stop. */
const OPEN_ENDED =
  /(?:^|\s)(?:about|as|at|by|for|from|her|his|i|in|into|is|like|maybe|of|on|our|so|than|that|their|then|to|well|when|where|which|while|with)$/i;

export function longestWaitMs(eagerness: Eagerness): number {
  return LONGEST_WAIT_MS[eagerness];
}

/**
 * How long to wait for more after words like these, ms from the end of speech. What sounds
 * finished is answered soon, what only lacks its full stop after half the longest wait.
 */
export function patienceMs(transcript: string, eagerness: Eagerness): number {
  const text = transcript.trim();
  const trailsOff = /(?:[,:;–—-]|\.\.\.|…)$/.test(text) || UNFINISHED.test(text) || OPEN_ENDED.test(text);
  if (trailsOff) return LONGEST_WAIT_MS[eagerness];
  // No words at all: a noise, which nothing will complete.
  if (text === '' || /[.!?]["')\]]*$/.test(text)) return FINISHED_WAIT_MS[eagerness];
  return LONGEST_WAIT_MS[eagerness] / 2;
}
