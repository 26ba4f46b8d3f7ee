import type { RealtimeError } from '../protocol/realtime-error.js';
import type { Texts } from './english.js';

/** Where a translated sentence says all there is to say. Of the others, the message has the details. */
const COMPLETE =
  /^((microphone|camera)-(denied|missing|in-use|failed)|insecure-context|recording-failed|service-unreachable|session-expired|connection-lost)$/;

/**
 * What to show of an error.
 *
 * @returns `text`: the language's sentence for its code, else the error's own message; `detail`: that message, in
 *   English, where the sentence leaves out what it tells, such as the service's words; else empty
 */
export function errorText(
  { errors }: Texts,
  { code, message }: RealtimeError,
): { text: string; detail: string } {
  const text = errors[code];
  // What is denied to a frame is for whoever embeds it.
  const complete = !text || (COMPLETE.test(code) && !message.includes('allow='));
  return { text: text ?? message, detail: complete ? '' : message };
}
