/* global AudioWorkletProcessor, currentFrame, registerProcessor */

/** The bench's answers are a steady level of 0.25, and a resampler rings by a tenth of it around a step. */
const THRESHOLD = 0.05;

/**
 * Passes sound through and tells when it begins and ends:
 * {loud: boolean, passed, frame, renderedAt}: the frames that passed here before; the frame's place in the context;
 * when its quantum was made, in ms since 1970. The former two differ: a context that starts stumbles.
 */
registerProcessor(
  'output-tap',
  class extends AudioWorkletProcessor {
    constructor() {
      super();
      this.loud = false;
      this.passed = 0;
    }

    process([[input]], [[output]]) {
      if (input) output.set(input);
      for (let i = 0; i < output.length; i++, this.passed++) {
        const loud = Math.abs(output[i]) > THRESHOLD;
        if (loud === this.loud) continue;
        this.loud = loud;
        const { passed } = this;
        this.port.postMessage({ loud, passed, frame: currentFrame + i, renderedAt: Date.now() });
      }
      return true;
    }
  },
);
