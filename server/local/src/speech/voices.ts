/** How one of the voices sounds. */
export interface Speaker {
  /** Speaker number of the voice model, 0…903. */
  id: number;
  /** Brings hasty and slow readers to about 190 words a minute; 1 is the model's own pace. */
  pace: number;
}

export const DEFAULT_VOICE = 'marin';

/**
 * Ten of the model's 904 speakers: well understood by a recogniser and easily
 * told apart. The two numbers behind them are the pitch in Hz and what they are.
 */
const SPEAKERS: Readonly<Record<string, Speaker>> = {
  alloy: { id: 672, pace: 0.69 }, // 180, woman
  ash: { id: 520, pace: 0.62 }, // 109, man
  ballad: { id: 425, pace: 0.65 }, // 135, man
  cedar: { id: 805, pace: 0.63 }, // 86, man
  coral: { id: 382, pace: 0.72 }, // 195, woman
  echo: { id: 900, pace: 0.7 }, // 133, man
  marin: { id: 733, pace: 0.74 }, // 198, woman
  sage: { id: 748, pace: 0.82 }, // 190, woman
  shimmer: { id: 444, pace: 0.74 }, // 225, woman
  verse: { id: 653, pace: 0.8 }, // 122, man
};

/** The names a session may ask for. */
export const VOICE_NAMES: readonly string[] = Object.keys(SPEAKERS);

/** @returns the speaker of an OpenAI voice name; the default voice's for any other name */
export function speakerOf(voice: string): Speaker {
  return Object.hasOwn(SPEAKERS, voice) ? SPEAKERS[voice]! : SPEAKERS[DEFAULT_VOICE]!;
}
