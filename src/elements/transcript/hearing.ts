import type { LitElement } from 'lit';
import type { RecorderController } from '../../context/recorder-controller.js';
import type { SessionController } from '../../context/session-controller.js';
import { heardLength, lastWord } from '../../session/heard-text.js';
import type { Turn } from '../../session/session-state.js';
import type { Highlight } from './painted-text.js';

/** An answer that goes on is one of the last turns. */
const LATEST = 16;

interface Spoken extends Highlight {
  id: string;
  /** Which turn it is in. */
  index: number;
}

/**
 * What is heard right now: how much of an answer that sounds, and which word of a recording that is played.
 * Where playback stands is no state: it is asked for at each frame, and rendered when it has changed.
 */
export class Hearing {
  /** The word that is heard in the recording. */
  spoken: Spoken | null = null;
  readonly #session: SessionController<readonly Turn[]>;
  readonly #recorder: RecorderController;
  #turns: readonly Turn[] = [];
  #heard = 0;

  constructor(host: LitElement, session: SessionController<readonly Turn[]>, recorder: RecorderController) {
    this.#session = session;
    this.#recorder = recorder;
    let frame = 0;
    const look = () => {
      frame = 0;
      const { spoken } = this;
      const heard = this.#heard;
      this.setTurns(this.#turns);
      if (spoken !== this.spoken || heard !== this.#heard) host.requestUpdate();
      else watch();
    };
    const watch = () => {
      if (!frame && host.isConnected && (this.playing || this.#sounding)) frame = requestAnimationFrame(look);
    };
    host.addController({
      hostUpdated: watch,
      hostDisconnected: () => {
        cancelAnimationFrame(frame);
        frame = 0;
      },
    });
  }

  /** A recording is played. */
  get playing(): boolean {
    return Boolean(this.#recorder.recorder?.player.playing);
  }

  /** How much of a turn is shown: an answer appears with its sound, not seconds ahead of it. */
  heardLength(turn: Turn): number {
    return this.#session.session?.getHeardLength(turn) ?? turn.text.length;
  }

  /** @param turns all of them */
  setTurns(turns: readonly Turn[]): void {
    this.#turns = turns;
    const { spoken } = this;
    const now = this.#findSpoken();
    // The same object for the same word.
    if (now?.id !== spoken?.id || now?.from !== spoken?.from || now?.to !== spoken?.to) this.spoken = now;
    this.#heard = this.#sounding ? this.heardLength(this.#sounding) : 0;
  }

  get #sounding(): Turn | undefined {
    const latest = this.#session.value.slice(-LATEST);
    return latest.findLast(({ role, status }) => role === 'assistant' && status === 'streaming');
  }

  #findSpoken(): Spoken | null {
    const at = this.#recorder.recorder?.player.at;
    if (at == null) return null;
    const index = this.#turns.findLastIndex(
      ({ startedAt, endedAt, text }) => text && endedAt && startedAt <= at && at <= endedAt,
    );
    if (index < 0) return null;
    const { id, text, startedAt, endedAt = at } = this.#turns[index] as Turn;
    const progress = { playedMs: at - startedAt, totalMs: endedAt - startedAt, complete: true };
    const [from, to] = lastWord(text, heardLength(text, progress));
    return { id, index, from, to, part: 'heard' };
  }
}
