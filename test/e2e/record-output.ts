declare global {
  interface Window {
    /** What the page lets sound, at `heardRate` Hz. */
    heardOutput: HeardChunk[];
    heardRate: number;
  }
}

export interface HeardChunk {
  /** When it ended, ms of `performance.now()`. */
  at: number;
  /** Which of the page's loudspeakers. */
  from: number;
  samples: Int16Array;
}

/** Where the page finds the ear; served by the test itself. */
export const EAR_URL = '/test-ear.js';

/** The audio worklet that listens: chunks of 2048 samples, 43 ms at 48 000 Hz. */
export const EAR = `
registerProcessor('test-ear', class extends AudioWorkletProcessor {
  #chunk = new Int16Array(2048);
  #length = 0;
  process([[input]]) {
    for (let i = 0; i < 128; i += 1) this.#chunk[this.#length++] = 32767 * (input?.[i] ?? 0);
    if (this.#length === 2048) {
      this.port.postMessage(this.#chunk);
      this.#length = 0;
    }
    return true;
  }
});`;

/**
 * Runs in the page before anything else: listens at the loudspeaker's end of
 * every audio graph and of every media element that plays a stream, so that a
 * test hears what a person would, whatever the page claims to play.
 */
export function recordOutput(earUrl: string): void {
  window.heardOutput = [];
  let loudspeakers = 0;
  const listen = async (source: AudioNode, audible: () => boolean) => {
    const context = source.context as AudioContext;
    const from = (loudspeakers += 1);
    try {
      await context.audioWorklet.addModule(earUrl);
    } catch (error) {
      if (context.state === 'closed') return; // a call so short that there was nothing to hear
      throw error;
    }
    const ear = new AudioWorkletNode(context, 'test-ear', { numberOfOutputs: 0, channelCount: 1 });
    window.heardRate = context.sampleRate;
    ear.port.onmessage = ({ data }: MessageEvent<Int16Array>) => {
      window.heardOutput.push({ at: performance.now(), from, samples: audible() ? data : data.fill(0) });
    };
    connect.call(source, ear);
    window.onloudspeaker?.(source);
  };

  const connect = AudioNode.prototype.connect as (this: AudioNode, ...args: unknown[]) => AudioNode;
  AudioNode.prototype.connect = function (this: AudioNode, ...args: unknown[]) {
    if (args[0] instanceof AudioDestinationNode && this.context instanceof AudioContext) {
      void listen(this, () => true);
    }
    return connect.apply(this, args);
  };

  const property = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'srcObject');
  const contexts = new WeakMap<HTMLMediaElement, AudioContext>();
  Object.defineProperty(HTMLMediaElement.prototype, 'srcObject', {
    ...property,
    set(this: HTMLMediaElement, stream: MediaStream | null) {
      property?.set?.call(this, stream);
      void contexts.get(this)?.close();
      if (!stream?.getAudioTracks().length) return;
      const context = new AudioContext();
      contexts.set(this, context);
      void listen(context.createMediaStreamSource(stream), () => !this.muted && !this.paused);
    },
  });
}
