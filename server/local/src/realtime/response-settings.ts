import type { Entry } from './conversation.ts';
import type { ResponseParams } from './events.ts';
import { ProtocolError } from './protocol-error.ts';
import { voiceName, type AudioFormat, type RealtimeConfig } from './session-config.ts';

/** What one response goes by: the session's settings and what its `response.create` put in their place. */
export interface ResponseSettings {
  modality: 'audio' | 'text';
  instructions: string;
  /** ISO 639-1, when the session names one. */
  language?: string;
  /** The function that must be called instead of answering. */
  forcedTool: string | null;
  /** `Infinity` for no limit. */
  maxOutputTokens: number;
  format: AudioFormat;
  voice: string;
  speed: number;
  metadata: object | null;
  /** Whether it belongs to the default conversation. */
  inConversation: boolean;
  /** Instead of the conversation so far. */
  input: Entry[] | null;
}

/** @throws ProtocolError for a combination that cannot be */
export function responseSettings(
  config: RealtimeConfig,
  params: ResponseParams,
  input: Entry[] | null,
): ResponseSettings {
  if (params.prompt) {
    const message = `Prompt '${params.prompt.id}' not found: this service keeps none. Use 'instructions'.`;
    throw new ProtocolError('invalid_value', message, 'response.prompt.id');
  }
  const { output } = config.audio;
  const { format, voice } = params.audio?.output ?? {};
  const limit = params.max_output_tokens ?? config.max_output_tokens;
  return {
    modality: (params.output_modalities ?? config.output_modalities)[0]!,
    instructions: params.instructions ?? config.instructions,
    language: config.audio.input.transcription?.language,
    forcedTool: forcedTool(config, params),
    maxOutputTokens: limit === 'inf' ? Infinity : limit,
    format: (format as AudioFormat | undefined) ?? output.format,
    voice: voice ? voiceName(voice, 'response.audio.output.voice') : output.voice,
    speed: output.speed,
    metadata: params.metadata ?? null,
    inConversation: params.conversation !== 'none',
    input,
  };
}

function forcedTool(config: RealtimeConfig, params: ResponseParams): string | null {
  const choice = params.tool_choice ?? config.tool_choice;
  const names = (params.tools ?? config.tools).flatMap((tool) =>
    tool.type === 'function' && tool.name ? [tool.name] : [],
  );
  if (choice === 'required') return names[0] ?? null;
  if (typeof choice === 'string' || choice.type !== 'function') return null;
  if (names.includes(choice.name)) return choice.name;
  throw new ProtocolError(
    'invalid_value',
    `Tool choice '${choice.name}' not found in 'tools' parameter.`,
    'response.tool_choice',
  );
}
