import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { speakerOf, VOICE_NAMES } from '../../server/local/src/speech/voices.ts';
import { joinWithSilence, readWav, TEST_USER, userSpeech, writeWav } from './speech-fixtures.ts';

describe('test speech', () => {
  it('has a speaker of its own, and each of the voices has another', () => {
    const speakers = [TEST_USER, ...VOICE_NAMES.map(speakerOf)].map(({ id }) => id);
    assert.equal(VOICE_NAMES.length, 10);
    assert.equal(new Set(speakers).size, speakers.length);
  });

  it('is the same each time, at any rate, with the silence asked for around it', async () => {
    const text = 'Hello, are you there?';
    const speech = await userSpeech(text);
    assert.deepEqual(await userSpeech(text), speech);
    const padded = await userSpeech(text, {
      sampleRate: 48_000,
      leadingSilenceMs: 100,
      trailingSilenceMs: 50,
    });
    assert.equal(padded.length, 4800 + 2 * speech.length + 2400);
    assert.ok(padded.subarray(0, 4800).every((sample) => sample === 0));
    assert.ok(padded.subarray(-2400).every((sample) => sample === 0));
    assert.ok(padded.some((sample) => Math.abs(sample) > 3000));
  });

  it('joins recordings with silence between them only', () => {
    const parts = [Int16Array.of(1, 2), Int16Array.of(3), new Int16Array(0)];
    assert.deepEqual(joinWithSilence(parts, 2, 1000), Int16Array.of(1, 2, 0, 0, 3, 0, 0));
    assert.deepEqual(joinWithSilence([], 100, 1000), new Int16Array(0));
  });

  it('survives a WAV file, whatever other chunks the file has', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wav-'));
    const path = join(folder, 'a.wav');
    const samples = Int16Array.of(0, 1, -1, 32767, -32768);
    await writeWav(path, samples, 48_000);
    assert.deepEqual(await readWav(path), { samples, sampleRate: 48_000 });

    const format = '666d742010000000010001008000000000010000' + '02001000';
    const chunks = `4c4953540300000061626300${format}64617461020000000100`;
    await writeFile(path, Buffer.from(`524946460000000057415645${chunks}`, 'hex'));
    assert.deepEqual(await readWav(path), { samples: Int16Array.of(1), sampleRate: 128 });

    await writeFile(path, 'no sound at all, just some text');
    await assert.rejects(readWav(path), /not a mono 16-bit WAV file/);
    await rm(folder, { recursive: true });
  });
});
