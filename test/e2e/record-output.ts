declare global {
  interface Window {
    /** Chunks of what the page lets sound, at `heardRate` Hz. */
    heardOutput: Int16Array[];
    heardRate: number;
  }
}

/**
 * Runs in the page before anything else: listens at the loudspeaker's end of
 * every audio graph, so that a test hears what a person would, whatever the page
 * claims to play.
 */
export function recordOutput(): void {
  const FRAMES = 4096;
  window.heardOutput = [];
  // The node is made with the browser's own `connect`, before it is watched.
  const connect = AudioNode.prototype.connect as (this: AudioNode, ...args: unknown[]) => AudioNode;
  AudioNode.prototype.connect = function (this: AudioNode, ...args: unknown[]) {
    const [destination] = args;
    if (destination instanceof AudioDestinationNode && this.context instanceof AudioContext) {
      // Deprecated, but needs no file of its own and runs under any content security policy.
      const ear = this.context.createScriptProcessor(FRAMES, 1, 1);
      window.heardRate = this.context.sampleRate;
      ear.onaudioprocess = ({ inputBuffer }) => {
        window.heardOutput.push(Int16Array.from(inputBuffer.getChannelData(0), (sample) => 32_767 * sample));
      };
      connect.call(this, ear);
      connect.call(ear, destination);
    }
    return connect.apply(this, args);
  };
}
