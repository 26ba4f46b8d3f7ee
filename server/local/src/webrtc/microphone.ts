import type { OpusDecoderHandle } from 'libopus-wasm';
import type { RtpPacket } from 'werift';
import { SESSION_RATE } from '../realtime/audio-format.ts';
import { FRAME_SAMPLES } from './frame.ts';
import { ReorderBuffer } from './reorder-buffer.ts';

/** Ticks without a packet that are a silence, not a delay: 200 ms. */
const SILENT_TICKS = 10;
/** The longest silence written at once, ms; after a longer one the machine was asleep. */
const LONGEST_SILENCE_MS = 1000;

/**
 * From the RTP packets of the client's microphone to its sound.
 *
 * A browser whose track was taken away sends nothing, and turn detection measures time by the
 * sound alone: it would wait forever for the pause that ends a turn. So once a microphone was
 * heard, silence is written where it has gaps. Before, nothing is: a client without a microphone
 * may still append sound by events.
 */
export class Microphone {
  readonly #decoder: OpusDecoderHandle;
  readonly #onSound: (samples: Int16Array) => void;
  #packets = new ReorderBuffer<Uint8Array>();
  #source: number | null = null;
  #frameSamples = FRAME_SAMPLES;
  #heardUntil = 0;
  #silentTicks = 0;

  /**
   * @param decoder for 24 000 Hz, mono; stays the caller's
   * @param onSound gets samples at 24 000 Hz, mono
   */
  constructor(decoder: OpusDecoderHandle, onSound: (samples: Int16Array) => void) {
    this.#decoder = decoder;
    this.#onSound = onSound;
  }

  push({ header, payload }: RtpPacket): void {
    if (header.ssrc !== this.#source) this.#packets = new ReorderBuffer();
    this.#source = header.ssrc;
    this.#silentTicks = 0;
    this.#heardUntil = performance.now();
    for (const packet of this.#packets.push(header.sequenceNumber, payload)) {
      this.#onSound(this.#decode(packet));
    }
  }

  /**
   * To be called every 20 ms. Calls are counted, not time: when the process was held up, its
   * packets are still waiting to be read.
   */
  tick(): void {
    if (this.#source === null || ++this.#silentTicks < SILENT_TICKS) return;
    const now = performance.now();
    const silenceMs = Math.min(LONGEST_SILENCE_MS, now - this.#heardUntil);
    this.#heardUntil = now;
    this.#onSound(new Int16Array(Math.round((silenceMs * SESSION_RATE) / 1000)));
  }

  #decode(packet: Uint8Array | null): Int16Array {
    // Packets without a payload only keep a path open.
    if (packet?.length === 0) return new Int16Array(0);
    if (packet) {
      try {
        const samples = this.#decoder.decode(packet);
        this.#frameSamples = samples.length;
        return samples;
      } catch {
        // Not Opus: as good as lost.
      }
    }
    return this.#decoder.decodePacketLoss(this.#frameSamples);
  }
}
