import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Unpacking the voices on a first start included. */
const START_TIMEOUT_MS = 60_000;

/** A server as a user starts it: `npm start`, on a free port, with the local voice service. */
export interface RunningServer {
  /** Such as `http://localhost:41234`. */
  origin: string;
  /** Everything it printed. */
  output(): string;
  stop(): Promise<void>;
}

export async function startServer(env: NodeJS.ProcessEnv = {}): Promise<RunningServer> {
  const { OPENAI_API_KEY: _none, ...inherited } = process.env;
  const child = spawn('npm', ['start'], {
    cwd: ROOT,
    env: { ...inherited, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a group of its own, so that it ends with all it started
  });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  const origin = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`npm start: no address in time\n${output}`)),
      START_TIMEOUT_MS,
    );
    child.stdout.on('data', () => {
      const address = /https?:\/\/localhost:\d+/.exec(output)?.[0];
      if (address) resolve(address);
      clearTimeout(address ? timer : undefined);
    });
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}\n${output}`)));
  });
  return { origin, output: () => output, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || !child.pid) return;
  const exited = once(child, 'exit');
  process.kill(-child.pid, 'SIGTERM');
  await exited;
}
