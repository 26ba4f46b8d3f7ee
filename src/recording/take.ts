import type { RealtimeError } from '../protocol/realtime-error.js';

/** What can be recorded: the person's voice, the assistant's, the camera's picture. */
export type RecordingTrack = 'user' | 'assistant' | 'camera';

/** A finished recording; it stays in the page until the page does something with it. */
export interface Take {
  /** A UUID. */
  readonly id: string;
  /** Whether it is of one press of record, or of a whole call. */
  readonly mode: 'turns' | 'call';
  /** The file: seekable, with its duration. Large ones lie on disk, not in memory. */
  readonly blob: Blob;
  /** The file's MIME type, such as `audio/webm;codecs=opus`. */
  readonly type: string;
  /** When its sound begins, ms since 1970. */
  readonly startedAt: number;
  /** How long it is, ms. */
  readonly duration: number;
  /** What is in it; `camera` only if there was a picture. */
  readonly tracks: readonly RecordingTrack[];
  /** The turns whose sound is in it. Services announce turns late: ask again rather than keep it. */
  readonly turnIds: readonly string[];
  /** Why it ended before its time; what was recorded until then is here. */
  readonly error?: RealtimeError | undefined;
}

/** A take is finished; of the elements `realtime-recording`. */
export class RealtimeRecordingEvent extends Event {
  readonly take: Take;

  constructor(type: string, take: Take, init?: EventInit) {
    super(type, init);
    this.take = take;
  }
}
