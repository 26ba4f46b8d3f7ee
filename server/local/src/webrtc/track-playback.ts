import { durationMs } from '../realtime/audio-format.ts';
import type { Playback, PlaybackListener, PlaybackPosition } from '../realtime/playback.ts';
import { FRAME_SAMPLES } from './frame.ts';

/** The sound of one response. */
interface Sound {
  itemId: string;
  /** What is still to be played. */
  chunks: Int16Array[];
  playedMs: number;
  started: boolean;
  /** Nothing more will come. */
  ended: boolean;
}

/** Cuts the sound of responses, one after the other, into the frames of a media track. */
export class TrackPlayback implements Playback {
  readonly #listener: PlaybackListener;
  /** By response, in the order in which they are heard. */
  readonly #sounds = new Map<string, Sound>();

  constructor(listener: PlaybackListener) {
    this.#listener = listener;
  }

  play(samples: Int16Array, { responseId, itemId }: { responseId: string; itemId: string }): void {
    const sound = this.#sounds.get(responseId) ?? {
      itemId,
      chunks: [],
      playedMs: 0,
      started: false,
      ended: false,
    };
    sound.chunks.push(samples);
    this.#sounds.set(responseId, sound);
  }

  end(responseId: string): void {
    const sound = this.#sounds.get(responseId);
    if (sound) sound.ended = true;
  }

  clear(): PlaybackPosition[] {
    const cleared = [...this.#sounds]
      .filter(([, { started, chunks }]) => started || chunks.length > 0)
      .map(([responseId, { itemId, playedMs }]) => ({ responseId, itemId, playedMs }));
    for (const [responseId, sound] of this.#sounds) {
      sound.chunks = [];
      sound.started = false;
      // Of a response that goes on, the count goes on too.
      if (sound.ended) this.#sounds.delete(responseId);
    }
    return cleared;
  }

  close(): void {
    this.#sounds.clear();
  }

  /** The next 20 ms to be sent: silence where there is nothing to play. */
  nextFrame(): Int16Array {
    const frame = new Int16Array(FRAME_SAMPLES);
    const [current] = this.#sounds;
    if (!current) return frame;
    const [responseId, sound] = current;
    const filled = fill(frame, sound.chunks);
    if (filled > 0 && !sound.started) {
      sound.started = true;
      this.#listener.started(responseId);
    }
    sound.playedMs += durationMs(frame.subarray(0, filled));
    if (sound.ended && sound.chunks.length === 0) {
      this.#sounds.delete(responseId);
      if (sound.started) this.#listener.stopped(responseId);
    }
    return frame;
  }
}

/** Moves sound into the frame. @returns samples moved */
function fill(frame: Int16Array, chunks: Int16Array[]): number {
  let filled = 0;
  while (chunks[0] && filled < frame.length) {
    const head = chunks[0].subarray(0, frame.length - filled);
    frame.set(head, filled);
    filled += head.length;
    if (head.length === chunks[0].length) chunks.shift();
    else chunks[0] = chunks[0].subarray(head.length);
  }
  return filled;
}
