import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMain, root, run } from './run.mjs';

const MINIMUM_NODE = [20, 19];

/** Ends the process with one line when Node is too old for the tools. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [needMajor, needMinor] = MINIMUM_NODE;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  console.error(
    `This needs Node ${MINIMUM_NODE.join('.')} or newer; here is ${process.versions.node}. Get one from https://nodejs.org`,
  );
  process.exit(1);
}

/**
 * Installs the packages of the lock file where they are not installed already.
 *
 * @returns {Promise<boolean>} whether all is there
 */
export async function installIfNeeded() {
  if (isInstalled()) return true;
  console.log('Installing packages (only when they changed; about half a minute) …');
  const { code } = await npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) console.error('npm ci failed. Check the network and the lines above, then try again.');
  return code === 0;
}

/**
 * Compares the lock file with npm's own record of what it put into `node_modules`. Packages for other
 * platforms are optional and absent; whatever is there must be the locked version.
 */
function isInstalled() {
  const installed = packagesOf('node_modules/.package-lock.json');
  const locked = packagesOf('package-lock.json');
  return Object.entries(locked).every(([path, { version, optional }]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true;
    return path in installed ? installed[path].version === version : optional;
  });
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch {
    return {};
  }
}

/** Runs npm: the one that runs us, where there is one. */
function npm(args) {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith('.js')) return run(process.execPath, [cli, ...args]);
  return process.platform === 'win32' ? run('cmd', ['/c', 'npm', ...args]) : run('npm', args);
}

if (isMain(import.meta.url)) {
  checkNode();
  process.exitCode = (await installIfNeeded()) ? 0 : 1;
}
