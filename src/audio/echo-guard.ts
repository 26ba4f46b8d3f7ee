/** How the kit keeps an assistant from hearing itself. */
export type EchoGuardMode = 'auto' | 'off' | 'half-duplex';

/** Quieter than this, an answer does not sound, and an echo wakes no voice detection; dBFS. */
const INAUDIBLE_DB = -50;
/** An echo is back after at most so long: loudspeaker, room and microphone; looks. */
const ECHO_LOOKS = 8;
/** What is compared to tell an echo from a person, looks. */
const HISTORY_LOOKS = 32;
/** An answer must have sounded for so long before its echo can be measured, looks. */
const SETTLED_LOOKS = 8;
/** How much quieter than the answer its echo is taken to be before it was measured, dB. */
const LIKELY_COUPLING_DB = -15;
/** A person is heard over an echo by as much, dB. */
const PROMINENCE_DB = 9;
/** A person speaks for longer than a click or a loud syllable of the echo, looks. */
const VOICE_LOOKS = 3;
/** A person who spoke a moment ago still speaks: syllables end quietly; looks. */
const HOLD_LOOKS = 12;
/** Levels that rise and fall together like this are the same sound. */
const SAME_SOUND = 0.8;
/** How fast the measured coupling is taken over, share for each look. */
const LEARNING_RATE = 0.3;

const peak = (levels: readonly number[]) => Math.max(-Infinity, ...levels);

/**
 * Decides whether the microphone may be heard while an answer sounds.
 *
 * Browsers take the loudspeaker's sound out of the microphone's, but not always all of it; what is
 * left makes voice detection cut the answer off. So the guard learns how much of the answer comes back
 * and lets the microphone through when it is louder than that: when a person speaks. Where nothing
 * comes back it lets everything through.
 */
export class EchoGuard {
  #input: number[] = [];
  #output: number[] = [];
  #couplingDb = LIKELY_COUPLING_DB;
  #sounding = 0;
  #voiced = 0;
  #held = 0;
  #echo = false;

  /** The answer's own sound was heard in the microphone, loud enough to matter. */
  get echo(): boolean {
    return this.#echo;
  }

  /**
   * To be called every 50 ms: a look.
   *
   * @param inputDb the microphone's level, dBFS
   * @param outputDb the answer's level, dBFS
   * @returns whether the microphone may be heard
   */
  observe(inputDb: number, outputDb: number, mode: EchoGuardMode): boolean {
    this.#input = [...this.#input, Math.max(-90, inputDb)].slice(-HISTORY_LOOKS);
    this.#output = [...this.#output, Math.max(-90, outputDb)].slice(-HISTORY_LOOKS);
    const loudest = peak(this.#output.slice(-ECHO_LOOKS));
    this.#sounding = loudest > INAUDIBLE_DB ? this.#sounding + 1 : 0;
    if (!this.#sounding || mode === 'off') return true;
    if (mode === 'half-duplex') return false;
    if (this.#sounding > SETTLED_LOOKS) this.#learn();
    const expected = loudest + this.#couplingDb;
    const voice = inputDb > Math.max(INAUDIBLE_DB, expected + PROMINENCE_DB);
    this.#voiced = voice ? this.#voiced + 1 : 0;
    this.#held = this.#voiced >= VOICE_LOOKS ? HOLD_LOOKS : this.#held - 1;
    return expected < INAUDIBLE_DB || this.#held > 0;
  }

  #learn(): void {
    const since = Math.min(this.#sounding, HISTORY_LOOKS);
    const [input, output] = [this.#input.slice(-since), this.#output.slice(-since)];
    const measured = peak(input) - peak(output);
    const same = similarity(input, output) > SAME_SOUND;
    if (measured < this.#couplingDb || same) {
      this.#couplingDb += (measured - this.#couplingDb) * LEARNING_RATE;
    }
    if (same && peak(input) > INAUDIBLE_DB) this.#echo = true;
  }
}

/** How alike two courses of levels are, the first one late by up to `ECHO_LOOKS`: −1…1. */
function similarity(late: readonly number[], early: readonly number[]): number {
  let best = -1;
  for (let lag = 0; lag < ECHO_LOOKS; lag += 1) {
    best = Math.max(best, correlation(late.slice(lag), early.slice(0, early.length - lag)));
  }
  return best;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((value, index) => {
    const [da, db] = [value - meanA, (b[index] ?? 0) - meanB];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  });
  return aa && bb ? ab / Math.sqrt(aa * bb) : 0;
}
