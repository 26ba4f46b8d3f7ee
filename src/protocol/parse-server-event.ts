import type { ServerEvent, ServerEventType } from './events.js';
import { RealtimeError } from './realtime-error.js';

/** What a field is, where it is not text. */
const TYPES: Record<string, 'object' | 'number'> = {
  session: 'object',
  response: 'object',
  item: 'object',
  part: 'object',
  error: 'object',
  audio_end_ms: 'number',
};

/** The fields without which an event cannot be acted on; of one that is not here nothing is needed. */
const REQUIRED: { [type in ServerEventType]?: string } = {
  'session.created': 'session',
  'session.updated': 'session',
  'conversation.item.added': 'item',
  'conversation.item.created': 'item',
  'conversation.item.done': 'item',
  'conversation.item.deleted': 'item_id',
  'conversation.item.truncated': 'item_id audio_end_ms',
  'conversation.item.input_audio_transcription.delta': 'item_id',
  'conversation.item.input_audio_transcription.completed': 'item_id transcript',
  'conversation.item.input_audio_transcription.failed': 'item_id error',
  'input_audio_buffer.committed': 'item_id',
  'input_audio_buffer.speech_started': 'item_id',
  'input_audio_buffer.speech_stopped': 'item_id',
  'response.created': 'response',
  'response.done': 'response',
  'response.output_item.added': 'item',
  'response.output_item.done': 'item',
  'response.content_part.added': 'item_id part',
  'response.output_text.delta': 'item_id delta',
  'response.output_audio.delta': 'item_id delta',
  'response.output_audio_transcript.delta': 'item_id delta',
  'response.output_text.done': 'item_id text',
  'response.output_audio_transcript.done': 'item_id transcript',
  'response.output_audio.done': 'item_id',
  error: 'error',
};

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** What came is nothing that a Realtime API sends. */
export function broken(what: string, cause?: unknown): RealtimeError {
  return new RealtimeError(
    'invalid-message',
    `The service sent ${what}. Check that its address is that of a Realtime API, then try again.`,
    { cause },
  );
}

const incomplete = (type: string, field: string) =>
  broken(`an incomplete message (${type} without ${field})`);

/**
 * Reads one message from the service.
 *
 * An event of a type that the kit does not know comes back as it is: services
 * add events, and a page must live through that.
 *
 * @param data the payload of a WebSocket frame or data channel message
 * @throws RealtimeError `invalid-message` for binary data, text that is not JSON, and events of a
 *   known type that lack a field
 */
export function parseServerEvent(data: unknown): ServerEvent {
  if (typeof data !== 'string') throw broken('binary data where text was expected');
  let event: unknown;
  try {
    event = JSON.parse(data);
  } catch (cause) {
    throw broken('a message that is not JSON', cause);
  }
  if (!isObject(event) || typeof event.type !== 'string') throw broken('a message without a type');
  const required = Object.hasOwn(REQUIRED, event.type) ? REQUIRED[event.type as ServerEventType] : undefined;
  for (const name of required?.split(' ') ?? []) {
    const [value, type] = [event[name], TYPES[name] ?? 'string'];
    if (typeof value !== type || value === null) throw incomplete(event.type, name);
  }
  if (required === 'item' && typeof (event.item as Fields).id !== 'string') {
    throw incomplete(event.type, 'item.id');
  }
  return event as unknown as ServerEvent;
}
