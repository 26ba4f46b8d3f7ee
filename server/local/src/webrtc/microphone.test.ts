import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { createDecoder, createEncoder, type OpusDecoderHandle, type OpusEncoderHandle } from 'libopus-wasm';
import { RtpHeader, RtpPacket } from 'werift';
import { FRAME_SAMPLES } from './frame.ts';
import { Microphone } from './microphone.ts';

const FORMAT = { sampleRate: 24_000, channels: 1 } as const;
const SAMPLES_PER_MS = 24;

describe('a microphone', () => {
  let encoder: OpusEncoderHandle;
  let decoder: OpusDecoderHandle;
  let microphone: Microphone;
  let samples: number;
  before(async () => {
    encoder = await createEncoder({ ...FORMAT, frameSize: FRAME_SAMPLES });
    decoder = await createDecoder(FORMAT);
  });
  after(() => {
    encoder.free();
    decoder.free();
  });
  beforeEach(() => {
    samples = 0;
    microphone = new Microphone(decoder, (sound) => (samples += sound.length));
  });

  function send(
    sequenceNumber: number,
    payload = encoder.encode(new Int16Array(FRAME_SAMPLES)),
    ssrc = 1,
  ): void {
    microphone.push(new RtpPacket(new RtpHeader({ sequenceNumber, ssrc }), Buffer.from(payload)));
  }

  it('makes up for a packet that was lost', () => {
    for (const sequenceNumber of [1, 2, 4, 5, 6]) send(sequenceNumber);
    assert.equal(samples, 6 * FRAME_SAMPLES);
  });

  it('takes a packet that is no Opus for lost, and one without content for nothing', () => {
    send(1);
    send(2, Uint8Array.from([0xff, 0xff, 0xff]));
    assert.equal(samples, 2 * FRAME_SAMPLES);
    send(3, new Uint8Array(0));
    assert.equal(samples, 2 * FRAME_SAMPLES);
  });

  it('begins anew with another source', () => {
    send(500);
    send(100, undefined, 2);
    assert.equal(samples, 2 * FRAME_SAMPLES);
  });

  it('writes silence for as long as it hears nothing, once it has heard something', async () => {
    const tick = async (times: number) => {
      for (let i = 0; i < times; i++) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        microphone.tick();
      }
    };
    await tick(12);
    assert.equal(samples, 0, 'there may be no microphone');
    send(1);
    const heardAt = performance.now();
    samples = 0;
    await tick(8);
    assert.equal(samples, 0, 'packets may be late');
    await tick(8);
    const silentMs = samples / SAMPLES_PER_MS;
    const elapsedMs = performance.now() - heardAt;
    assert.ok(Math.abs(silentMs - elapsedMs) < 25, `${silentMs} of ${elapsedMs} ms`);
    send(2);
    samples = 0;
    await tick(8);
    assert.equal(samples, 0, 'it speaks again');
  });
});
