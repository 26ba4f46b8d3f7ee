/** When a person was heard to speak, ms since 1970. */
export interface Voice {
  /** The first of it, since the last `forget`. */
  readonly firstAt: number;
  /** The beginning of the last stretch of speech without a long pause. */
  readonly startedAt: number;
  /** The last of it. */
  readonly endedAt: number;
}

/** Quieter than this is no voice, dBFS. */
const QUIETEST_VOICE_DB = -50;
/** A voice stands out from the room by at least this, dB. */
const PROMINENCE_DB = 10;
/** No room is quieter, dBFS. */
const SILENCE_DB = -90;
/** How fast the room may be taken to get louder, dB for each look. */
const FLOOR_RISE_DB = 0.1;
/** A longer pause than this begins a new stretch, ms. */
const LONG_PAUSE_MS = 700;

/** Notes when somebody speaks, from levels alone: enough to place words in time, not to find turns. */
export class VoiceTracker {
  #floorDb = QUIETEST_VOICE_DB;
  #voice: Voice | null = null;

  get voice(): Voice | null {
    return this.#voice;
  }

  /** @param decibels the level now, dBFS; `now` in ms since 1970. Call it about every 50 ms. */
  observe(decibels: number, now: number): void {
    this.#floorDb = Math.max(SILENCE_DB, Math.min(decibels, this.#floorDb + FLOOR_RISE_DB));
    if (decibels < Math.max(QUIETEST_VOICE_DB, this.#floorDb + PROMINENCE_DB)) return;
    const { firstAt, startedAt, endedAt } = this.#voice ?? { firstAt: now, startedAt: now, endedAt: now };
    this.#voice = {
      firstAt,
      startedAt: now - endedAt > LONG_PAUSE_MS ? now : startedAt,
      endedAt: now,
    };
  }

  /** Begins anew: what was said has become a turn. */
  forget(): void {
    this.#voice = null;
  }
}
