import { RealtimeError } from '../protocol/realtime-error.js';
import type { SessionMedia } from '../session/connection.js';
import { RealtimeErrorEvent } from '../session/session-events.js';
import type { SessionState, Turn } from '../session/session-state.js';
import type { File, Recording } from './recording.js';
import { TakePlayer } from './replay.js';
import { RealtimeRecordingEvent, type RecordingTrack, type Take } from './take.js';

/** What a recorder needs of a session. */
export interface RecordableSession extends EventTarget {
  readonly state: Pick<SessionState, 'status' | 'recording' | 'turns'>;
  readonly media: SessionMedia | null;
  readonly camera: MediaStream | null;
}

/** What a recorder is to do. */
export interface RecorderOptions {
  /** `turns`: a take for each press of record; `call`: one from connecting to hanging up. */
  readonly mode: 'off' | 'turns' | 'call';
  /** What is in a take. */
  readonly tracks: readonly RecordingTrack[];
  /** A file for each track, in place of one with all of them. */
  readonly separate: boolean;
}

/** What was said when record was pressed again is still on its way through the browser, ms. */
const TAIL_MS = 300;

/**
 * Records a session's conversations into takes, which stay in the page until they are deleted.
 *
 * @fires change Event, when `takes` or `recording` is another
 * @fires recording RealtimeRecordingEvent, when a take is finished
 * @fires error RealtimeErrorEvent, when it cannot be recorded; the call goes on
 */
export class Recorder extends EventTarget {
  /** Plays the takes. */
  readonly player = new TakePlayer((turnId) => this.#find(turnId));
  readonly #session: RecordableSession;
  readonly #options: RecorderOptions;
  #takes: readonly Take[] = [];
  /** The sound that is to be recorded. */
  #source: SessionMedia | null = null;
  #recording: Recording | null = null;
  /** What makes the files; loaded when there will be some, for few pages record. */
  #Recording: typeof Recording | null = null;
  #loading = false;
  #tail: ReturnType<typeof setTimeout> | undefined;

  /** @param options read whenever they are needed, so that they may be getters */
  constructor(session: RecordableSession, options: RecorderOptions) {
    super();
    this.#session = session;
    this.#options = options;
    session.addEventListener('change', this.update);
    this.update();
  }

  /** All finished takes, oldest first; replaced by another array when one comes or goes. */
  get takes(): readonly Take[] {
    return this.#takes;
  }

  /** A take is being made. */
  get recording(): boolean {
    return Boolean(this.#recording);
  }

  /** The take with most of a turn's sound; `undefined` while that was not recorded, or not yet. */
  takeOf(turnId: string): Take | undefined {
    return this.#find(turnId)?.[0];
  }

  /** Forgets a take. The browser frees its memory when nothing else in the page holds it. */
  delete(id: string): void {
    if (this.player.take?.id === id) this.player.stop();
    this.#setTakes(this.#takes.filter((take) => take.id !== id));
  }

  /** Looks whether something is to be recorded; call it when the mode has changed. */
  readonly update = (): void => {
    const { media, state } = this.#session;
    const { mode } = this.#options;
    if (!this.#Recording) {
      if (mode !== 'off' && !this.#loading) void this.#load();
      return;
    }
    media?.context.addEventListener('statechange', this.update);
    const wanted =
      (mode === 'turns' && state.recording) ||
      // What is said before the connection stands belongs to the call.
      (mode === 'call' && (state.recording || state.status === 'connected'));
    // Nothing comes out of a context before it runs: then time would not pass in the file.
    const running = media === this.#source || media?.context.state === 'running';
    const source = wanted && running ? media : null;
    if (source !== this.#source) {
      this.#source = source;
      if (source) this.#start(source);
      else if (mode === 'turns' && media) this.#tail = setTimeout(this.#stop, TAIL_MS);
      else this.#stop();
    }
    if (this.#recording && (mode === 'turns' || state.status === 'connected')) this.#recording.wanted = true;
  };

  async #load(): Promise<void> {
    this.#loading = true;
    try {
      this.#Recording = (await import('./recording.js')).Recording;
      this.update();
    } catch (cause) {
      this.#loading = false;
      const message = 'The part that records could not be loaded. Check your connection, then start again.';
      this.dispatchEvent(
        new RealtimeErrorEvent('error', new RealtimeError('recording-failed', message, { cause })),
      );
    }
  }

  #start(media: SessionMedia): void {
    this.#stop();
    if (!this.#Recording) return;
    const { tracks, separate, mode } = this.#options;
    const { camera } = this.#session;
    // A call goes on long enough for a camera to come; a turn does not.
    const present = tracks.filter((track) => track !== 'camera' || camera || mode === 'call');
    this.player.pause(); // else it would be heard in the recording
    try {
      const recording = new this.#Recording(media, () => this.#session.camera, present, separate);
      this.#recording = recording;
      const kind = mode === 'call' ? mode : 'turns';
      void recording.finished.then((files) => this.#receive(recording, files, kind));
    } catch (error) {
      this.dispatchEvent(new RealtimeErrorEvent('error', error as RealtimeError));
    }
    this.#changed();
  }

  readonly #stop = () => {
    clearTimeout(this.#tail);
    this.#recording?.stop();
  };

  #receive(recording: Recording, files: readonly File[], mode: Take['mode']): void {
    if (recording === this.#recording) this.#recording = null;
    const takes = (recording.wanted ? files : [])
      .filter(({ blob }) => blob.size)
      .map((file) => this.#take(file, mode));
    this.#setTakes([...this.#takes, ...takes]);
    for (const { error } of files) if (error) this.dispatchEvent(new RealtimeErrorEvent('error', error));
    for (const take of takes) this.dispatchEvent(new RealtimeRecordingEvent('recording', take));
  }

  #take(file: File, mode: Take['mode']): Take {
    const turnIds = () =>
      this.#session.state.turns.filter((turn) => sharedMs(file, turn) > 0).map(({ id }) => id);
    return {
      ...file,
      id: crypto.randomUUID(),
      mode,
      get turnIds() {
        return turnIds();
      },
    };
  }

  #find(turnId: string): readonly [take: Take, atMs: number] | undefined {
    const turn = this.#session.state.turns.find(({ id }) => id === turnId);
    if (!turn) return;
    const [best] = this.#takes
      .map((take) => [take, sharedMs(take, turn)] as const)
      .sort(([, a], [, b]) => b - a);
    return best && best[1] > 0 ? [best[0], Math.max(0, turn.startedAt - best[0].startedAt)] : undefined;
  }

  #setTakes(takes: readonly Take[]): void {
    this.#takes = takes;
    this.#changed();
  }

  #changed(): void {
    this.dispatchEvent(new Event('change'));
  }
}

/** How much of a turn's sound a file has, ms; what was written has none. */
function sharedMs({ startedAt, duration, tracks }: File, turn: Turn): number {
  if (!tracks.some((track) => track === turn.role)) return 0;
  const end = Math.min(startedAt + duration, turn.endedAt ?? Infinity);
  return end - Math.max(startedAt, turn.startedAt);
}
