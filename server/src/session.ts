import type { Config } from './config.ts';

/** A session object as the service takes it, as far as this server fills it in. */
export interface Session {
  type: 'realtime';
  model: string;
  instructions?: string;
  audio: { output: { voice: string }; input?: { turn_detection: object | null } };
}

/** What a page may ask for. */
export interface SessionWishes {
  voice?: string | undefined;
  instructions?: string | undefined;
  /** `null` for none: then the page says where a turn ends. */
  turnDetection?: object | null | undefined;
}

/** The session of the server's settings, with what the page may have otherwise. */
export function sessionOf(settings: Pick<Config, 'model' | 'voice'>, wishes: SessionWishes = {}): Session {
  const { voice = settings.voice, instructions, turnDetection } = wishes;
  return {
    type: 'realtime',
    model: settings.model,
    ...(instructions !== undefined && { instructions }),
    audio: {
      output: { voice },
      ...(turnDetection !== undefined && { input: { turn_detection: turnDetection } }),
    },
  };
}
