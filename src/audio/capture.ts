import { RealtimeError } from '../protocol/realtime-error.js';
import { SAMPLE_RATE } from './pcm.js';
import { sleep } from './sleep.js';
import { ask, loadWorklet, type CaptureMessage } from './worklet.js';

/** Length of a chunk on the wire. */
const CHUNK_MS = 20;

/** Length of what a microphone delivers at a time, in Chromium. */
const BUFFER_MS = 10;
/** What may wait while the page is busy, 5 s; the default of 100 ms would lose words. */
const MAX_BUFFERS = 500;

/**
 * Chromium's way to a microphone's buffers without an audio graph, 20 ms sooner: a graph's source collects 10 ms
 * blocks between two clocks, and what a stumble adds to that delay it keeps.
 */
const { MediaStreamTrackProcessor: TrackProcessor } = globalThis as {
  MediaStreamTrackProcessor?: new (init: { track: MediaStreamTrack; maxBufferSize: number }) => {
    readable: ReadableStream<AudioData>;
  };
};

/** Taps a microphone: 24 kHz mono 16-bit samples in exact chunks of 20 ms. It neither opens nor stops the stream. */
export class Capture {
  readonly #input: AudioNode;
  readonly #node: AudioWorkletNode;
  #reader: ReadableStreamDefaultReader<AudioData> | null = null;

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
        'The browser could not listen to the microphone: choose another one or reload the page.',
        { cause },
      );
    }
  }

  private constructor(context: AudioContext, stream: MediaStream, onChunk: (samples: Int16Array) => void) {
    this.#input = context.createMediaStreamSource(stream);
    this.#node = new AudioWorkletNode(context, 'realtime-capture', {
      numberOfOutputs: 0,
      processorOptions: { rate: SAMPLE_RATE, chunkFrames: (SAMPLE_RATE * CHUNK_MS) / 1000 },
    });
    this.#node.port.onmessage = ({ data }: MessageEvent<CaptureMessage>) => {
      if (data.type === 'chunk') onChunk(data.samples);
    };
    const [track] = stream.getAudioTracks();
    if (TrackProcessor && track)
      void this.#read(new TrackProcessor({ track, maxBufferSize: MAX_BUFFERS }).readable);
    else this.#input.connect(this.#node);
  }

  /** Delivers what the audio thread still holds, then resolves; in any case within 250 ms. */
  async flush(): Promise<void> {
    // The buffer that the microphone is filling belongs to it.
    if (this.#reader) await sleep(BUFFER_MS);
    await ask(this.#node.port, 'flush', 'flushed');
  }

  /** No chunk comes after this. The stream's tracks go on. */
  close(): void {
    this.#input.disconnect();
    void this.#reader?.cancel();
    this.#node.port.postMessage({ type: 'close' });
    this.#node.port.close();
  }

  /** Hands each buffer to the audio thread, until the track ends or this is closed. */
  async #read(buffers: ReadableStream<AudioData>): Promise<void> {
    this.#reader = buffers.getReader();
    for (;;) {
      const { value: buffer } = await this.#reader.read();
      if (!buffer) return;
      const samples = new Float32Array(buffer.numberOfFrames);
      buffer.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
      this.#node.port.postMessage({ type: 'input', samples, rate: buffer.sampleRate }, [samples.buffer]);
      buffer.close();
    }
  }
}
