/* global AudioWorkletProcessor, registerProcessor, sampleRate */

const CHUNK_SECONDS = 0.2;

/** Collects the microphone's sound and posts it 200 ms at a time, as a Float32Array. */
registerProcessor(
  'chunks',
  class extends AudioWorkletProcessor {
    constructor() {
      super();
      this.chunk = new Float32Array(CHUNK_SECONDS * sampleRate);
      this.filled = 0;
    }

    process([[input]]) {
      for (const sample of input ?? []) {
        this.chunk[this.filled++] = sample;
        if (this.filled < this.chunk.length) continue;
        this.port.postMessage(this.chunk.slice());
        this.filled = 0;
      }
      return true;
    }
  },
);
