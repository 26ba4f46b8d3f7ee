/** What passes for silence beside answers of a steady level of 0.25; a resampler rings by a tenth of that. */
const TAP = `registerProcessor('output-tap', class extends AudioWorkletProcessor {
  #since = null;
  #passed = 0;
  process([[input]]) {
    for (let i = 0; i < 128; i += 1, this.#passed += 1) {
      const loud = Math.abs(input?.[i] ?? 0) > 0.05;
      if (loud === (this.#since !== null)) continue;
      if (!loud) this.port.postMessage((this.#passed - this.#since) / sampleRate * 1000);
      this.#since = loud ? this.#passed : null;
    }
    return true;
  }
});`;

/**
 * Listens to a node.
 * @returns fills with the length of each sound, ms, once it is over
 */
export async function tap(context: AudioContext, node: AudioNode): Promise<readonly number[]> {
  const url = URL.createObjectURL(new Blob([TAP], { type: 'text/javascript' }));
  await context.audioWorklet.addModule(url);
  const listener = new AudioWorkletNode(context, 'output-tap', { numberOfOutputs: 0 });
  const lengths: number[] = [];
  listener.port.onmessage = ({ data }: MessageEvent<number>) => lengths.push(data);
  node.connect(listener);
  return lengths;
}
