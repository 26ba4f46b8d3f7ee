import { isIPv4, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';

const LINK_LOCAL = /^fe[89ab]/i;

/**
 * The addresses under which other devices find this machine, IPv4 first. Link-local ones of IPv6 are
 * left out: no browser opens them.
 */
export function networkAddresses(): string[] {
  const addresses = Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .filter(({ internal, address }) => !internal && !LINK_LOCAL.test(address))
    .map(({ address }) => address);
  return [...addresses.filter(isIPv4), ...addresses.filter(isIPv6)];
}

/**
 * The hosts to open in a browser for a server that listens on this one, localhost first: only that
 * may use a microphone without https.
 */
export function hostsToOpen(host: string): string[] {
  switch (host) {
    case '127.0.0.1':
    case '::1':
    case 'localhost':
      return ['localhost'];
    case '0.0.0.0':
      return ['localhost', ...networkAddresses().filter(isIPv4)];
    case '::':
      return ['localhost', ...networkAddresses()];
    default:
      return [host];
  }
}

/** Whether this host of a URL is the machine itself, so that nothing goes over a network. */
export function isLoopback(hostname: string): boolean {
  return /^(127\.[\d.]+|\[::1\]|(.+\.)?localhost)$/.test(hostname);
}

/** @returns such as `https://localhost:3000` or `http://[fd00::2]:3000` */
export function addressOf(protocol: 'http' | 'https', host: string, port: number): string {
  return `${protocol}://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
