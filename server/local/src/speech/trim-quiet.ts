/** Looked at in steps of this length, ms. */
const STEP_MS = 20;
/** So much quieter than the loudest step is quiet: −30 dB. */
const QUIET_SHARE = 0.03;
/** Quiet that is kept on either side, ms: words begin and end softly. */
const MARGIN_MS = 200;

/**
 * Cuts off the quiet before the first and after the last sound. A recogniser that reads a whole
 * utterance at once may find nothing in one that begins with seconds of silence.
 *
 * @param sampleRate Hz
 */
export function trimQuiet(samples: Float32Array, sampleRate: number): Float32Array {
  const step = (STEP_MS / 1000) * sampleRate;
  const margin = (MARGIN_MS / 1000) * sampleRate;
  const loudness: number[] = [];
  for (let at = 0; at < samples.length; at += step) {
    const power = samples.subarray(at, at + step).reduce((sum, sample) => sum + sample * sample, 0);
    loudness.push(Math.sqrt(power / step));
  }
  const quiet = loudness.reduce((most, value) => Math.max(most, value), 0) * QUIET_SHARE;
  const isSound = (value: number) => value > quiet;
  const first = loudness.findIndex(isSound);
  if (first < 0) return samples.subarray(0, 0);
  const last = loudness.findLastIndex(isSound);
  return samples.subarray(Math.max(0, first * step - margin), (last + 1) * step + margin);
}
