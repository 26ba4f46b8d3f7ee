import { RealtimeError } from '../protocol/realtime-error.js';
import { SAMPLE_RATE } from './pcm.js';
import { ask, loadWorklet, type CaptureMessage } from './worklet.js';

/** Length of a chunk on the wire. */
const CHUNK_MS = 20;

/** Taps a microphone: 24 kHz mono 16-bit samples in exact chunks of 20 ms. It neither opens nor stops the stream. */
export class Capture {
  /** The microphone as a node of the context, for a level meter. */
  readonly input: AudioNode;
  #node: AudioWorkletNode;

  /**
   * @param onChunk gets 480 samples each 20 ms, fewer only as the last chunk of a flush
   * @throws RealtimeError `audio-failed` or `insecure-context`
   */
  static async open(
    context: AudioContext,
    stream: MediaStream,
    onChunk: (samples: Int16Array) => void,
  ): Promise<Capture> {
    await loadWorklet(context);
    try {
      return new Capture(context, stream, onChunk);
    } catch (cause) {
      throw new RealtimeError(
        'audio-failed',
        'The browser could not listen to the microphone: choose another one or reload the page, then try again.',
        { cause },
      );
    }
  }

  private constructor(context: AudioContext, stream: MediaStream, onChunk: (samples: Int16Array) => void) {
    this.input = context.createMediaStreamSource(stream);
    this.#node = new AudioWorkletNode(context, 'realtime-capture', {
      numberOfOutputs: 0,
      processorOptions: { rate: SAMPLE_RATE, chunkFrames: (SAMPLE_RATE * CHUNK_MS) / 1000 },
    });
    this.#node.port.onmessage = ({ data }: MessageEvent<CaptureMessage>) => {
      if (data.type === 'chunk') onChunk(data.samples);
    };
    this.input.connect(this.#node);
  }

  /** Delivers what the audio thread still holds, then resolves; in any case within 250 ms. */
  async flush(): Promise<void> {
    await ask(this.#node.port, 'flush', 'flushed');
  }

  /** No chunk comes after this. The stream's tracks go on. */
  close(): void {
    this.input.disconnect();
    this.#node.port.postMessage({ type: 'close' });
    this.#node.port.close();
  }
}
