import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const UNFINISHED_PREFIX = '.unfinished-';
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/** Where unpacked models are kept: `LOCAL_VOICE_CACHE`, or a folder that goes with node_modules. */
export function cacheFolder(): string {
  return (
    process.env['LOCAL_VOICE_CACHE'] ||
    fileURLToPath(new URL('../../../../node_modules/.cache/realtime-voice-elements', import.meta.url))
  );
}

/**
 * Gives a folder of the cache, built when it is not there yet. The folder
 * appears under its name only when complete, so an interrupted or concurrent
 * build is never seen; of two processes that build at once the first wins.
 * @param name must change whenever the content would
 * @param build writes the content into an empty folder
 * @returns its absolute path
 * @throws Error when the cache cannot be written; the message says what to do
 */
export async function cachedFolder(name: string, build: (folder: string) => Promise<void>): Promise<string> {
  const root = cacheFolder();
  const finished = join(root, name);
  if (existsSync(finished)) return finished;
  let unfinished: string | undefined;
  try {
    await mkdir(root, { recursive: true });
    await removeAbandoned(root);
    unfinished = await mkdtemp(join(root, UNFINISHED_PREFIX));
    await build(unfinished);
    await rename(unfinished, finished);
  } catch (cause) {
    if (unfinished) await rm(unfinished, { recursive: true, force: true });
    // Renaming onto a folder that another process has just finished fails: theirs is as good.
    if (existsSync(finished)) return finished;
    if (!isFileSystemError(cause)) throw cause;
    throw new Error(
      `The speech models cannot be unpacked into ${root} (${cause.code}). ` +
        'Make room or give write access there, or set LOCAL_VOICE_CACHE to another folder.',
      { cause },
    );
  }
  return finished;
}

/** What a killed process left behind; an hour is far longer than any build takes. */
async function removeAbandoned(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    if (!name.startsWith(UNFINISHED_PREFIX)) continue;
    const path = join(root, name);
    const changed = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(), // its builder finished or removed it meanwhile
    );
    if (Date.now() - changed > ABANDONED_AFTER_MS) await rm(path, { recursive: true, force: true });
  }
}

function isFileSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}
