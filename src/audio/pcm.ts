/** Sample rate of the sound on the wire, in Hz: 16-bit mono PCM, little-endian. */
export const SAMPLE_RATE = 24_000;

/** Arguments per `String.fromCharCode` call, well below every engine's limit. */
const SLICE = 0x8000;

/** The base64 methods of Uint8Array, native in browsers since 2025. Typed arrays are little-endian in all of them. */
interface Base64Bytes extends Uint8Array<ArrayBuffer> {
  toBase64?(): string;
}
const { fromBase64 } = Uint8Array as { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> };

/** 16-bit samples as base64, as in `input_audio_buffer.append`. */
export function encodeBase64(samples: Int16Array): string {
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength) as Base64Bytes;
  if (bytes.toBase64) return bytes.toBase64();
  let binary = '';
  for (let start = 0; start < bytes.length; start += SLICE) {
    binary += String.fromCharCode(...bytes.subarray(start, start + SLICE));
  }
  return btoa(binary);
}

/**
 * 16-bit samples from base64, as in `response.output_audio.delta`.
 * @throws SyntaxError or DOMException if it is not base64, RangeError if it holds half a sample
 */
export function decodeBase64(text: string): Int16Array<ArrayBuffer> {
  const bytes = fromBase64?.(text) ?? Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  return new Int16Array(bytes.buffer);
}
