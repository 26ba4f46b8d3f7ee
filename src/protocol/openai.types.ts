/**
 * Proves, at compile time only, that our narrow types agree with OpenAI's
 * published ones. Nothing here runs or ships.
 */
import type { RealtimeClientEvent, RealtimeServerEvent } from 'openai/resources/realtime/realtime';
import type { ClientEvent, ServerEvent, ServerEventType } from './events.js';

/** Fails to compile unless `From` may be used where `To` is asked for. */
type Assignable<From extends To, To> = From;

/** Whatever we send, OpenAI's types accept. */
export type WeSendWhatTheyTake = Assignable<ClientEvent, RealtimeClientEvent>;

/** Their items have an optional id because clients may leave it out; the service never does. */
type WithId<E> = E extends { item: infer I } ? Omit<E, 'item'> & { item: I & { id: string } } : E;

/** Whatever they send of the types we know, ours describe. */
type Known = WithId<Extract<RealtimeServerEvent, { type: ServerEventType }>>;
export type TheySendWhatWeTake = Assignable<Known, ServerEvent>;

/** Every type we know is one of theirs. */
export type NoInventedEvents = Assignable<ServerEventType, RealtimeServerEvent['type']>;
