/** Changes the sample rate of one stream; what it remembers joins one push to the next. */
export interface Resampler {
  /** Takes any number of samples and gives those that are ready, perhaps none. */
  push(samples: Float32Array): Float32Array;
  /** Gives the rest; the resampler is then ready for a new stream. */
  flush(): Float32Array;
}

/** Half the filter's length, in samples of the lower rate: 2 ms at 16 000 Hz. */
const ZERO_CROSSINGS = 32;
/** Shape of the Kaiser window: about 80 dB of stop-band attenuation. */
const KAISER_BETA = 8;
/** Cut-off as a share of the lower rate's Nyquist frequency, so that the transition ends there. */
const ROLL_OFF = 0.92;

/**
 * A band-limited (windowed-sinc) resampler. Output sample k lies exactly at time
 * k / toHz, so nothing is delayed; n input samples give ceil(n · toHz / fromHz).
 * @param fromHz a positive integer
 * @param toHz a positive integer
 * @throws RangeError for any other rate
 */
export function createResampler(fromHz: number, toHz: number): Resampler {
  for (const rate of [fromHz, toHz]) {
    if (!Number.isInteger(rate) || rate <= 0) throw new RangeError(`Not a sample rate: ${rate} Hz`);
  }
  return fromHz === toHz ? new Passthrough() : new SincResampler(kernelFor(fromHz, toHz));
}

/** Resamples a whole recording. */
export function resample(samples: Float32Array, fromHz: number, toHz: number): Float32Array {
  const resampler = createResampler(fromHz, toHz);
  const head = resampler.push(samples);
  const tail = resampler.flush();
  const all = new Float32Array(head.length + tail.length);
  all.set(head);
  all.set(tail, head.length);
  return all;
}

class Passthrough implements Resampler {
  push(samples: Float32Array): Float32Array {
    return samples.slice();
  }
  flush(): Float32Array {
    return new Float32Array(0);
  }
}

class SincResampler implements Resampler {
  readonly #kernel: Kernel;
  /** The input that output still to come depends on. */
  #input!: Float32Array;
  /** The next output sample lies `#phase / phases.length` after this index of `#input`. */
  #at!: number;
  #phase!: number;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.#restart();
  }

  push(samples: Float32Array): Float32Array {
    const { phases, reach, step } = this.#kernel;
    const input = new Float32Array(this.#input.length + samples.length);
    input.set(this.#input);
    input.set(samples, this.#input.length);

    const end = input.length - reach;
    const count = Math.max(0, Math.ceil(((end - this.#at) * phases.length - this.#phase) / step));
    const output = new Float32Array(count);
    for (let k = 0; k < count; k++) {
      const weights = phases[this.#phase]!;
      const first = this.#at - reach + 1;
      let sum = 0;
      for (let tap = 0; tap < weights.length; tap++) sum += input[first + tap]! * weights[tap]!;
      output[k] = sum;
      const next = this.#phase + step;
      this.#at += Math.floor(next / phases.length);
      this.#phase = next % phases.length;
    }
    const used = this.#at - reach + 1;
    this.#input = input.slice(used);
    this.#at -= used;
    return output;
  }

  flush(): Float32Array {
    const rest = this.push(new Float32Array(this.#kernel.reach));
    this.#restart();
    return rest;
  }

  /** The first sample needs a past: silence. */
  #restart(): void {
    this.#at = this.#kernel.reach - 1;
    this.#input = new Float32Array(this.#at);
    this.#phase = 0;
  }
}

interface Kernel {
  /** `phases[p]` weighs the `2 · reach` input samples around a point p / phases.length after a sample. */
  phases: Float32Array[];
  /** Input samples used on each side of that point. */
  reach: number;
  /** From one output sample to the next, in 1 / phases.length of an input sample. */
  step: number;
}

const kernels = new Map<string, Kernel>();

function kernelFor(fromHz: number, toHz: number): Kernel {
  const key = `${fromHz}:${toHz}`;
  const known = kernels.get(key);
  if (known) return known;
  const divisor = greatestCommonDivisor(fromHz, toHz);
  const steps = toHz / divisor;
  const bandwidth = Math.min(1, toHz / fromHz);
  const reach = Math.ceil(ZERO_CROSSINGS / bandwidth);
  const phases = Array.from({ length: steps }, (_, p) => weightsAt(p / steps, reach, bandwidth * ROLL_OFF));
  const kernel = { phases, reach, step: fromHz / divisor };
  kernels.set(key, kernel);
  return kernel;
}

function weightsAt(offset: number, reach: number, cutoff: number): Float32Array {
  const weights = new Float32Array(2 * reach);
  for (let tap = 0; tap < weights.length; tap++) {
    const distance = tap - (reach - 1) - offset;
    weights[tap] = cutoff * sinc(cutoff * distance) * kaiser(distance / reach);
  }
  // Each phase must pass a constant unchanged, or the phases would modulate the sound.
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / sum);
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** @param x -1…1 across the window */
function kaiser(x: number): number {
  return Math.abs(x) > 1 ? 0 : besselI0(KAISER_BETA * Math.sqrt(1 - x * x)) / besselI0(KAISER_BETA);
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * Number.EPSILON; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
