import type { AddressInfo } from 'node:net';
import { addressOf, hostsToOpen } from './addresses.ts';
import { buildApp } from './app.ts';
import { certificateFor } from './certificate.ts';
import { ConfigError, readConfig, type Config } from './config.ts';
import { LocalServiceError } from './local-service.ts';
import { showProgress } from './progress.ts';

/** A close that takes longer than this is given up, ms. */
const CLOSE_TIMEOUT_MS = 5000;

const SERVICE_LINES: Readonly<Record<Config['service'], (config: Config) => string>> = {
  local: ({ localLlm }) =>
    `Talking to the local voice service on this machine (no key needed)${localLlm ? `, thinking with ${localLlm.model}` : ''}.`,
  openai: ({ model }) => `Talking to OpenAI (${model}).`,
  compatible: ({ model, baseUrl }) => `Talking to ${baseUrl} (${model}).`,
};

try {
  await start(readConfig(process.env));
} catch (error) {
  const line = explain(error);
  if (line === undefined) throw error;
  console.error(line);
  process.exit(1);
}

async function start(config: Config): Promise<void> {
  const tls = config.tls && (await certificateFor(config.tls));
  if (config.service === 'local') console.log('Starting the local voice service …');
  const app = await buildApp(config, {
    tls,
    logger: { level: 'warn' },
    onProgress: showProgress(process.stdout),
  });
  const close = (): void => {
    setTimeout(() => process.exit(1), CLOSE_TIMEOUT_MS).unref();
    void app.close();
  };
  process.once('SIGINT', close).once('SIGTERM', close);
  await app.listen({ port: config.port, host: config.host });
  console.log(SERVICE_LINES[config.service](config));
  showAddresses(config, (app.server.address() as AddressInfo).port);
}

function showAddresses({ host, tls }: Config, port: number): void {
  const hosts = hostsToOpen(host);
  for (const each of hosts) console.log(addressOf(tls ? 'https' : 'http', each, port));
  if (!tls && hosts.some((each) => each !== 'localhost')) {
    console.log(`A phone needs https for its microphone: HTTPS=1 HOST=${host} npm start`);
  }
}

/** @returns what the person can do about a failed start, or nothing when it is our fault */
function explain(error: unknown): string | undefined {
  if (error instanceof ConfigError || error instanceof LocalServiceError) return error.message;
  const { code, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use. Stop the other program, or choose another port: PORT=3001 npm start`;
    case 'EACCES':
      return `Port ${port} may not be opened by this user. Choose one above 1023: PORT=3001 npm start`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST ${address ?? process.env.HOST} is no address of this machine. Use 127.0.0.1, or 0.0.0.0 for all of them.`;
    default:
      return undefined;
  }
}
