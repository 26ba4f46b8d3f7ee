import { validateClientEvent } from '../../schema/schema.ts';
import type { ClientEvent } from './events.ts';
import { ProtocolError, schemaError } from './protocol-error.ts';

/** @throws ProtocolError unless it is a JSON object with a `type` */
export function parseEvent(json: string): { type: string; event_id?: unknown } {
  let event: unknown;
  try {
    event = JSON.parse(json);
  } catch {
    throw new ProtocolError('invalid_json', 'We could not parse the JSON of your event.');
  }
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    throw new ProtocolError('invalid_event', 'An event must be a JSON object.');
  }
  if (!('type' in event)) {
    throw new ProtocolError('missing_required_parameter', "Missing required parameter: 'type'.", 'type');
  }
  if (typeof event.type !== 'string') {
    throw new ProtocolError('invalid_type', "Invalid type for 'type': expected a string.", 'type');
  }
  return event as { type: string };
}

/**
 * @param accepted the types of events that this session takes
 * @throws ProtocolError for one that it does not take, or that is not as the schema says
 */
export function checkEvent(event: { type: string }, accepted: readonly string[]): ClientEvent {
  if (!accepted.includes(event.type)) {
    const types = accepted.map((type) => `'${type}'`);
    const supported = `${types.slice(0, -1).join(', ')} and ${types.at(-1)}`;
    const message = `Invalid value: '${event.type}'. Supported values are: ${supported}.`;
    throw new ProtocolError('invalid_value', message, 'type');
  }
  const finding = validateClientEvent(event);
  if (finding) throw schemaError(finding);
  return event as ClientEvent;
}
