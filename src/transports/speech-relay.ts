import { Capture } from '../audio/capture.js';
import { Player } from '../audio/player.js';
import { SAMPLE_RATE } from '../audio/pcm.js';

const SPEECH = 'speech';
/** Sound that stays under way, so that an uneven clock leaves no gaps; how much that is, is known 50 ms late. */
const CUSHION_MS = 120;
/** Root mean square below which it is quiet, −45 dBFS. */
const QUIET_LEVEL = 0.0056 * 32_768;
/** As much of a pause is kept: the silence before a “p” is part of the word. */
const SHORTEST_PAUSE_MS = 160;
/** Longer than its backlog and this, nobody waits for the end of a recording. */
const PATIENCE_MS = 500;

const duration = (samples: Int16Array) => (samples.length / SAMPLE_RATE) * 1000;

/**
 * Keeps what is said before a media connection stands, and then sends it along:
 * a track that runs late by as much, and catches up in the pauses.
 */
export class SpeechRelay {
  /** What is sent in place of the microphone's own track. */
  readonly track: MediaStreamTrack;
  readonly #context: AudioContext;
  readonly #player: Player;
  #capture: Capture | null = null;
  #kept: Int16Array<ArrayBuffer>[] | null = [];
  #passedMs = 0;
  #quietMs = 0;

  /** @throws RealtimeError `audio-failed` */
  static async open(context: AudioContext, stream: MediaStream): Promise<SpeechRelay> {
    const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
    const relay = new SpeechRelay(context, await Player.open(context, destination), destination.stream);
    await relay.listen(stream);
    return relay;
  }

  private constructor(context: AudioContext, player: Player, stream: MediaStream) {
    this.#context = context;
    this.#player = player;
    this.track = stream.getAudioTracks()[0] as MediaStreamTrack;
  }

  /** Goes on with another microphone, after all that the one before has heard. @throws RealtimeError `audio-failed` */
  async listen(stream: MediaStream): Promise<void> {
    await this.flush();
    this.#capture?.close();
    this.#capture = null;
    const capture = await Capture.open(this.#context, stream, (samples) => this.#take(samples));
    if (this.track.readyState === 'ended') capture.close();
    else this.#capture = capture;
  }

  /** The connection stands: what was kept goes out. */
  start(): void {
    const kept = this.#kept ?? [];
    this.#kept = null;
    this.#pass(new Int16Array((CUSHION_MS * SAMPLE_RATE) / 1000));
    for (const samples of kept) this.#pass(samples);
  }

  /** Resolves when all that was said is here. */
  async flush(): Promise<void> {
    await this.#capture?.flush();
  }

  /** Resolves when all that was said has gone out. */
  async finish(): Promise<void> {
    const over = new Promise<void>((resolve) => {
      this.#player.onended = () => resolve();
      setTimeout(resolve, this.#backlogMs + PATIENCE_MS);
    });
    this.#player.end(SPEECH);
    if (this.#passedMs > 0) await over;
  }

  close(): void {
    this.#capture?.close();
    this.#player.close();
    this.track.stop();
  }

  get #backlogMs(): number {
    return this.#passedMs - (this.#player.position?.playedMs ?? 0);
  }

  #take(samples: Int16Array): void {
    const chunk = samples as Int16Array<ArrayBuffer>;
    if (this.#kept) this.#kept.push(chunk);
    else this.#pass(chunk);
  }

  #pass(samples: Int16Array<ArrayBuffer>): void {
    this.#quietMs = isQuiet(samples) ? this.#quietMs + duration(samples) : 0;
    if (this.#quietMs > SHORTEST_PAUSE_MS && this.#backlogMs > CUSHION_MS) return;
    this.#passedMs += duration(samples);
    this.#player.play(SPEECH, samples);
  }
}

function isQuiet(samples: Int16Array): boolean {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  return Math.sqrt(power) < QUIET_LEVEL;
}
