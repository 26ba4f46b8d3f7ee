/**
 * ITU-T G.711: telephone speech, 8 000 Hz, one byte a sample. Both laws store a
 * sign, a segment (the position of the highest bit, 3 bits) and the 4 bits below it.
 */

/** The rate that the formats `audio/pcmu` and `audio/pcma` imply. */
export const G711_SAMPLE_RATE = 8000;

const SIGN = 0x80;
const STEP_BITS = 4;
const STEP_MASK = 0x0f;

/** Lifts the smallest mu-law magnitudes into the first segment. */
const MU_LAW_BIAS = 132;
const MU_LAW_MAX = 32635;
/** The highest bit of the first segment of either law. */
const FIRST_SEGMENT_BIT = 7;
/** A-law flips every second bit, so that silence does not look like a dead line. */
const A_LAW_FLIP = 0x55;

export function encodeMuLaw(samples: Int16Array): Uint8Array {
  const bytes = new Uint8Array(samples.length);
  for (let i = 0; i < samples.length; i++) bytes[i] = muLawCode(samples[i]!);
  return bytes;
}

export function decodeMuLaw(bytes: Uint8Array): Int16Array {
  return decode(bytes, muLawTable);
}

export function encodeALaw(samples: Int16Array): Uint8Array {
  const bytes = new Uint8Array(samples.length);
  for (let i = 0; i < samples.length; i++) bytes[i] = aLawCode(samples[i]!);
  return bytes;
}

export function decodeALaw(bytes: Uint8Array): Int16Array {
  return decode(bytes, aLawTable);
}

function muLawCode(sample: number): number {
  const magnitude = Math.min(Math.abs(sample), MU_LAW_MAX) + MU_LAW_BIAS;
  const segment = highestBit(magnitude) - FIRST_SEGMENT_BIT;
  const step = (magnitude >> (segment + FIRST_SEGMENT_BIT - STEP_BITS)) & STEP_MASK;
  return ~((sample < 0 ? SIGN : 0) | (segment << STEP_BITS) | step);
}

function aLawCode(sample: number): number {
  // Negative values mirror around -0.5, so that each code covers as many of them.
  const magnitude = sample < 0 ? ~sample : sample;
  const segment = Math.max(0, highestBit(magnitude) - FIRST_SEGMENT_BIT);
  const step = (magnitude >> (Math.max(1, segment) + FIRST_SEGMENT_BIT - STEP_BITS)) & STEP_MASK;
  return ((sample < 0 ? 0 : SIGN) | (segment << STEP_BITS) | step) ^ A_LAW_FLIP;
}

const muLawTable = Int16Array.from({ length: 256 }, (_, code) => {
  const value = ~code;
  const segment = (value & ~SIGN & 0xff) >> STEP_BITS;
  // Half a step above the lower edge, then the bias taken out again.
  const magnitude = ((((value & STEP_MASK) << 3) + MU_LAW_BIAS) << segment) - MU_LAW_BIAS;
  return value & SIGN ? -magnitude : magnitude;
});

const aLawTable = Int16Array.from({ length: 256 }, (_, code) => {
  const value = code ^ A_LAW_FLIP;
  const segment = (value & ~SIGN & 0xff) >> STEP_BITS;
  const middle = ((value & STEP_MASK) << STEP_BITS) + 8;
  const magnitude = segment === 0 ? middle : (middle + 0x100) << (segment - 1);
  return value & SIGN ? magnitude : -magnitude;
});

function decode(bytes: Uint8Array, table: Int16Array): Int16Array {
  const samples = new Int16Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) samples[i] = table[bytes[i]!]!;
  return samples;
}

function highestBit(value: number): number {
  return 31 - Math.clz32(value);
}
