/**
 * Proves, at compile time only, that elements and events have their types wherever a page meets them.
 * Nothing here runs or ships.
 */
import './event-map.js';
import type { RealtimeErrorCode } from '../protocol/realtime-error.js';
import type { Take } from '../recording/take.js';
import type { Turn } from '../session/session-state.js';
import type { RecordingList } from './recording-list.js';

/** Fails to compile unless the value has this type. */
declare function expect<T>(value: T): void;

export function typedEvents(): void {
  const chat = document.createElement('realtime-voice-chat');
  expect<RecordingList | null>(document.querySelector('recording-list'));
  chat.addEventListener('realtime-error', ({ error }) => expect<RealtimeErrorCode>(error.code));
  chat.addEventListener('realtime-recording', ({ take }) => expect<Take>(take));
  chat.addEventListener('realtime-delete-request', ({ take }) => expect<Take>(take));
  document.addEventListener('realtime-turn-change', ({ turn }) => expect<Turn>(turn));
  window.addEventListener('realtime-start-request', ({ again }) => expect<() => boolean>(again));
  // @ts-expect-error -- there is no such event
  expect<keyof HTMLElementEventMap>('realtime-turned');
}
