import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, readlink } from 'node:fs/promises';
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
  /** What it holds: open sockets, and resident memory in MB. */
  resources(): Promise<{ sockets: number; memoryMb: number }>;
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
  return {
    origin,
    output: () => output,
    resources: () => resources(child.pid as number),
    stop: () => stop(child),
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || !child.pid) return;
  const exited = once(child, 'exit');
  process.kill(-child.pid, 'SIGTERM');
  await exited;
}

/** Linux tells what a process holds; npm starts the server as a child of its own. */
async function resources(group: number): Promise<{ sockets: number; memoryMb: number }> {
  let [sockets, memoryMb] = [0, 0];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
      const [, , processGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(processGroup) !== group) continue;
      const [, resident] = /VmRSS:\s+(\d+) kB/.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
      memoryMb += Number(resident ?? 0) / 1024;
      for (const file of await readdir(`/proc/${pid}/fd`)) {
        const target = await readlink(`/proc/${pid}/fd/${file}`).catch(() => '');
        if (target.startsWith('socket:')) sockets += 1;
      }
    } catch {
      // Gone while we looked.
    }
  }
  return { sockets, memoryMb: Math.round(memoryMb) };
}
