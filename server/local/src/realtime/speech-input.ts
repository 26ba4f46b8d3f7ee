import type { SpeechEngine } from '../speech/speech-engine.ts';
import type { Send } from './events.ts';
import { createId } from './ids.ts';
import { InputBuffer, type Sound } from './input-buffer.ts';
import { ProtocolError } from './protocol-error.ts';
import type { InputConfig, TurnDetection } from './session-config.ts';
import { TurnDetector } from './turn-detector.ts';
import { TurnTranscriber, type Transcript } from './turn-transcriber.ts';

/** The least that can be committed, ms. */
const MIN_COMMIT_MS = 100;
/**
 * Kept of the sound before speech, ms, where nothing longer is asked for: speech is noticed up to
 * 200 ms after it began.
 */
const MIN_PRE_ROLL_MS = 300;
const NOTICED_LATE_MS = 200;
/** A turn that is never ended must not fill the memory, ms: of a longer one the end is kept. */
const MAX_HELD_MS = 10 * 60_000;

/** A turn of the user that becomes an item of the conversation. */
export interface CommittedTurn extends Sound {
  itemId: string;
  transcript: Promise<Transcript>;
}

export interface SpeechInputListener {
  send: Send;
  /** The user began to speak, and may want to interrupt. */
  speechStarted(): void;
  /** More of what the user says in that item is certain. */
  transcribed(itemId: string, delta: string): void;
  /** @param detected by turn detection, not by the client's `input_audio_buffer.commit` */
  committed(turn: CommittedTurn, detected: boolean): void;
}

/** From the user's sound to the user's turns: buffer, turn detection, transcripts of turns under way. */
export class SpeechInput {
  readonly #engine: SpeechEngine;
  readonly #listener: SpeechInputListener;
  readonly #buffer = new InputBuffer();
  #config: InputConfig;
  #detector: TurnDetector | null = null;
  /** The item that the sound in the buffer will become. */
  #itemId = createId('item');
  #transcriber!: TurnTranscriber;
  #turnStartMs = 0;
  /** The last attempt to recognise the turn in order to judge a pause. */
  #judged: { words?: string } = {};

  constructor(engine: SpeechEngine, config: InputConfig, listener: SpeechInputListener) {
    this.#engine = engine;
    this.#config = config;
    this.#listener = listener;
    this.#nextItem();
    this.#detect(config.turn_detection);
  }

  /** ms of sound written so far. */
  get nowMs(): number {
    return this.#buffer.endMs;
  }

  get inTurn(): boolean {
    return this.#detector?.inTurn ?? false;
  }

  configure(config: InputConfig): void {
    const before = this.#config;
    this.#config = config;
    if (JSON.stringify(before.turn_detection) === JSON.stringify(config.turn_detection)) return;
    this.#detector?.close();
    this.#detect(config.turn_detection);
  }

  /** @param samples 24 000 Hz */
  push(samples: Int16Array): void {
    const speech = this.#buffer.push(samples);
    this.#buffer.dropBefore(this.nowMs - MAX_HELD_MS);
    this.#detector?.push(speech, this.nowMs);
    if (!this.#detector) this.#grow(this.#buffer.startMs);
    else if (this.#detector.inTurn) this.#grow(this.#turnStartMs);
    else this.#buffer.dropBefore(this.nowMs - this.#preRollMs - NOTICED_LATE_MS);
  }

  /** @throws ProtocolError when there is not enough */
  commit(): void {
    const heldMs = this.nowMs - this.#buffer.startMs;
    if (heldMs < MIN_COMMIT_MS) {
      throw new ProtocolError(
        'input_audio_buffer_commit_empty',
        'Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, ' +
          `but buffer only has ${heldMs.toFixed(2)}ms of audio.`,
      );
    }
    this.#detector?.reset();
    this.#commit(this.#buffer.startMs, this.nowMs, false);
  }

  clear(): void {
    this.#detector?.reset();
    this.#buffer.dropBefore(this.nowMs);
    this.#nextItem();
    this.#listener.send({ type: 'input_audio_buffer.cleared' });
  }

  /** Commits silence: the user has said nothing for too long. */
  commitSilence(fromMs: number): void {
    const start = Math.max(fromMs, this.#buffer.startMs);
    this.#listener.send({
      type: 'input_audio_buffer.timeout_triggered',
      audio_start_ms: Math.round(fromMs),
      audio_end_ms: Math.round(this.nowMs),
      item_id: this.#itemId,
    });
    this.#judged = { words: '' };
    this.#commit(start, this.nowMs, true);
  }

  close(): void {
    this.#transcriber.stop();
    this.#detector?.close();
    this.#detector = null;
  }

  get #preRollMs(): number {
    const detection = this.#config.turn_detection;
    return detection?.type === 'server_vad' ? detection.prefix_padding_ms : MIN_PRE_ROLL_MS;
  }

  #detect(settings: TurnDetection): void {
    this.#detector =
      settings &&
      new TurnDetector(this.#engine, settings, this.nowMs, {
        turnStarted: (atMs) => this.#turnStarted(atMs),
        turnStopped: (atMs) => this.#turnStopped(atMs),
        wordsSoFar: () => this.#wordsSoFar(),
      });
  }

  #turnStarted(atMs: number): void {
    this.#turnStartMs = Math.max(this.#buffer.startMs, atMs - this.#preRollMs);
    this.#listener.send({
      type: 'input_audio_buffer.speech_started',
      audio_start_ms: Math.round(this.#turnStartMs),
      item_id: this.#itemId,
    });
    this.#listener.speechStarted();
  }

  #turnStopped(atMs: number): void {
    this.#listener.send({
      type: 'input_audio_buffer.speech_stopped',
      audio_end_ms: Math.round(atMs),
      item_id: this.#itemId,
    });
    this.#commit(this.#turnStartMs, atMs, true);
  }

  #commit(fromMs: number, toMs: number, detected: boolean): void {
    const sound = this.#buffer.take(fromMs, toMs);
    const transcriber = this.#transcriber;
    // Only silence can have come since words were recognised to judge this very pause.
    const known = detected ? this.#judged.words : undefined;
    const itemId = this.#itemId;
    this.#nextItem();
    this.#listener.committed(
      { ...sound, itemId, transcript: transcriber.finish(sound.speech, known) },
      detected,
    );
  }

  async #wordsSoFar(): Promise<string> {
    const attempt: { words?: string } = {};
    this.#judged = attempt;
    const speech = this.#buffer.speech(this.#turnStartMs, this.nowMs);
    // When it fails, the finished turn is recognised again, and that failure is told.
    const words = await this.#engine.transcribe(speech).catch(() => undefined);
    attempt.words = words;
    return words ?? '';
  }

  #grow(fromMs: number): void {
    if (!this.#config.transcription) return;
    const toMs = this.nowMs;
    void this.#transcriber.grow(() => this.#buffer.speech(fromMs, toMs), toMs - fromMs);
  }

  #nextItem(): void {
    this.#transcriber?.stop();
    this.#judged = {};
    const itemId = createId('item');
    this.#itemId = itemId;
    this.#transcriber = new TurnTranscriber(this.#engine, (delta) => {
      if (this.#config.transcription) this.#listener.transcribed(itemId, delta);
    });
  }
}
