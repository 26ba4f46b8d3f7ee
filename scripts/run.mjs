import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = fileURLToPath(new URL('..', import.meta.url));

const windows = process.platform === 'win32';

/** A program that was asked to end gets this long before it is ended, ms. */
const KILL_GRACE_MS = 3000;
/** How soon the end of npm is noticed, ms. */
const PARENT_CHECK_MS = 500;
/** What a program has printed arrives within this time after its end, ms. */
const DRAIN_MS = 1000;

/** The programs that run now. */
const running = new Set();

/**
 * Runs a program in the repository and shows what it prints.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {object} [options]
 * @param {number} [options.timeoutMs] ends the program and all it started after this time; default: never
 * @param {NodeJS.ProcessEnv} [options.env] further environment variables
 * @returns {Promise<{code: number, output: string}>} `code` is 0 when it went well
 */
export function run(command, args, { timeoutMs, env } = {}) {
  return new Promise((resolve) => {
    const color = process.stdout.isTTY && !process.env.NO_COLOR ? { FORCE_COLOR: '1' } : {};
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...color, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that all it started can be ended with it.
      detached: !windows,
    });
    const result = { code: 1, output: '' };
    let timedOut = false;
    const timeout = () => {
      timedOut = true;
      console.error(`It took longer than ${timeoutMs / 60_000} minutes and was ended.`);
      end(child);
    };
    const timer = timeoutMs && setTimeout(timeout, timeoutMs);
    const finish = () => {
      clearTimeout(timer);
      forget(child);
      resolve(result);
    };
    child.stdout.on('data', (chunk) => {
      result.output += chunk;
      process.stdout.write(chunk);
    });
    child.stderr.on('data', (chunk) => process.stderr.write(chunk));
    child.on('error', (error) => {
      console.error(error.message);
      finish();
    });
    child.on('exit', (code) => {
      if (!timedOut) result.code = code ?? 1;
      // What it left behind would hold ports, and the pipes open.
      signal(child, 'SIGKILL');
      setTimeout(finish, DRAIN_MS).unref();
    });
    child.on('close', finish);
    remember(child);
  });
}

/** Runs a program that an npm package brings, by the path of its file in `node_modules`. */
export function runBin(file, args, options) {
  return run(process.execPath, [`node_modules/${file}`, ...args], options);
}

/** True in the file that was started with `node FILE`. */
export function isMain(importMetaUrl) {
  const [, file] = process.argv;
  return file !== undefined && realpathSync(file) === fileURLToPath(importMetaUrl);
}

/**
 * Ends this process when npm, which started it, was ended: npm hands signals to the shell between them,
 * and that one hands them to nobody.
 */
export function endWithNpm() {
  const parent = process.ppid;
  if (!process.env.npm_lifecycle_event) return;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, PARENT_CHECK_MS).unref();
}

function end(child) {
  signal(child, 'SIGTERM');
  setTimeout(signal, KILL_GRACE_MS, child, 'SIGKILL').unref();
}

function signal({ pid }, name) {
  if (pid === undefined) return;
  if (windows) {
    if (name === 'SIGTERM') spawn('taskkill', ['/pid', String(pid), '/t', '/f']);
    return;
  }
  try {
    process.kill(-pid, name);
  } catch {
    // It is gone already.
  }
}

function remember(child) {
  if (running.size === 0) for (const name of ['SIGINT', 'SIGTERM']) process.on(name, endAll);
  running.add(child);
}

function forget(child) {
  running.delete(child);
  if (running.size === 0) for (const name of ['SIGINT', 'SIGTERM']) process.off(name, endAll);
}

/** Ends what runs when we are ended. */
function endAll() {
  for (const child of running) {
    child.on('exit', () => process.exit(1));
    end(child);
  }
}
