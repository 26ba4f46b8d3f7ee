import type { ServerEvent } from '../protocol/events.js';
import type { PlaybackEvent, Progress } from '../transports/transport.js';
import type { Line, ScriptedAnswer } from './scripted-answer.js';
import type { ScriptedTransport } from './scripted-transport.js';

/** Waits; rejects when the signal is aborted. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** The sound of one answer, of which only the time is real; at pace 0 not even that. */
class Sound implements Progress {
  readonly answer: ScriptedAnswer;
  readonly totalMs: number;
  readonly complete = true;
  readonly #pace: number;
  #since = 0;
  #atMs = 0;

  constructor(answer: ScriptedAnswer, pace: number) {
    this.answer = answer;
    this.#pace = pace;
    this.totalMs = answer.step.ms;
  }

  get playedMs(): number {
    const ms = this.#since && this.#pace ? (performance.now() - this.#since) / this.#pace : this.#atMs;
    return Math.floor(Math.min(ms, this.lastMs));
  }

  /** Where it ends, or stays. */
  get lastMs(): number {
    return this.answer.step.unfinished ? this.totalMs / 2 : this.totalMs;
  }

  start(): void {
    this.#since = performance.now();
  }

  moveTo(ms: number): void {
    this.#atMs = ms;
  }
}

/** The line of a ScriptedTransport: a sound is the events that it would make, one after the other. */
export class ScriptedLine implements Line {
  /** 1 as people speak, 2 twice as long, 0 no time at all. */
  pace = 1;
  readonly #transport: ScriptedTransport;
  readonly #signal: AbortSignal;
  /** What sounds, and what will. */
  readonly #sounds: Sound[] = [];
  #events = 0;
  #announce = () => {};
  #moved = new Promise<void>((resolve) => (this.#announce = resolve));

  constructor(transport: ScriptedTransport) {
    this.#transport = transport;
    this.#signal = transport.signal;
    const listener = (event: Event) => this.#played(event as PlaybackEvent);
    transport.addEventListener('playback', listener, { signal: this.#signal });
  }

  say(event: { type: string; [field: string]: unknown }): void {
    this.#events += 1;
    this.#transport.say({ event_id: `event_${this.#events}`, ...event } as unknown as ServerEvent);
  }

  async wait(ms: number): Promise<void> {
    if (this.pace) await sleep(ms * this.pace, this.#signal);
    this.#signal.throwIfAborted();
  }

  sound(answer: ScriptedAnswer): void {
    const sound = new Sound(answer, this.pace);
    this.#sounds.push(sound);
    this.#transport.heard.set(answer.itemId, sound);
    if (this.#sounds.length === 1) this.#start(sound);
  }

  silence(): void {
    void this.#transport.interrupt();
  }

  async reached(answer: ScriptedAnswer, ms: number): Promise<void> {
    for (;;) {
      this.#signal.throwIfAborted();
      const sound = this.#sounds.find((each) => each.answer === answer);
      if (!sound || sound.playedMs >= ms) return;
      const due = ms - sound.playedMs;
      await Promise.race([this.#moved, this.pace && Number.isFinite(due) ? this.wait(due) : this.#moved]);
    }
  }

  /** At pace 0 time stands still: this has it pass until so much of an answer was heard. */
  advance(answer: ScriptedAnswer, ms: number): void {
    const sound = this.#sounds.find((each) => each.answer === answer);
    if (!sound || this.pace) return;
    while (this.#sounds[0] && this.#sounds[0] !== sound) this.#end(this.#sounds[0]);
    sound.moveTo(ms);
    this.#move();
    if (ms >= sound.totalMs && !answer.step.unfinished) this.#end(sound);
  }

  #start(sound: Sound): void {
    sound.start();
    this.#transport.play('started', sound.answer.itemId);
    if (this.pace) void this.#run(sound).catch(() => {}); // the client has hung up
  }

  async #run(sound: Sound): Promise<void> {
    await this.wait(sound.lastMs);
    if (!sound.answer.step.unfinished && this.#sounds[0] === sound) this.#end(sound);
  }

  #end({ answer }: Sound): void {
    this.#transport.play('ended', answer.itemId);
  }

  #played({ phase, itemId, progress }: PlaybackEvent): void {
    const index = this.#sounds.findIndex(({ answer }) => answer.itemId === itemId);
    if (phase === 'started' || index < 0) return;
    this.#sounds.splice(index, 1);
    this.#move();
    if (phase === 'interrupted') {
      const audio_end_ms = progress?.playedMs ?? 0;
      this.say({ type: 'conversation.item.truncated', item_id: itemId, content_index: 0, audio_end_ms });
    } else if (index === 0 && this.#sounds[0]) this.#start(this.#sounds[0]);
  }

  #move(): void {
    this.#announce();
    this.#moved = new Promise((resolve) => (this.#announce = resolve));
  }
}
