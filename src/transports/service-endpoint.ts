import { RealtimeError } from '../protocol/realtime-error.js';

const OPENAI = 'https://api.openai.com/v1';

/**
 * The address of the service's realtime endpoint.
 *
 * @param baseUrl such as `https://api.openai.com/v1` (the default), or a path on this page's server
 * @throws RealtimeError `invalid-config` when it is no address
 */
export function serviceEndpoint(baseUrl = OPENAI): URL {
  try {
    const url = new URL(baseUrl, location.href);
    url.pathname = `${url.pathname.replace(/\/$/, '')}/realtime`;
    return url;
  } catch (cause) {
    throw new RealtimeError(
      'invalid-config',
      `“${baseUrl}” is not the address of a service. Use one like ${OPENAI}.`,
      { cause },
    );
  }
}
