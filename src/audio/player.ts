import { SAMPLE_RATE } from './pcm.js';
import { ask, loadWorklet, type PlaybackMessage } from './worklet.js';

/** How far something was played: `playedMs` whole milliseconds of the sound called `id`. */
export interface Played {
  id: string;
  playedMs: number;
}

/** Never more than what was played: a service refuses to truncate beyond the end. */
const toMs = (frames: number) => Math.floor((frames * 1000) / SAMPLE_RATE);

/** Plays 24 kHz mono 16-bit samples one after the other, however fast or unevenly they come. */
export class Player {
  /** What sounds, as a node of the context; it is connected to its destination. */
  readonly output: AudioNode;
  /** The first sample of an id sounds. */
  onstarted: ((id: string) => void) | null = null;
  /** All of an id was played: `end` was called for it, or another id followed. */
  onended: ((id: string) => void) | null = null;
  #node: AudioWorkletNode;
  #position: Played | null = null;

  /**
   * @param destination where the sound goes, the loudspeaker by default
   * @throws RealtimeError `audio-failed` or `insecure-context`
   */
  static async open(context: AudioContext, destination: AudioNode = context.destination): Promise<Player> {
    await loadWorklet(context);
    return new Player(context, destination);
  }

  private constructor(context: AudioContext, destination: AudioNode) {
    this.output = this.#node = new AudioWorkletNode(context, 'realtime-playback', {
      numberOfInputs: 0,
      outputChannelCount: [1],
      processorOptions: { rate: SAMPLE_RATE },
    });
    this.#node.port.onmessage = ({ data }: MessageEvent<PlaybackMessage>) => this.#receive(data);
    // Straight to the destination, not through a MediaStream and an <audio> element: measured in Chromium with the
    // sound device looped back to the microphone, the element sounds 45-75 ms later, and echo cancellation takes
    // the same 44 dB off either way (36 dB against 28 in the first two seconds).
    this.output.connect(destination);
  }

  /** What sounds now and how far it has come (every 50 ms), null in silence. */
  get position(): Played | null {
    return this.#position;
  }

  /** Appends samples to the queue. The array's buffer is handed over to the audio thread. */
  play(id: string, samples: Int16Array<ArrayBuffer>): void {
    this.#node.port.postMessage({ type: 'play', id, samples }, [samples.buffer]);
  }

  /** No more samples will come for this id. */
  end(id: string): void {
    this.#node.port.postMessage({ type: 'end', id });
  }

  /**
   * Silence at once; the queue is forgotten. Resolves to what was cut off and how much of it was played (0 ms if
   * it was still waiting), with id null if there was nothing to cut; in any case within 250 ms.
   */
  async interrupt(): Promise<{ id: string | null; playedMs: number }> {
    const answer = await ask<PlaybackMessage & { type: 'interrupted' }>(
      this.#node.port,
      'interrupt',
      'interrupted',
    );
    return answer
      ? { id: answer.id, playedMs: toMs(answer.frames) }
      : { id: null, playedMs: 0, ...this.#position };
  }

  close(): void {
    this.output.disconnect();
    this.#node.port.postMessage({ type: 'close' });
    this.#node.port.close();
    this.#position = null;
  }

  #receive(message: PlaybackMessage): void {
    switch (message.type) {
      case 'started':
        this.#position = { id: message.id, playedMs: 0 };
        this.onstarted?.(message.id);
        break;
      case 'position':
        this.#position = { id: message.id, playedMs: toMs(message.frames) };
        break;
      case 'ended':
        this.#position = null;
        this.onended?.(message.id);
        break;
      case 'interrupted':
        this.#position = null;
    }
  }
}
