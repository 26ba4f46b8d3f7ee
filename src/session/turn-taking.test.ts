import { expect, waitUntil } from '@open-wc/testing';
import type { ClientEvent, ServerEvent } from '../protocol/events.js';
import { ScriptedTransport } from '../testing/scripted-transport.js';
import { RealtimeSession } from './realtime-session.js';
import type { SessionSettings } from './session-settings.js';
import { live, sessions, sleep, streams } from './session.test-support.js';

/* Presses, requests and answers that cross. */

/** A transport whose last words take a while to go out. */
class SlowTransport extends ScriptedTransport {
  finishMs = 0;

  override async setMicrophone(stream: MediaStream | null): Promise<number> {
    const ms = super.setMicrophone(stream);
    if (!stream) await sleep(this.finishMs);
    return ms;
  }
}

async function connected(settings: SessionSettings = {}) {
  const transport = new SlowTransport();
  const session = new RealtimeSession({
    createTransport: () => transport,
    getToken: () => 'ek_none',
    settings,
  });
  sessions.push(session);
  await session.connect();
  transport.sent.length = 0;
  const types = () => transport.sent.map(({ type }) => type).join(' ');
  const say = (event: object) => transport.say(event as ServerEvent);
  return { session, transport, types, say };
}

const SPOKEN = 'input_audio_buffer.clear input_audio_buffer.commit response.create';

describe('RealtimeSession, taking turns', () => {
  it('keeps what was said when record is tapped again before it has gone out', async () => {
    const { session, transport, types } = await connected({ turnDetection: 'none' });
    transport.finishMs = 200;
    await session.startTurn();
    void session.endTurn();
    void session.startTurn();
    await sleep(50);
    expect(session.state).to.include({ asking: true, recording: false });
    void session.endTurn();
    await waitUntil(() => types() === SPOKEN);
    await sleep(250);
    expect(types()).to.equal(SPOKEN);
    expect(live()).to.deep.equal([]);
    expect(session.state).to.include({ asking: false, recording: false });
  });

  it('does not commit a silence in which the service found no turn', async () => {
    const { session, types } = await connected();
    session.setMuted(true);
    await session.startTurn();
    await sleep(150);
    await session.endTurn();
    expect(types()).to.equal('input_audio_buffer.clear input_audio_buffer.clear');
  });

  it('is no longer hearing when the service began to hear just as recording stopped', async () => {
    const { session, types, say } = await connected();
    await session.startTurn();
    say({ type: 'input_audio_buffer.committed', item_id: 'u1', previous_item_id: null });
    await session.endTurn();
    say({ type: 'input_audio_buffer.speech_started', item_id: 'u2', audio_start_ms: 0 });
    expect(types()).to.match(/clear$/);
    say({ type: 'input_audio_buffer.cleared' });
    expect(session.state.activity).to.equal('idle');
    expect(session.state.turns.map(({ id }) => id)).to.deep.equal(['u1']);
  });

  it('holds a page’s request for an answer back until the answer that calls a function is over', async () => {
    const { session, types, transport, say } = await connected();
    const output = { type: 'function_call_output', call_id: 'c1', output: '{}' } as const;
    session.addEventListener('event', ({ message }) => {
      if (message.type !== 'response.function_call_arguments.done') return;
      session.send({ type: 'conversation.item.create', item: output });
      session.send({ type: 'response.create', response: { instructions: 'Say when.' } });
    });
    say({ type: 'response.created', response: { id: 'r1' } });
    say({
      type: 'response.function_call_arguments.done',
      item_id: 'f1',
      call_id: 'c1',
      name: 'opening_hours',
      arguments: '{}',
    });
    expect(types()).to.equal('conversation.item.create');
    say({ type: 'response.done', response: { id: 'r1', status: 'completed' } });
    expect(transport.sent.at(-1)).to.deep.equal({
      type: 'response.create',
      response: { instructions: 'Say when.' },
    });
    expect(session.state.activity).to.equal('thinking');
  });

  it('answers the next message after the service could not answer the one before', async () => {
    const { session, types, say } = await connected();
    await session.sendText('One');
    say({ type: 'error', error: { type: 'server_error', code: null, message: 'overloaded' } });
    expect(session.state.activity).to.equal('idle');
    expect(session.state.error?.message).to.match(/overloaded/);
    await session.sendText('Two');
    expect(types().match(/response\.create/g)).to.have.length(2);
  });

  it('opens the microphone that is chosen while one is being opened, and only that', async () => {
    const { session, transport } = await connected();
    const inputs = (await navigator.mediaDevices.enumerateDevices()).filter(
      ({ kind }) => kind === 'audioinput',
    );
    const other = inputs.at(-1)?.deviceId ?? '';
    const starting = session.startTurn();
    await session.useDevice('audioinput', other);
    await starting;
    await waitUntil(() => live().length === 1 && session.state.recording);
    expect(streams).to.have.length(2);
    expect(live()[0]?.getSettings().deviceId).to.equal(other);
    expect(transport.microphone?.getAudioTracks()[0]?.readyState).to.equal('live');
  });

  it('stays hung up when the page hangs up as soon as it connects', async () => {
    const transport = new ScriptedTransport();
    const session = new RealtimeSession({ createTransport: () => transport, getToken: () => 'ek_none' });
    sessions.push(session);
    transport.addEventListener('transport', () => session.disconnect());
    await session.connect();
    expect(session.state.status).to.equal('idle');
    expect(session.media).to.equal(null);
  });

  it('says that no sound comes out when the system silences the page', async () => {
    const { session, transport } = await connected();
    transport.audible = false;
    await session.media?.context.suspend();
    await waitUntil(() => session.state.soundBlocked);
  });

  it('sends nothing that a page asks for without a connection', () => {
    const session = new RealtimeSession({
      createTransport: () => new ScriptedTransport(),
      getToken: () => '',
    });
    session.send({ type: 'response.create' } satisfies ClientEvent);
    session.send({ type: 'any.other', field: 1 });
    expect(session.state.activity).to.equal('idle');
  });
});
