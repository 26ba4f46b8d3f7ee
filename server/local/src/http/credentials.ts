import type { SessionRequest } from '../realtime/session-config.ts';
import { ProtocolError } from '../realtime/protocol-error.ts';
import { createId } from '../realtime/ids.ts';

const STANDARD_KEY = /^sk-\S+$/;

/** What an ephemeral key stands for. */
export interface ClientSecret {
  value: string;
  /** Unix time, s; a session that was started before goes on. */
  expiresAt: number;
  /** The session it was minted for; `null` leaves all to the client. */
  session: SessionRequest | null;
}

/** Standard keys (`sk-…`) and the ephemeral keys (`ek_…`) minted with them. */
export class Credentials {
  readonly #acceptedKeys: readonly string[] | undefined;
  readonly #secrets = new Map<string, ClientSecret>();

  /** @param acceptedKeys the only standard keys accepted; without a list, whatever looks like one */
  constructor(acceptedKeys?: readonly string[]) {
    this.#acceptedKeys = acceptedKeys;
  }

  mint(session: SessionRequest | null, seconds: number): ClientSecret {
    const now = Date.now() / 1000;
    for (const [value, { expiresAt }] of this.#secrets) if (expiresAt <= now) this.#secrets.delete(value);
    const secret = { value: createId('ek'), expiresAt: Math.floor(now) + seconds, session };
    this.#secrets.set(secret.value, secret);
    return secret;
  }

  /** @throws ProtocolError unless it is a standard key */
  checkStandardKey(key: string | undefined): void {
    if (key === undefined) {
      throw new ProtocolError(null, "Missing bearer authentication in header: 'Authorization: Bearer sk-…'.");
    }
    const accepted = this.#acceptedKeys?.includes(key) ?? STANDARD_KEY.test(key);
    if (!accepted) throw new ProtocolError('invalid_api_key', 'Incorrect API key provided.');
  }

  /**
   * @returns the secret for an ephemeral key, `null` for a standard one
   * @throws ProtocolError for anything else
   */
  check(key: string | undefined): ClientSecret | null {
    const secret = key === undefined ? undefined : this.#secrets.get(key);
    if (!secret) {
      this.checkStandardKey(key);
      return null;
    }
    if (secret.expiresAt * 1000 > Date.now()) return secret;
    throw new ProtocolError('invalid_api_key', 'The ephemeral key has expired. Mint a new one.');
  }
}

/** The key of an `Authorization` header. */
export function bearer(header: string | undefined): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(header ?? '')?.[1];
}
