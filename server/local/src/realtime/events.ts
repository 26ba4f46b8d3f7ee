import type {
  ConversationItem,
  RealtimeClientEvent,
  RealtimeServerEvent,
  ResponseCreateEventWithReferencesParam,
} from 'openai/resources/realtime/realtime';

/** What a client sends, after it was checked. */
export type ClientEvent =
  Exclude<RealtimeClientEvent, { type: 'response.create' }> | ResponseCreateEventWithReferencesParam;

export type ClientEventOf<T extends ClientEvent['type']> = Extract<ClientEvent, { type: T }>;

/** The `response` of a `response.create`. */
export type ResponseParams = NonNullable<ResponseCreateEventWithReferencesParam['response']>;

/**
 * What the service sends, without its `event_id`. The published types leave out nulls that the
 * wire has, so the fields are held to the schema by the tests, not by the compiler.
 */
export type ServerEvent = { type: RealtimeServerEvent['type'] } & Record<string, unknown>;

export type Send = (event: ServerEvent) => void;

export type Item = ConversationItem;
