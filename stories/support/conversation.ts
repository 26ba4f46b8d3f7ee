import type { RealtimeVoiceChat } from '../../src/elements/realtime-voice-chat.js';
import { RealtimeError } from '../../src/protocol/realtime-error.js';
import type { RealtimeSession } from '../../src/session/realtime-session.js';
import {
  type Conversation,
  conversation,
  partyPlanning,
  personOf,
  play,
  ScriptedTransport,
  serve,
} from '../../src/testing/index.js';
import { TransportChangeEvent } from '../../src/transports/transport.js';
import { murmur, withPermission } from './devices.js';
import { pretendReplay, pretendTakes } from './takes.js';

const asked = conversation().user('What can I cook for twelve people on Friday?');
const answered = asked.assistant(
  'A big pot of chilli would do. It gets better overnight, so you can make it on Thursday. Shall I write you a shopping list?',
);

/** As good as no time at all, but an answer that is left unfinished has come to its middle. */
const NEARLY_AT_ONCE = 0.001;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Where a story finds its conversation. */
type Reach = (session: RealtimeSession, transport: ScriptedTransport, chat: RealtimeVoiceChat) => unknown;

const after = (
  scenario: Conversation,
  pace = scenario.steps.at(-1)?.unfinished ? NEARLY_AT_ONCE : 0,
): Reach => {
  return async (session, transport) => {
    const over = play(scenario, transport, { pace, person: personOf(session) });
    await session.connect();
    await over;
  };
};

const MOMENTS = {
  idle: () => {},
  asking: (session) => withPermission('asking', () => void session.startTurn()),
  connecting(session, transport) {
    transport.answers = false;
    void session.connect();
  },
  connected: (session) => session.connect(),
  listening: (session) => session.startTurn(),
  hearing: after(answered.user('And what can they drink?').unfinished()),
  thinking: after(asked),
  speaking: after(answered.unfinished()),
  /** To something that was typed: the microphone is closed. */
  answering: after(
    conversation().user('We are twelve.', { by: 'typed' }).assistant('Twelve it is.').unfinished(),
  ),
  /** The answer comes back through the microphone; where the browser lets no sound run before a click, it does not. */
  async echo(session, transport, chat) {
    await after(answered.unfinished())(session, transport, chat);
    for (let looks = 0; looks < 40 && !session.state.echo; looks++) await sleep(50);
  },
  interrupted: after(answered.interruptAt(4000, 'button')),
  async muted(session) {
    await session.startTurn();
    session.setMuted(true);
  },
  /** Two turns were recorded; what is recorded from now on is real. */
  recorded(_session, _transport, chat) {
    chat.record = 'turns';
    pretendTakes(chat.recorder);
  },
  /** An answer is heard again. */
  async replayed(session, transport, chat) {
    // Long enough to have a middle.
    await after(answered, 0.01)(session, transport, chat);
    session.disconnect();
    pretendReplay(chat.recorder, session.state.turns);
  },
  async finished(session, transport, chat) {
    await after(partyPlanning)(session, transport, chat);
    session.disconnect();
  },
  /** It goes on while one looks at it. */
  live(session, transport) {
    void play(partyPlanning, transport, { person: personOf(session) });
    void session.connect();
  },
  async fallback(session, transport) {
    await session.connect();
    const reason = new RealtimeError('media-blocked', 'The network lets no WebRTC through.');
    transport.dispatchEvent(new TransportChangeEvent('websocket', reason));
  },
  async 'sound blocked'(session, transport, chat) {
    transport.audible = false;
    await after(answered.unfinished())(session, transport, chat);
  },
  'microphone denied': (session) => withPermission('denied', () => session.startTurn()),
  async 'service unreachable'(session, transport) {
    transport.answers = false;
    const words = 'The voice service cannot be reached. Check the network, then try again.';
    setTimeout(() => void transport.fail(new RealtimeError('service-unreachable', words)));
    await session.connect();
  },
} satisfies Record<string, Reach>;

export type Moment = keyof typeof MOMENTS;

/**
 * A chat whose service is scripted, at a moment of a conversation or after one; it needs no document around it. Whatever is done
 * with it afterwards goes well: the next call is answered.
 */
export async function chatAt(moment: Moment | Conversation): Promise<RealtimeVoiceChat> {
  const chat = document.createElement('realtime-voice-chat');
  const transport = new ScriptedTransport();
  chat.getToken = () => 'ek_none';
  chat.createTransport = (context) => {
    // Where the microphone is open it is heard in it, and the echo guard goes up.
    if (moment === 'answering' || moment === 'echo') transport.output = murmur(context);
    return transport;
  };
  const moments: Record<Moment, Reach> = MOMENTS;
  await (typeof moment === 'string' ? moments[moment] : after(moment))(chat.session, transport, chat);
  chat.createTransport = () => {
    const next = new ScriptedTransport();
    serve(partyPlanning, next);
    return next;
  };
  return chat;
}
