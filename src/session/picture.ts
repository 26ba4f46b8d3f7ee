import type { NewMessage } from '../protocol/events.js';
import { RealtimeError } from '../protocol/realtime-error.js';

/** With that in it an event still fits into a message of a WebRTC data channel, UTF-16 units. */
const LONGEST_PICTURE = 190_000;

/** The message that shows a picture. @throws RealtimeError `picture-refused` */
export function pictureMessage(dataUrl: string, text: string): NewMessage {
  if (!/^data:image\/(png|jpeg);base64,/.test(dataUrl) || dataUrl.length > LONGEST_PICTURE) {
    throw new RealtimeError(
      'picture-refused',
      `A picture must be a PNG or JPEG as a data: URL of at most ${LONGEST_PICTURE} characters: scale it down.`,
    );
  }
  const words = text.trim();
  return {
    type: 'message',
    role: 'user',
    // The service does not send pictures back, so it is by its id that this one is found again.
    id: crypto.randomUUID().replaceAll('-', ''),
    content: [
      ...(words ? [{ type: 'input_text', text: words } as const] : []),
      { type: 'input_image', image_url: dataUrl },
    ],
  };
}
