import type { EchoGuardMode } from '../audio/echo-guard.js';
import { RealtimeError } from '../protocol/realtime-error.js';
import type { SessionConfig, TurnDetection } from '../protocol/session-config.js';

/** How the conversation goes, in the kit's words; the attributes of `<realtime-voice-chat>`. */
export interface SessionSettings {
  /** The service's model, default `gpt-realtime-2.1`. */
  model?: string;
  /** A voice's name, default: the one that the token was made for. */
  voice?: string;
  /** What the assistant is and how it behaves. */
  instructions?: string;
  /** The language spoken, ISO 639-1 such as `en`; helps the transcription. */
  language?: string;
  /** Default `gpt-transcribe`. */
  transcriptionModel?: string;
  /** Words or names that the transcription may meet. */
  transcriptionPrompt?: string;
  /** Who finds the end of a turn, default `semantic_vad`; `none` leaves it to the record button. */
  turnDetection?: 'semantic_vad' | 'server_vad' | 'none';
  /** semantic_vad: how soon a pause counts as the end, default `auto`. */
  eagerness?: 'low' | 'medium' | 'high' | 'auto';
  /** server_vad: how sure it must be that it hears speech, 0…1, default 0.5. */
  threshold?: number;
  /** server_vad: sound kept from before speech was noticed, ms ≥ 0, default 300. */
  prefixPaddingMs?: number;
  /** server_vad: silence that ends a turn, ms ≥ 0, default 500. */
  silenceDurationMs?: number;
  /** server_vad: silence after which the assistant speaks up, 5000…30000 ms, default: never. */
  idleTimeoutMs?: number;
  /** Turns are found, but an answer comes only when asked for. */
  noAutoResponse?: boolean;
  /** Speaking does not cut an answer off. */
  noInterrupt?: boolean;
  /**
   * What happens while an answer sounds and voice detection is on: `auto` (default) lets the microphone be
   * heard unless it hears nothing but the answer, `half-duplex` never, `off` always.
   */
  echoGuard?: EchoGuardMode;
  /** What answers are made of, default `audio` (with its transcript). */
  output?: 'audio' | 'text';
}

export const DEFAULT_MODEL = 'gpt-realtime-2.1';
const DEFAULT_TRANSCRIPTION_MODEL = 'gpt-transcribe';

const CHOICES = {
  turnDetection: ['semantic_vad', 'server_vad', 'none'],
  eagerness: ['low', 'medium', 'high', 'auto'],
  output: ['audio', 'text'],
  echoGuard: ['auto', 'off', 'half-duplex'],
} as const;

const RANGES = {
  threshold: [0, 1],
  prefixPaddingMs: [0, Infinity],
  silenceDurationMs: [0, Infinity],
  idleTimeoutMs: [5000, 30_000],
} as const;

/**
 * Turns settings into the service's session object.
 *
 * @param override a session object, or parts of one; merged last, so it wins
 * @throws RealtimeError `invalid-config` naming the setting and what it may be
 */
export function buildSessionConfig(settings: SessionSettings, override: object = {}): SessionConfig {
  check(settings);
  const { instructions, voice, language, transcriptionModel, transcriptionPrompt, output } = settings;
  const config: SessionConfig = {
    type: 'realtime',
    output_modalities: [output ?? 'audio'],
    ...defined({ instructions }),
    audio: {
      input: {
        transcription: {
          model: transcriptionModel ?? DEFAULT_TRANSCRIPTION_MODEL,
          ...defined({ language, prompt: transcriptionPrompt }),
        },
        turn_detection: turnDetection(settings),
      },
      output: defined({ voice }),
    },
  };
  return merge(config, override) as SessionConfig;
}

function turnDetection(settings: SessionSettings): TurnDetection | null {
  if (settings.turnDetection === 'none') return null;
  const responses = {
    create_response: !settings.noAutoResponse,
    interrupt_response: !settings.noInterrupt,
  };
  return settings.turnDetection === 'server_vad'
    ? {
        type: 'server_vad',
        ...defined({
          threshold: settings.threshold,
          prefix_padding_ms: settings.prefixPaddingMs,
          silence_duration_ms: settings.silenceDurationMs,
          idle_timeout_ms: settings.idleTimeoutMs,
        }),
        ...responses,
      }
    : { type: 'semantic_vad', ...defined({ eagerness: settings.eagerness }), ...responses };
}

function check(settings: SessionSettings): void {
  for (const [name, choices] of Object.entries(CHOICES)) {
    const value = settings[name as keyof typeof CHOICES];
    if (value != null && !(choices as readonly string[]).includes(value)) {
      throw invalid(name, value, `one of ${choices.join(', ')}`);
    }
  }
  for (const [name, [least, most]] of Object.entries(RANGES)) {
    const value = settings[name as keyof typeof RANGES];
    if (value != null && !(value >= least && value <= most)) {
      throw invalid(name, value, most === Infinity ? `${least} or more` : `between ${least} and ${most}`);
    }
  }
}

function invalid(name: string, value: string | number, allowed: string): RealtimeError {
  const attribute = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return new RealtimeError('invalid-config', `${attribute}="${value}" is not possible; use ${allowed}.`);
}

/** The fields that have a value: the service takes an absent field and a null for two things. */
function defined<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as never;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function merge(base: unknown, over: unknown): unknown {
  if (!isPlainObject(base) || !isPlainObject(over)) return over;
  const merged = { ...base };
  for (const [key, value] of Object.entries(over)) {
    merged[key] = key in base ? merge(base[key], value) : value;
  }
  return merged;
}
