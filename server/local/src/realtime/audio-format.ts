import { decodeALaw, decodeMuLaw, encodeALaw, encodeMuLaw, G711_SAMPLE_RATE } from '../audio/g711.ts';
import { bytesToPcm16, float32ToPcm16, pcm16ToBytes, pcm16ToFloat32 } from '../audio/pcm.ts';
import { createResampler, type Resampler } from '../audio/resampler.ts';
import { ProtocolError } from './protocol-error.ts';
import type { AudioFormat } from './session-config.ts';

/** The rate of sound inside a session, Hz, mono, signed 16 bit. */
export const SESSION_RATE = 24_000;

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Reads one stream of sound as a client sends it. */
export class AudioDecoder {
  readonly #format: AudioFormat;
  readonly #resampler: Resampler | null;

  constructor(format: AudioFormat) {
    this.#format = format;
    this.#resampler = format.type === 'audio/pcm' ? null : createResampler(G711_SAMPLE_RATE, SESSION_RATE);
  }

  /**
   * @param audio base64
   * @returns samples at 24 000 Hz
   * @throws ProtocolError when it is not sound in the format of the session
   */
  decode(audio: string, param = 'audio'): Int16Array {
    const bytes = Buffer.from(audio, 'base64');
    const isPcm = this.#format.type === 'audio/pcm';
    if (!BASE64.test(audio) || audio.length % 4 !== 0 || (isPcm && bytes.length % 2 !== 0)) {
      const wanted = isPcm ? 'mono PCM16 at 24kHz' : `${this.#format.type} at 8kHz`;
      throw new ProtocolError(
        'invalid_value',
        `Invalid '${param}'. Expected base64-encoded audio bytes (${wanted}) but got an invalid value.`,
        param,
      );
    }
    if (!this.#resampler) return bytesToPcm16(bytes);
    const samples = this.#format.type === 'audio/pcmu' ? decodeMuLaw(bytes) : decodeALaw(bytes);
    return float32ToPcm16(this.#resampler.push(pcm16ToFloat32(samples)));
  }
}

/** Writes one stream of sound as a client wants it. */
export class AudioEncoder {
  readonly #format: AudioFormat;
  readonly #resampler: Resampler | null;

  constructor(format: AudioFormat) {
    this.#format = format;
    this.#resampler = format.type === 'audio/pcm' ? null : createResampler(SESSION_RATE, G711_SAMPLE_RATE);
  }

  /** @returns base64, `''` when nothing is ready yet */
  encode(samples: Int16Array): string {
    if (!this.#resampler) return Buffer.from(pcm16ToBytes(samples)).toString('base64');
    return this.#law(this.#resampler.push(pcm16ToFloat32(samples)));
  }

  /** The end of the stream. */
  flush(): string {
    return this.#resampler ? this.#law(this.#resampler.flush()) : '';
  }

  #law(samples: Float32Array): string {
    const pcm = float32ToPcm16(samples);
    return Buffer.from(this.#format.type === 'audio/pcmu' ? encodeMuLaw(pcm) : encodeALaw(pcm)).toString(
      'base64',
    );
  }
}

/** The length of sound at 24 000 Hz, ms. */
export function durationMs(samples: Int16Array): number {
  return (samples.length * 1000) / SESSION_RATE;
}
