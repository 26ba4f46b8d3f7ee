/**
 * A loudspeaker that the service plays to itself, such as a media track. Where a session has none,
 * sound is sent in events, and the client plays it.
 */
export interface Playback {
  /** Queues sound of a response (24 000 Hz); it comes faster than it can be played. */
  play(samples: Int16Array, of: { responseId: string; itemId: string }): void;
  /** No more sound of this response: `stopped` follows once all was played. */
  end(responseId: string): void;
  /** Drops what was not played yet. @returns the responses that were cut off, the playing one first */
  clear(): PlaybackPosition[];
  close(): void;
}

export interface PlaybackPosition {
  responseId: string;
  itemId: string;
  /** How much of the item was really played, ms. */
  playedMs: number;
}

export interface PlaybackListener {
  /** The first sound of a response is being played. */
  started(responseId: string): void;
  /** The last sound of a response was played. */
  stopped(responseId: string): void;
}
