import { readFile, writeFile } from 'node:fs/promises';
import { bytesToPcm16, pcm16ToBytes } from '../../server/local/src/audio/pcm.ts';

const HEADER_BYTES = 44;
const CHUNK_HEADER_BYTES = 8;
const FIRST_CHUNK_AT = 12;
const FORMAT_CHUNK_BYTES = 16;
const FORMAT_PCM = 1;
const MONO = 1;
const BYTES_PER_SAMPLE = 2;

/** Writes a mono 16-bit WAV file, as Chromium's fake microphone reads it. */
export async function writeWav(path: string, samples: Int16Array, sampleRate: number): Promise<void> {
  const data = pcm16ToBytes(samples);
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0);
  header.writeUInt32LE(HEADER_BYTES - CHUNK_HEADER_BYTES + data.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(FORMAT_CHUNK_BYTES, 16);
  header.writeUInt16LE(FORMAT_PCM, 20);
  header.writeUInt16LE(MONO, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * BYTES_PER_SAMPLE, 28);
  header.writeUInt16LE(BYTES_PER_SAMPLE, 32);
  header.writeUInt16LE(8 * BYTES_PER_SAMPLE, 34);
  header.write('data', 36);
  header.writeUInt32LE(data.length, 40);
  await writeFile(path, Buffer.concat([header, data]));
}

/**
 * Reads a mono 16-bit WAV file.
 * @throws Error for any other kind of file
 */
export async function readWav(path: string): Promise<{ samples: Int16Array; sampleRate: number }> {
  const file = await readFile(path);
  const format = findChunk(file, 'fmt ');
  const data = findChunk(file, 'data');
  const isReadable =
    format !== undefined &&
    format.readUInt16LE(0) === FORMAT_PCM &&
    format.readUInt16LE(2) === MONO &&
    format.readUInt16LE(14) === 8 * BYTES_PER_SAMPLE;
  if (!isReadable || !data) throw new Error(`${path} is not a mono 16-bit WAV file`);
  return { samples: bytesToPcm16(data), sampleRate: format.readUInt32LE(4) };
}

/** Programs put other chunks before the sound, so it has no fixed place. */
function findChunk(file: Buffer, id: string): Buffer | undefined {
  let at = FIRST_CHUNK_AT;
  while (at + CHUNK_HEADER_BYTES <= file.length) {
    const length = file.readUInt32LE(at + 4);
    const body = at + CHUNK_HEADER_BYTES;
    if (file.toString('latin1', at, at + 4) === id) return file.subarray(body, body + length);
    at = body + length + (length % 2);
  }
  return undefined;
}
