import type { SessionMedia } from '../session/connection.js';
import { CameraPicture } from './camera-picture.js';
import { FileRecorder } from './file-recorder.js';
import type { RecordingTrack, Take } from './take.js';

/** What a recording makes; whoever knows the conversation makes a take of it. */
export type File = Omit<Take, 'id' | 'mode' | 'turnIds'>;

/** What is recorded from one moment to another: one file, or one for each track. */
export class Recording {
  /** It is worth keeping. */
  wanted = false;
  /** Resolves when it was stopped, or failed, or there was nothing more to record. */
  readonly finished: Promise<readonly File[]>;
  readonly #files: FileRecorder[] = [];
  readonly #release: (() => void)[] = [];

  /**
   * @param camera asked for each picture
   * @throws RealtimeError `recording-failed`
   */
  constructor(
    media: SessionMedia,
    camera: () => MediaStream | null,
    tracks: readonly RecordingTrack[],
    separate: boolean,
  ) {
    const groups = separate ? tracks.map((track) => [track]) : tracks.length ? [tracks] : [];
    const picture = tracks.includes('camera') ? new CameraPicture(camera) : null;
    this.#release.push(() => picture?.close());
    try {
      for (const group of groups) {
        const stream = this.#mix(media, group);
        if (picture && group.includes('camera')) stream.addTrack(picture.track);
        this.#files.push(new FileRecorder(stream));
      }
    } catch (error) {
      this.stop();
      this.#close();
      throw error;
    }
    const startedAt = Date.now();
    this.finished = Promise.all(
      this.#files.map(async (file, index): Promise<File> => {
        const { blob, durationMs, error } = await file.finished;
        this.stop(); // files that belong together end together
        const recorded = (groups[index] ?? []).filter((track) => track !== 'camera' || picture?.seen);
        return {
          blob,
          type: blob.type,
          startedAt,
          duration: Math.round(durationMs),
          tracks: recorded,
          ...(error && { error }),
        };
      }),
    ).finally(() => this.#close());
  }

  stop(): void {
    for (const file of this.#files) file.stop();
  }

  #mix({ context, input, output }: SessionMedia, tracks: readonly RecordingTrack[]): MediaStream {
    const sources = { user: input, assistant: output };
    const nodes = tracks.flatMap((track) => (track === 'camera' ? [] : sources[track]));
    if (!nodes.length) return new MediaStream();
    const mix = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
    for (const node of nodes) {
      node.connect(mix);
      this.#release.push(() => node.disconnect(mix));
    }
    return mix.stream;
  }

  #close(): void {
    for (const release of this.#release.splice(0)) release();
  }
}
