import { RealtimeError } from '../protocol/realtime-error.js';
import { WebmIndex } from './webm.js';

/** What a recording became. */
export interface RecordedFile {
  readonly blob: Blob;
  /** ms */
  readonly durationMs: number;
  /** Why it ended before it was told to. */
  readonly error: RealtimeError | null;
}

/** The best first: what can be made seekable, at little cost; then what Safari had before it knew WebM. */
const SOUND = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];
const PICTURE = ['video/webm;codecs=vp8', 'video/webm;codecs=vp9', 'video/mp4'];
const BOTH = ['video/webm;codecs=vp8,opus', 'video/webm;codecs=vp9,opus', 'video/mp4'];

/** Speech needs no more; a picture of 640 × 480 neither. Bits per second. */
const RATES = { audioBitsPerSecond: 64_000, videoBitsPerSecond: 1_000_000 };
/** One can jump as exactly as that in a picture, ms. */
const KEY_FRAMES = { videoKeyFrameIntervalDuration: 2000 };
/** So often the browser hands over what it has, ms: memory holds no more, and no more is lost if it fails. */
const CHUNK_MS = 1000;

/** One file of tracks; it records from the moment it is made. */
export class FileRecorder {
  /** Resolves when it is stopped, fails, or its tracks end. */
  readonly finished: Promise<RecordedFile>;
  readonly #recorder: MediaRecorder;
  readonly #startedAt = performance.now();
  /** The browser keeps these on disk when they become many. */
  readonly #chunks: Blob[] = [];
  #index: WebmIndex | null = null;
  #indexing: Promise<void> = Promise.resolve();
  #error: RealtimeError | null = null;

  /** @throws RealtimeError `recording-failed` */
  constructor(stream: MediaStream) {
    const hasSound = stream.getAudioTracks().length > 0;
    const hasPicture = stream.getVideoTracks().length > 0;
    try {
      const types = hasPicture ? (hasSound ? BOTH : PICTURE) : SOUND;
      const type = types.find((candidate) => MediaRecorder.isTypeSupported(candidate)) ?? '';
      if (type.includes('webm')) this.#index = new WebmIndex();
      const options: MediaRecorderOptions = { mimeType: type, ...RATES, ...KEY_FRAMES };
      const recorder = (this.#recorder = new MediaRecorder(stream, options));
      recorder.ondataavailable = ({ data }) => this.#keep(data);
      recorder.onerror = (event) => (this.#error = failed(event.error));
      this.finished = new Promise<void>((resolve) => (recorder.onstop = () => resolve())).then(() =>
        this.#finish(),
      );
      recorder.start(CHUNK_MS);
    } catch (cause) {
      throw failed(cause);
    }
  }

  stop(): void {
    if (this.#recorder.state !== 'inactive') this.#recorder.stop();
  }

  #keep(chunk: Blob): void {
    this.#chunks.push(chunk);
    this.#indexing = this.#indexing
      .then(async () => this.#index?.add(new Uint8Array(await chunk.arrayBuffer())))
      .catch(() => void (this.#index = null)); // Not the WebM that we know: it stays as the browser made it.
  }

  async #finish(): Promise<RecordedFile> {
    const elapsedMs = performance.now() - this.#startedAt;
    await this.#indexing;
    const blob = new Blob(this.#chunks, { type: this.#recorder.mimeType });
    const index = this.#index;
    return {
      blob: index?.finish(blob) ?? blob,
      durationMs: index?.durationMs || elapsedMs,
      error: this.#error,
    };
  }
}

function failed(cause: unknown): RealtimeError {
  return RealtimeError.from(
    cause,
    'recording-failed',
    'This browser cannot record the conversation, which goes on. To record it, use another browser.',
  );
}
