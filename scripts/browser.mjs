import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { isMain, run } from './run.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

const INSTALL_TIMEOUT_MS = 10 * 60_000;

const { PROGRAMFILES, LOCALAPPDATA, HOME } = process.env;
const PLACES = {
  linux: ['/usr/lib/chromium/chromium', '/snap/bin/chromium', '/opt/google/chrome/chrome'],
  darwin: ['', HOME ?? ''].flatMap((home) =>
    ['Google Chrome', 'Chromium'].map((name) => `${home}/Applications/${name}.app/Contents/MacOS/${name}`),
  ),
  win32: [PROGRAMFILES, process.env['PROGRAMFILES(X86)'], LOCALAPPDATA]
    .filter(Boolean)
    .flatMap((folder) => [
      `${folder}\\Google\\Chrome\\Application\\chrome.exe`,
      `${folder}\\Chromium\\Application\\chrome.exe`,
    ]),
};

/**
 * Finds Chromium or Chrome: `CHROME_PATH`, then the usual names and places.
 *
 * @returns {string | undefined} the path of the program
 */
export function findBrowser() {
  const { CHROME_PATH, PATH = '' } = process.env;
  if (CHROME_PATH) return CHROME_PATH;
  const inPath = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...inPath, ...(PLACES[process.platform] ?? [])].find(isExecutable);
}

/**
 * Makes sure that there is a browser, and tells it to all programs started later by `CHROME_PATH`.
 * Where there is none, installs Debian's, or says which command would.
 *
 * @returns {Promise<boolean>} whether there is one
 */
export async function ensureBrowser() {
  if (!findBrowser()) await installBrowser();
  const path = findBrowser();
  if (path && isExecutable(path)) {
    process.env.CHROME_PATH = path;
    return true;
  }
  console.error(
    path ? `CHROME_PATH is ${path}, but no program is there. Correct it, or unset it.` : advice(),
  );
  return false;
}

async function installBrowser() {
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (!hasProgram('apt-get') || (asRoot.length && !hasProgram('sudo'))) return;
  console.log('Installing Chromium for the tests (once) …');
  const aptGet = (...args) => {
    const line = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args];
    return run(line[0], line.slice(1), { timeoutMs: INSTALL_TIMEOUT_MS });
  };
  await aptGet('update');
  await aptGet('install', '-y', '--no-install-recommends', 'chromium');
}

function advice() {
  const commands = {
    darwin: 'brew install --cask chromium',
    win32: 'winget install Google.Chrome',
    linux: hasProgram('apt-get')
      ? 'sudo apt-get install chromium'
      : 'your package manager (package chromium)',
  };
  const command = commands[process.platform] ?? commands.linux;
  return `The tests need Chromium or Chrome. Install it with: ${command} — or name one in CHROME_PATH.`;
}

function hasProgram(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => isExecutable(join(folder, name)));
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

if (isMain(import.meta.url)) {
  const found = await ensureBrowser();
  if (found) console.log(process.env.CHROME_PATH);
  process.exitCode = found ? 0 : 1;
}
