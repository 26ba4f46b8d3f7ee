import type { SpeechEngine, VoiceDetector } from '../speech/speech-engine.ts';
import { longestWaitMs, patienceMs } from './patience.ts';
import type { SemanticVad, ServerVad } from './session-config.ts';

/** A pause in which `semantic_vad` asks whether the user has finished, ms. */
const SEMANTIC_PAUSE_MS = 300;
const SEMANTIC_THRESHOLD = 0.5;

export interface TurnListener {
  /** @param atMs where speech began */
  turnStarted(atMs: number): void;
  /** @param atMs where the turn ended: the pause that showed it included */
  turnStopped(atMs: number): void;
  /** The words of the turn so far; asked in a pause. */
  wordsSoFar(): Promise<string>;
}

/**
 * Finds the user's turns in the sound. All times are ms on the clock of the input buffer, so a
 * decision depends on the sound alone, however fast it comes.
 */
export class TurnDetector {
  readonly #settings: ServerVad | SemanticVad;
  readonly #listener: TurnListener;
  readonly #voice: VoiceDetector;
  /** What the detector's clock has to be put forward by. */
  readonly #offsetMs: number;
  #nowMs: number;
  #inTurn = false;
  /** The pause that is being judged; `endMs` is known once it was. */
  #pause: { startMs: number; endMs: number } | null = null;

  constructor(
    engine: SpeechEngine,
    settings: ServerVad | SemanticVad,
    nowMs: number,
    listener: TurnListener,
  ) {
    this.#settings = settings;
    this.#listener = listener;
    this.#offsetMs = nowMs;
    this.#nowMs = nowMs;
    this.#voice = engine.createVoiceDetector({
      threshold: settings.type === 'server_vad' ? settings.threshold : SEMANTIC_THRESHOLD,
      silenceDurationMs: this.#silenceMs,
    });
  }

  get inTurn(): boolean {
    return this.#inTurn;
  }

  /** @param nowMs the clock after these samples (16 000 Hz) */
  push(samples: Float32Array, nowMs: number): void {
    this.#nowMs = nowMs;
    for (const edge of this.#voice.push(samples)) {
      const atMs = edge.atMs + this.#offsetMs;
      if (edge.type === 'started') this.#started(atMs);
      else this.#stopped(atMs);
    }
    if (this.#pause && nowMs >= this.#pause.endMs) this.#finish(this.#pause.endMs);
  }

  /** Forgets a turn under way without a word about it. */
  reset(): void {
    this.#voice.reset();
    this.#inTurn = false;
    this.#pause = null;
  }

  close(): void {
    this.reset();
    this.#voice.close();
  }

  get #silenceMs(): number {
    return this.#settings.type === 'server_vad' ? this.#settings.silence_duration_ms : SEMANTIC_PAUSE_MS;
  }

  #started(atMs: number): void {
    // Much sound at once can hold a pause longer than any patience, not judged yet.
    const latest = this.#pause && this.#settings.type === 'semantic_vad' && this.#latestEnd(this.#settings);
    if (latest && atMs > latest) this.#finish(latest);
    this.#pause = null;
    if (this.#inTurn) return;
    this.#inTurn = true;
    this.#listener.turnStarted(atMs);
  }

  #stopped(atMs: number): void {
    if (!this.#inTurn) return;
    if (this.#settings.type === 'server_vad') this.#finish(atMs);
    else void this.#judge({ startMs: atMs - SEMANTIC_PAUSE_MS, endMs: Infinity }, this.#settings);
  }

  async #judge(pause: { startMs: number; endMs: number }, settings: SemanticVad): Promise<void> {
    this.#pause = pause;
    const words = await this.#listener.wordsSoFar();
    if (this.#pause !== pause) return;
    pause.endMs = pause.startMs + Math.max(SEMANTIC_PAUSE_MS, patienceMs(words, settings.eagerness));
    if (this.#nowMs >= pause.endMs) this.#finish(pause.endMs);
  }

  #latestEnd(settings: SemanticVad): number {
    return this.#pause!.startMs + longestWaitMs(settings.eagerness);
  }

  #finish(atMs: number): void {
    this.#inTurn = false;
    this.#pause = null;
    this.#listener.turnStopped(Math.min(atMs, this.#nowMs));
  }
}
