import { isDeepStrictEqual } from 'node:util';
import type {
  AudioTranscription,
  RealtimeAudioFormats,
  RealtimeAudioInputTurnDetection,
  RealtimeSessionCreateRequest,
  RealtimeToolChoiceConfig,
  RealtimeTranscriptionSessionCreateRequest,
} from 'openai/resources/realtime/realtime';
import { ProtocolError } from './protocol-error.ts';

export type SessionRequest = RealtimeSessionCreateRequest | RealtimeTranscriptionSessionCreateRequest;
export type AudioFormat = Required<RealtimeAudioFormats>;
export type ServerVad = Required<RealtimeAudioInputTurnDetection.ServerVad>;
export type SemanticVad = Required<RealtimeAudioInputTurnDetection.SemanticVad>;
export type TurnDetection = ServerVad | SemanticVad | null;
type Tools = NonNullable<RealtimeSessionCreateRequest['tools']>;

export interface InputConfig {
  format: AudioFormat;
  transcription: AudioTranscription | null;
  noise_reduction: object | null;
  turn_detection: TurnDetection;
}

/** The settings in force, as `session.created` and `session.updated` show them. */
export interface RealtimeConfig {
  type: 'realtime';
  object: 'realtime.session';
  id: string;
  model?: string;
  output_modalities: ['audio'] | ['text'];
  instructions: string;
  tools: Tools;
  tool_choice: RealtimeToolChoiceConfig;
  max_output_tokens: number | 'inf';
  tracing: unknown;
  truncation: unknown;
  prompt: null;
  /** Unix time, s. */
  expires_at: number;
  audio: { input: InputConfig; output: { format: AudioFormat; voice: string; speed: number } };
  include: string[] | null;
}

/** A session that only writes down what is said. */
export interface TranscriptionConfig {
  type: 'transcription';
  object: 'realtime.transcription_session';
  id: string;
  expires_at: number;
  audio: { input: InputConfig };
  include: string[] | null;
}

export type SessionConfig = RealtimeConfig | TranscriptionConfig;

const PCM: AudioFormat = { type: 'audio/pcm', rate: 24_000 };

const DEFAULT_INSTRUCTIONS =
  'You are a friendly assistant in a spoken conversation. Keep answers short, and ask when something is unclear.';

const SERVER_VAD: ServerVad = {
  type: 'server_vad',
  threshold: 0.5,
  prefix_padding_ms: 300,
  // The documentation says 500; every session that the service was seen to open says 200.
  silence_duration_ms: 200,
  idle_timeout_ms: null,
  create_response: true,
  interrupt_response: true,
};

const SEMANTIC_VAD: SemanticVad = {
  type: 'semantic_vad',
  eagerness: 'auto',
  create_response: true,
  interrupt_response: true,
};

/**
 * @param expiresAt Unix time, s
 * @throws ProtocolError for settings that no session can have
 */
export function createConfig(request: SessionRequest, id: string, expiresAt: number): SessionConfig {
  const input: InputConfig = {
    format: PCM,
    transcription: null,
    noise_reduction: null,
    turn_detection: SERVER_VAD,
  };
  if (request.type === 'transcription') {
    const object = 'realtime.transcription_session';
    const config = {
      type: request.type,
      object,
      id,
      expires_at: expiresAt,
      audio: { input },
      include: null,
    } as const;
    return updateConfig(config, request);
  }
  const config: RealtimeConfig = {
    type: 'realtime',
    object: 'realtime.session',
    id,
    model: request.model,
    output_modalities: ['audio'],
    instructions: DEFAULT_INSTRUCTIONS,
    tools: [],
    tool_choice: 'auto',
    max_output_tokens: 'inf',
    tracing: null,
    truncation: 'auto',
    prompt: null,
    expires_at: expiresAt,
    audio: { input, output: { format: PCM, voice: 'alloy', speed: 1 } },
    include: null,
  };
  return updateConfig(config, request);
}

/**
 * The settings with those that the update names replaced.
 * @throws ProtocolError when one of them cannot be; then none is
 */
export function updateConfig(config: SessionConfig, update: SessionRequest): SessionConfig {
  if (update.type !== config.type) {
    throw new ProtocolError(
      'invalid_value',
      `Passing a '${update.type}' session update to a '${config.type}' session is not allowed.`,
      'session.type',
    );
  }
  const input = { ...config.audio.input, ...inputUpdate(config.audio.input, update.audio?.input) };
  if (config.type === 'transcription') {
    return { ...config, ...pick(update, ['include']), audio: { input } };
  }
  const request = update as RealtimeSessionCreateRequest;
  refuse(config, request);
  const { format, voice, speed } = request.audio?.output ?? {};
  const output = {
    ...config.audio.output,
    ...(format && { format: complete(format) }),
    ...(voice && { voice: voiceName(voice, 'session.audio.output.voice') }),
    ...(speed !== undefined && { speed }),
  };
  const { type: _type, audio: _audio, model: _model, tools, ...rest } = request;
  return {
    ...config,
    ...(rest as Partial<RealtimeConfig>),
    ...(tools && { tools: tools.map(withoutSecrets) }),
    audio: { input, output },
  };
}

/** The settings as a client sees them. A transcription session answers nothing, so it shows nothing about answers. */
export function shownConfig(config: SessionConfig): object {
  const { turn_detection, ...input } = config.audio.input;
  if (config.type === 'realtime' || !turn_detection) return config;
  const { create_response: _create, interrupt_response: _interrupt, ...detection } = turn_detection;
  if (detection.type === 'server_vad') delete (detection as Partial<ServerVad>).idle_timeout_ms;
  return { ...config, audio: { input: { ...input, turn_detection: detection } } };
}

/** The name of a voice; this service has none but the named ones. */
export function voiceName(voice: string | { id: string }, param: string): string {
  if (typeof voice === 'string') return voice;
  throw new ProtocolError(
    'invalid_value',
    `Voice '${voice.id}' not found. Use one of the built-in voices.`,
    param,
  );
}

function refuse(config: RealtimeConfig, request: RealtimeSessionCreateRequest): void {
  if (request.model !== undefined && config.model !== undefined && request.model !== config.model) {
    throw new ProtocolError(
      'invalid_value',
      `Cannot change the model from '${config.model}' to '${request.model}': it is fixed when the session is created.`,
      'session.model',
    );
  }
  if (request.prompt) {
    const message = `Prompt '${request.prompt.id}' not found: this service keeps none. Use 'instructions'.`;
    throw new ProtocolError('invalid_value', message, 'session.prompt.id');
  }
  if (request.tracing && config.tracing && !isDeepStrictEqual(request.tracing, config.tracing)) {
    throw new ProtocolError(
      'invalid_value',
      'Tracing cannot be changed once it is enabled.',
      'session.tracing',
    );
  }
}

function inputUpdate(
  current: InputConfig,
  update: NonNullable<SessionRequest['audio']>['input'],
): Partial<InputConfig> {
  if (!update) return {};
  const { format, transcription, noise_reduction, turn_detection } = update;
  return {
    ...(format && { format: complete(format) }),
    ...(transcription !== undefined && { transcription: merged(current.transcription, transcription) }),
    ...(noise_reduction !== undefined && {
      noise_reduction: merged(current.noise_reduction, noise_reduction),
    }),
    ...(turn_detection !== undefined && {
      turn_detection: detection(current.turn_detection, turn_detection),
    }),
  };
}

function detection(current: TurnDetection, update: RealtimeAudioInputTurnDetection | null): TurnDetection {
  if (!update) return null;
  const defaults = update.type === 'server_vad' ? SERVER_VAD : SEMANTIC_VAD;
  return { ...defaults, ...(current?.type === update.type && current), ...update } as TurnDetection;
}

function merged<T extends object>(current: T | null, update: T | null): T | null {
  return update && { ...current, ...update };
}

function complete(format: RealtimeAudioFormats): AudioFormat {
  return format.type === 'audio/pcm' ? PCM : (format as AudioFormat);
}

/** A session is shown to its client; keys to other servers are not. */
function withoutSecrets(tool: Tools[number]): Tools[number] {
  if (tool.type !== 'mcp') return tool;
  const { authorization: _authorization, headers: _headers, ...rest } = tool;
  return rest;
}

function pick<T extends object, K extends keyof T>(object: T, keys: K[]): Partial<Pick<T, K>> {
  return Object.fromEntries(keys.filter((key) => key in object).map((key) => [key, object[key]])) as Pick<
    T,
    K
  >;
}
