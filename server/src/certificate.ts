import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from 'selfsigned';
import { networkAddresses } from './addresses.ts';
import { ConfigError, type CertificateFiles, type Config } from './config.ts';

/** What https needs, in PEM format. */
export interface Certificate {
  cert: string;
  key: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Phones refuse certificates that are valid for more than 825 days. */
const VALID_MS = 365 * DAY_MS;
const RENEW_BEFORE_MS = 30 * DAY_MS;
/** The numbers of the kinds of names in a certificate (RFC 5280). */
const DNS_NAME = 2;
const IP_ADDRESS = 7;
const OWNER_ONLY = 0o600;

const CACHE_FILE = fileURLToPath(
  new URL('../../node_modules/.cache/realtime-voice-elements/https.pem', import.meta.url),
);

/** @throws ConfigError for files that are no certificate and key */
export function certificateFor(tls: NonNullable<Config['tls']>): Promise<Certificate> {
  return tls === 'self-signed' ? selfSigned() : readCertificate(tls);
}

/**
 * A certificate that this machine gives itself. It is kept, so that a browser that was told to trust
 * it need not be told again; a new one is made when a name is missing or the end is near.
 *
 * @param names hosts and addresses; default: all of this machine
 * @param file where it is kept
 */
export async function selfSigned(names = ownNames(), file = CACHE_FILE): Promise<Certificate> {
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept && isGoodFor(kept, names)) return { cert: kept, key: kept };
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    // The clock of another device may be behind.
    notBeforeDate: new Date(Date.now() - DAY_MS),
    notAfterDate: new Date(Date.now() + VALID_MS),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: names.map((name) =>
          isIP(name) ? { type: IP_ADDRESS, ip: name } : { type: DNS_NAME, value: name },
        ),
      },
    ],
  });
  // Where nothing can be kept, it does for this time.
  await keep(file, `${cert.trim()}\n${key}`).catch(() => {});
  return { cert, key };
}

/**
 * Reads a certificate of one's own.
 *
 * @throws ConfigError in one line, without the path: a key may have been put in its place
 */
export async function readCertificate(files: CertificateFiles): Promise<Certificate> {
  const cert = await readPem('TLS_CERT', files.cert);
  const key = await readPem('TLS_KEY', files.key);
  const certificate = parse('TLS_CERT is no certificate in PEM format.', () => new X509Certificate(cert));
  const privateKey = parse('TLS_KEY is no private key in PEM format without a passphrase.', () =>
    createPrivateKey(key),
  );
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new ConfigError('TLS_KEY is not the key of the certificate in TLS_CERT.');
  }
  return { cert, key };
}

function ownNames(): string[] {
  const host = hostname();
  const names = ['localhost', '127.0.0.1', '::1', ...networkAddresses()];
  // Machines may have names that no address can hold.
  return /^[a-z0-9.-]+$/i.test(host) ? [...new Set([...names, host])] : names;
}

function isGoodFor(pem: string, names: string[]): boolean {
  try {
    const certificate = new X509Certificate(pem);
    const remainingMs = Date.parse(certificate.validTo) - Date.now();
    const isNamed = (name: string) => (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name));
    return (
      remainingMs > RENEW_BEFORE_MS &&
      certificate.checkPrivateKey(createPrivateKey(pem)) &&
      names.every(isNamed)
    );
  } catch {
    return false;
  }
}

/** In one step, so that nobody reads half of it. */
async function keep(file: string, pem: string): Promise<void> {
  const unfinished = `${file}.${process.pid}`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(unfinished, pem, { mode: OWNER_ONLY });
  await rename(unfinished, file);
}

async function readPem(variable: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const { code = 'unreadable' } = cause as NodeJS.ErrnoException;
    throw new ConfigError(`The file of ${variable} cannot be read (${code}). Give the path of a PEM file.`);
  }
}

function parse<T>(message: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw new ConfigError(message);
  }
}
