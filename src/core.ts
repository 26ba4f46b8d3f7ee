/** The conversation without elements: session, transports and their words. Needs no Lit. */
export type {
  ClientEvent,
  ConversationItem,
  FunctionCallOutput,
  OtherEvent,
  ServerEvent,
} from './protocol/events.js';
export { RealtimeError, type RealtimeErrorCode } from './protocol/realtime-error.js';
export type { SessionConfig, TurnDetection } from './protocol/session-config.js';
export type { TranscriptFormat, TranscriptOptions } from './session/export-transcript.js';
export { RealtimeSession, type SessionOptions } from './session/realtime-session.js';
export {
  RealtimeErrorEvent,
  type RealtimeSessionEventMap,
  RealtimeTurnEvent,
} from './session/session-events.js';
export { buildSessionConfig, type SessionSettings } from './session/session-settings.js';
export type { SessionMedia } from './session/connection.js';
export type { Devices, SessionActivity, SessionState, SessionStatus, Turn } from './session/session-state.js';
export { type GetToken, type Token, tokenFromUrl } from './transports/token-source.js';
export type { ConnectOptions, Progress, Transport, TransportKind } from './transports/transport.js';
export {
  PlaybackEvent,
  RealtimeMessageEvent,
  TransportChangeEvent,
  TransportCloseEvent,
} from './transports/transport.js';
export { AutoTransport } from './transports/auto-transport.js';
export { BaseTransport } from './transports/base-transport.js';
export { WebRtcTransport } from './transports/webrtc-transport.js';
export { WebSocketTransport } from './transports/websocket-transport.js';
