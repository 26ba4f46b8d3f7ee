import type { RealtimeError } from '../protocol/realtime-error.js';
import { tokenFromUrl } from '../transports/token-source.js';
import { WebSocketTransport } from '../transports/websocket-transport.js';
import { RealtimeSession, type SessionOptions } from './realtime-session.js';

/* Against real sockets: test/faulty-service.mjs says what each way does. */

export const sessions: RealtimeSession[] = [];

export function open(way: string, options: Partial<SessionOptions> = {}) {
  const session = new RealtimeSession({
    createTransport: (context) => new WebSocketTransport(context),
    getToken: tokenFromUrl(`/test/token?way=${way}`),
    ...options,
  });
  sessions.push(session);
  const errors: RealtimeError[] = [];
  const messages: { type: string; direction: string }[] = [];
  /** What the service got, in its own words. */
  const arrived: { type: string; audio?: string; audio_end_ms?: number }[] = [];
  session.addEventListener('error', (event) => errors.push(event.error));
  session.addEventListener('event', (event) => {
    const { message, direction } = event;
    messages.push({ type: message.type, direction });
    if ((message.type as string) === 'test.received') {
      arrived.push((message as unknown as { event: { type: string } }).event);
    }
  });
  const types = () => arrived.map(({ type }) => type);
  return { session, errors, messages, arrived, types };
}

/** Streams that were handed out, to see whether they are let go. */
export let streams: MediaStream[] = [];
const getUserMedia = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);

/** Chromium's own fake microphone, watched; or, as a fake of the browser's refusal, an error. */
export function microphone(refusal?: DOMException) {
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    if (refusal) throw refusal;
    const stream = await getUserMedia(constraints);
    streams.push(stream);
    return stream;
  };
}

export const live = () =>
  streams.flatMap((stream) => stream.getTracks()).filter((t) => t.readyState === 'live');
export const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

beforeEach(() => {
  streams = [];
  microphone();
});

afterEach(() => {
  for (const session of sessions.splice(0)) session.disconnect();
  navigator.mediaDevices.getUserMedia = getUserMedia;
});
