import { ApiError } from './api-error.ts';

/** What a page may be allowed to choose for its session. */
export const CLIENT_SETTINGS = ['voice', 'instructions', 'turn_detection'] as const;
export type ClientSetting = (typeof CLIENT_SETTINGS)[number];

/** A session object as the service takes it, as far as this server fills it in. */
export interface Session {
  type: 'realtime';
  model: string;
  instructions?: string | undefined;
  audio: { output: { voice: string }; input?: { turn_detection: object | null } | undefined };
}

/** What a page asks for. */
export interface SessionWishes {
  voice?: string | undefined;
  instructions?: string | undefined;
  /** `null` for none: then the page says where a turn ends. */
  turn_detection?: object | null | undefined;
}

/** What the server sets for every session. */
export type SessionDefaults = Pick<Session, 'model' | 'instructions'> & { voice: string };

/** The session of the server's settings, or of what the page may have in their place. */
export function sessionOf(settings: SessionDefaults, wishes: SessionWishes = {}): Session {
  const { voice = settings.voice, instructions = settings.instructions, turn_detection } = wishes;
  const input = turn_detection === undefined ? undefined : { turn_detection };
  return { type: 'realtime', model: settings.model, instructions, audio: { output: { voice }, input } };
}

/**
 * Reads what a page asks for in its query.
 *
 * @param allowed what it may ask for
 * @throws ApiError naming what it may not, or what cannot be read
 */
export function readWishes(
  query: Partial<Record<ClientSetting, string>>,
  allowed: readonly ClientSetting[],
): SessionWishes {
  const refused = CLIENT_SETTINGS.filter((name) => query[name] !== undefined && !allowed.includes(name));
  if (refused.length > 0) {
    const names = refused.join(', ');
    throw new ApiError(
      403,
      'not_allowed',
      `Pages may not choose ${names} here. To allow it, name it in CLIENT_MAY_SET of the server.`,
    );
  }
  const { voice, instructions, turn_detection } = query;
  return {
    voice,
    instructions,
    turn_detection: turn_detection === undefined ? undefined : parseTurnDetection(turn_detection),
  };
}

function parseTurnDetection(json: string): object | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    // Said below.
  }
  if (typeof value === 'object' && !Array.isArray(value)) return value;
  throw new ApiError(400, 'bad_request', 'turn_detection must be an object or null, written as JSON.');
}
