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
  samples: Int16Array;
}

/**
 * Runs in the page before anything else: listens at the loudspeaker's end of
 * every audio graph and of every media element that plays a stream, so that a
 * test hears what a person would, whatever the page claims to play.
 */
export function recordOutput(): void {
  const FRAMES = 2048;
  window.heardOutput = [];
  // Kept from before it is watched, for the listening itself.
  const connect = AudioNode.prototype.connect as (this: AudioNode, ...args: unknown[]) => AudioNode;

  const listen = (source: AudioNode, audible: () => boolean) => {
    const context = source.context as AudioContext;
    // Deprecated, but needs no file of its own and runs under any content security policy.
    const ear = context.createScriptProcessor(FRAMES, 1, 1);
    window.heardRate = context.sampleRate;
    ear.onaudioprocess = ({ inputBuffer }) => {
      const volume = audible() ? 32_767 : 0;
      const samples = Int16Array.from(inputBuffer.getChannelData(0), (sample) => volume * sample);
      window.heardOutput.push({ at: performance.now(), samples });
    };
    connect.call(source, ear);
    connect.call(ear, context.destination);
  };

  AudioNode.prototype.connect = function (this: AudioNode, ...args: unknown[]) {
    if (args[0] instanceof AudioDestinationNode && this.context instanceof AudioContext) {
      listen(this, () => true);
    }
    return connect.apply(this, args);
  } as typeof connect;

  const property = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'srcObject');
  Object.defineProperty(HTMLMediaElement.prototype, 'srcObject', {
    ...property,
    set(this: HTMLMediaElement, stream: MediaStream | null) {
      property?.set?.call(this, stream);
      if (!stream) return;
      const context = new AudioContext();
      listen(context.createMediaStreamSource(stream), () => !this.muted && !this.paused);
    },
  });
}
