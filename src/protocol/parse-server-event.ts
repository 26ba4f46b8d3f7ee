import type { ServerEvent, ServerEventType } from './events.js';
import { RealtimeError } from './realtime-error.js';

type FieldType = 'string' | 'number' | 'object';

/** The fields without which an event cannot be acted on. */
const item = { item: 'object' } as const;
const part = { item_id: 'string' } as const;
const delta = { item_id: 'string', delta: 'string' } as const;
const transcript = { item_id: 'string', transcript: 'string' } as const;
const REQUIRED: Record<ServerEventType, Record<string, FieldType>> = {
  'session.created': { session: 'object' },
  'session.updated': { session: 'object' },
  'conversation.item.added': item,
  'conversation.item.created': item,
  'conversation.item.done': item,
  'conversation.item.deleted': part,
  'conversation.item.truncated': { item_id: 'string', audio_end_ms: 'number' },
  'conversation.item.input_audio_transcription.delta': part,
  'conversation.item.input_audio_transcription.completed': transcript,
  'conversation.item.input_audio_transcription.failed': { item_id: 'string', error: 'object' },
  'input_audio_buffer.committed': part,
  'input_audio_buffer.cleared': {},
  'input_audio_buffer.speech_started': part,
  'input_audio_buffer.speech_stopped': part,
  'output_audio_buffer.started': {},
  'output_audio_buffer.stopped': {},
  'output_audio_buffer.cleared': {},
  'response.created': { response: 'object' },
  'response.done': { response: 'object' },
  'response.output_item.added': item,
  'response.output_item.done': item,
  'response.content_part.added': { item_id: 'string', part: 'object' },
  'response.output_text.delta': delta,
  'response.output_audio.delta': delta,
  'response.output_audio_transcript.delta': delta,
  'response.output_text.done': { item_id: 'string', text: 'string' },
  'response.output_audio_transcript.done': transcript,
  'response.output_audio.done': part,
  error: { error: 'object' },
};

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

const broken = (what: string, cause?: unknown) =>
  new RealtimeError(
    'invalid-message',
    `The service sent ${what}. Check that the service address points to a Realtime API, then try again.`,
    { cause },
  );

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
  const required = Object.hasOwn(REQUIRED, event.type) ? REQUIRED[event.type as ServerEventType] : {};
  for (const [name, type] of Object.entries(required)) {
    const value = event[name];
    if (type === 'object' ? !isObject(value) : typeof value !== type) {
      throw broken(`an incomplete message (${event.type} without ${name})`);
    }
  }
  if ('item' in required && typeof (event.item as Fields).id !== 'string') {
    throw broken(`an incomplete message (${event.type} without item.id)`);
  }
  return event as unknown as ServerEvent;
}
