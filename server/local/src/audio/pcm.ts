// Plain loops: `from` with a mapping function takes ten times as long, and this is every sample of every call.

/** Full scale of signed 16-bit samples: -1…1 maps to -32 768…32 767. */
const FULL_SCALE = 0x8000;
const BYTES_PER_SAMPLE = 2;

/** @returns samples in -1…1 */
export function pcm16ToFloat32(samples: Int16Array): Float32Array {
  const result = new Float32Array(samples.length);
  for (let i = 0; i < samples.length; i++) result[i] = samples[i]! / FULL_SCALE;
  return result;
}

/** Rounds; what lies outside -1…1 is clipped. */
export function float32ToPcm16(samples: Float32Array): Int16Array {
  const result = new Int16Array(samples.length);
  for (let i = 0; i < samples.length; i++) {
    result[i] = Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, Math.round(samples[i]! * FULL_SCALE)));
  }
  return result;
}

/**
 * Reads little-endian PCM16 as it is on the wire. The bytes may start anywhere
 * (a Buffer often begins at an odd address); half a sample at the end is left out.
 */
export function bytesToPcm16(bytes: Uint8Array): Int16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const samples = new Int16Array(Math.floor(bytes.length / BYTES_PER_SAMPLE));
  for (let i = 0; i < samples.length; i++) samples[i] = view.getInt16(i * BYTES_PER_SAMPLE, true);
  return samples;
}

/** Writes little-endian PCM16. */
export function pcm16ToBytes(samples: Int16Array): Uint8Array {
  const bytes = new Uint8Array(samples.length * BYTES_PER_SAMPLE);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < samples.length; i++) view.setInt16(i * BYTES_PER_SAMPLE, samples[i]!, true);
  return bytes;
}
