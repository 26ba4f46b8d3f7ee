import type { ClientEvent } from '../protocol/events.js';
import type { RealtimeMessageEvent } from '../transports/transport.js';
import type { RealtimeSession } from '../session/realtime-session.js';
import { direct, type Person } from './direct.js';
import type { Conversation } from './scenario.js';
import { ScriptedLine } from './scripted-line.js';
import { ScriptedService } from './scripted-service.js';
import type { ScriptedTransport } from './scripted-transport.js';

export interface PlayOptions {
  /** 1 as people speak, the default; 2 takes twice as long, 0 no time at all. */
  pace?: number;
  /** Who does what the person does: `personOf(session)`, say. Default: their events are sent, no microphone opened. */
  person?: Person;
}

/**
 * Has a conversation happen on a transport, once that is connected: the service's side, and the person's.
 *
 *     const transport = new ScriptedTransport();
 *     chat.createTransport = () => transport;
 *     const over = play(conversation().user('Hello.').assistant('Hi!'), transport, { pace: 0 });
 *     await chat.session.connect();
 *     await over;
 *     chat.session.state.turns; // Hello. Hi!
 *
 * @returns resolves when all was said and heard, or the connection is over
 */
export async function play(
  scenario: Conversation,
  transport: ScriptedTransport,
  { pace = 1, person }: PlayOptions = {},
): Promise<void> {
  const { signal } = transport;
  const hungUp = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  const { line, service } = serviceOf(transport, scenario, pace);
  const perform = async () => {
    await transport.ready;
    // The session hears of it first.
    await new Promise((resolve) => setTimeout(resolve));
    await direct(scenario, service, line, person ?? silentPerson(transport, service));
  };
  await Promise.race([hungUp, perform().catch((error: unknown) => signal.aborted || Promise.reject(error))]);
}

/**
 * Has a transport answer with the assistant's lines of a conversation, one for each time it is asked, and again
 * from the first after the last. What was said to it is what the person's lines say; what was typed stays.
 */
export function serve(scenario: Conversation, transport: ScriptedTransport, { pace = 1 } = {}): void {
  serviceOf(transport, scenario, pace, true);
}

const services = new WeakMap<ScriptedTransport, { line: ScriptedLine; service: ScriptedService }>();

/** The service of a transport, which follows this script from now on. */
function serviceOf(transport: ScriptedTransport, scenario: Conversation, pace: number, repeat = false) {
  const known = services.get(transport) ?? attach(transport);
  known.line.pace = pace;
  known.service.follow(scenario, repeat);
  return known;
}

function attach(transport: ScriptedTransport) {
  const line = new ScriptedLine(transport);
  const service = new ScriptedService(line);
  // It may be in a call already, of which it knows the settings then.
  for (const event of transport.sent) if (event.type === 'session.update') service.receive(event);
  const listener = (event: Event) => {
    const { message, direction } = event as RealtimeMessageEvent;
    if (direction === 'sent') service.receive(message as ClientEvent);
  };
  transport.addEventListener('event', listener, { signal: transport.signal });
  const attached = { line, service };
  services.set(transport, attached);
  return attached;
}

/** What a session's person does, without any element. */
export function personOf(session: RealtimeSession): Person {
  return {
    listen: () => session.startTurn(),
    press: () => session.startTurn(),
    release: () => session.endTurn(),
    type: (text) => session.sendText(text),
    ask: () => session.send({ type: 'response.create' }),
    interrupt: () => session.interrupt(),
  };
}

/** Sends what a session would send for a person who has no microphone. */
function silentPerson(transport: ScriptedTransport, service: ScriptedService): Person {
  const ask = async () => {
    await service.active?.made;
    transport.send({ type: 'response.create' });
  };
  const interrupt = () => {
    if (service.active) transport.send({ type: 'response.cancel' });
    void transport.interrupt();
  };
  return {
    press() {
      if (!service.detects) interrupt();
      transport.send({ type: 'input_audio_buffer.clear' });
    },
    release() {
      if (!service.committed) transport.send({ type: 'input_audio_buffer.commit' });
      else if (service.answersUnasked) return;
      void ask();
    },
    type(text) {
      const content = [{ type: 'input_text' as const, text }];
      transport.send({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content } });
      void ask();
    },
    ask,
    interrupt,
  };
}
