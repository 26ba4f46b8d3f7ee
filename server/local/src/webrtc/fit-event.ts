import { errorEvent, ProtocolError } from '../realtime/protocol-error.ts';

/** What is looked at here. */
interface ServerEvent {
  type: string;
  item?: { content?: { audio?: string; image_url?: string }[] };
}

/**
 * What of a server event goes through a data channel. A retrieved item whose sound or pictures are
 * too large comes without them, as its words are what most clients want; instead of any other event that is
 * too large comes an `error`.
 * @param maxBytes the largest message that the client takes
 */
export function fitEvent(json: string, maxBytes: number): string {
  if (Buffer.byteLength(json) <= maxBytes) return json;
  const event = JSON.parse(json) as ServerEvent;
  if (event.type === 'conversation.item.retrieved') {
    for (const part of event.item?.content ?? []) {
      delete part.audio;
      delete part.image_url;
    }
    const words = JSON.stringify(event);
    if (Buffer.byteLength(words) <= maxBytes) return words;
  }
  const message =
    `An event '${event.type}' is larger than the ${maxBytes} bytes that your data channel takes. ` +
    'Use a WebSocket for content of that size.';
  return errorEvent(new ProtocolError(null, message, null, 'server_error'));
}
