import { expect, waitUntil } from '@open-wc/testing';
import type { ServerEvent } from '../protocol/events.js';
import { personOf, play } from '../testing/play.js';
import { type Conversation, conversation } from '../testing/scenario.js';
import { ScriptedTransport } from '../testing/scripted-transport.js';
import { RealtimeSession } from './realtime-session.js';
import { type Action, reduce } from './reduce.js';
import type { SessionSettings } from './session-settings.js';
import { INITIAL_MODEL, type Model, snapshot } from './session-state.js';
import { live, open, sessions, sleep, streams } from './session.test-support.js';

/* What people, devices and pages do that nobody asked for. Nothing is lost, nothing thrown, the state is right. */

const TURNS = 1000;

const received = (event: object): Action => ({ type: 'received', event: event as ServerEvent });

/** A session at a scripted transport. */
function scripted(settings: SessionSettings = {}) {
  const transport = new ScriptedTransport();
  const session = new RealtimeSession({
    createTransport: () => transport,
    getToken: () => 'ek_none',
    settings,
  });
  sessions.push(session);
  return { session, transport };
}

/** Every microphone that the browser hands out is dead already. */
function deadMicrophone(): void {
  const { mediaDevices } = navigator;
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await getUserMedia(constraints);
    for (const track of stream.getTracks()) track.stop();
    return stream;
  };
}

describe('A session', () => {
  for (const before of ['while it is idle', 'in a call']) {
    it(`says so when the microphone is dead from the start, ${before}`, async () => {
      const { session, errors, types } = open('good', { settings: { turnDetection: 'none' } });
      if (before === 'in a call') await session.connect();
      deadMicrophone();
      await session.startTurn();
      await waitUntil(() => errors.length > 0);
      expect(session.state.recording).to.equal(false);
      expect(errors.map(({ code }) => code)).to.deep.equal(['microphone-failed']);
      expect(session.state.status).to.equal(before === 'in a call' ? 'connected' : 'failed');
      await session.endTurn();
      expect(types()).not.to.include('input_audio_buffer.commit');
      expect(live()).to.have.length(0);
    });
  }

  it('keeps what was said when the microphone dies while it records and there is no other', async () => {
    const { session, errors, types } = open('good', { settings: { turnDetection: 'none' } });
    await session.connect();
    await session.startTurn();
    await sleep(300);
    deadMicrophone();
    streams[0]?.getAudioTracks()[0]?.dispatchEvent(new Event('ended'));
    await waitUntil(() => !session.state.recording);
    await waitUntil(() => types().includes('response.create'));
    expect(types().slice(-2)).to.deep.equal(['input_audio_buffer.commit', 'response.create']);
    expect(errors.map(({ code }) => code)).to.deep.equal(['microphone-lost']);
    expect(session.state.status).to.equal('connected');
  });

  it('has nothing to interrupt when nothing sounds', async () => {
    const { session, types, errors } = open('good');
    session.interrupt();
    await session.connect();
    session.interrupt();
    await session.startTurn();
    session.interrupt();
    await session.endTurn();
    await sleep(50);
    expect(types().filter((type) => /cancel|truncate|output_audio/.test(type))).to.deep.equal([]);
    expect(session.state.activity).not.to.equal('speaking');
    session.disconnect();
    session.interrupt();
    expect(errors).to.deep.equal([]);
  });

  it('has no turn to end when none was begun', async () => {
    const { session, types, errors } = open('good', { settings: { turnDetection: 'none' } });
    await session.endTurn();
    await session.connect();
    await session.endTurn();
    await session.endTurn();
    await sleep(50);
    expect(types()).to.deep.equal(['session.update']);
    expect(errors).to.deep.equal([]);
  });

  it('takes settings while it is disconnected, and begins the next call with them', async () => {
    const settings: SessionSettings = {};
    const { session, transport } = scripted(settings);
    settings.turnDetection = 'server_vad';
    session.updateSettings();
    settings.silenceDurationMs = -1;
    session.updateSettings();
    expect(session.state).to.include({ status: 'idle', error: null });
    settings.silenceDurationMs = 700;
    session.updateSettings();
    await session.connect();
    const [update] = transport.sent;
    expect(update).to.have.nested.property('session.audio.input.turn_detection.silence_duration_ms', 700);
    expect(transport.sent).to.have.length(1);
  });

  it('says which setting is out of range during a call, goes on as it was, and takes a better one', async () => {
    const settings: SessionSettings = { turnDetection: 'server_vad', threshold: 0.5 };
    const { session, transport } = scripted(settings);
    const errors: string[] = [];
    session.addEventListener('error', () => errors.push(session.state.error?.message ?? ''));
    await session.connect();
    for (const [name, value] of Object.entries({
      threshold: 1.5,
      prefixPaddingMs: -1,
      idleTimeoutMs: 4999,
      turnDetection: 'telepathy',
    })) {
      const before = { ...settings };
      Object.assign(settings, { [name]: value });
      session.updateSettings();
      expect(session.state.error?.code).to.equal('invalid-config');
      expect(errors.at(-1)).to.contain(`="${value}" is not possible; use `);
      expect(session.state.status).to.equal('connected');
      Object.assign(settings, { [name]: before[name as keyof SessionSettings] });
    }
    expect(errors).to.have.length(4);
    expect(transport.sent).to.have.length(1);
    settings.threshold = 0.9;
    session.updateSettings();
    expect(transport.sent).to.have.length(2);
    expect(transport.sent[1]).to.have.nested.property('session.audio.input.turn_detection.threshold', 0.9);
    const over = play(conversation().user('Hello.').assistant('Hi!'), transport, { pace: 0 });
    await over;
    expect(session.state.turns.map(({ text }) => text)).to.deep.equal(['Hello.', 'Hi!']);
  });

  it('goes on when the service refuses a truncation beyond the end', async () => {
    const { session, transport } = scripted();
    const over = play(conversation().user('Hello.').assistant('Hi!', { ms: 500 }), transport, { pace: 0 });
    await session.connect();
    await over;
    const id = session.state.turns[1]?.id ?? '';
    session.send({
      type: 'conversation.item.truncate',
      item_id: id,
      content_index: 0,
      audio_end_ms: 501,
    });
    expect(session.state.error?.message).to.contain('already shorter than 501ms');
    expect(session.state.status).to.equal('connected');
    expect(session.state.turns[1]).to.include({ text: 'Hi!', status: 'done' });
  });

  it(`has ${TURNS} turns in their order, tells of each once, and announces no more than it must`, async () => {
    const { session, transport } = scripted();
    let scenario: Conversation = conversation();
    for (let i = 0; i < TURNS / 2; i += 1) {
      const transcript = i % 3 === 1 ? 'late' : 'prompt';
      scenario = scenario.user(`u${i}`, { transcript }).assistant(`a${i}`, { ms: 100 });
      if (i % 5 === 1) scenario = scenario.interruptAt(50, i % 2 ? 'button' : 'speech');
    }
    const told: string[] = [];
    session.addEventListener('turn', (event) => {
      const { turn } = event;
      told.push(`${turn.id} ${turn.status}`);
    });
    let events = 0;
    let changes = 0;
    session.addEventListener('event', () => (events += 1));
    session.addEventListener('change', () => (changes += 1));
    const over = play(scenario, transport, { pace: 0 });
    await session.connect();
    await over;
    const { turns } = session.state;
    expect(turns).to.have.length(TURNS);
    for (const [i, { text, unheard = '', role }] of turns.entries()) {
      expect(text + unheard).to.equal(`${i % 2 ? 'a' : 'u'}${Math.floor(i / 2)}`);
      expect(role).to.equal(i % 2 ? 'assistant' : 'user');
    }
    expect(turns.filter(({ status }) => status === 'interrupted')).to.have.length(TURNS / 10);
    expect(turns.every(({ status }) => status === 'done' || status === 'interrupted')).to.equal(true);
    expect(new Set(told)).to.have.length(told.length);
    expect(told).to.have.length.at.least(TURNS);
    expect(changes).to.be.below(events);
  });

  it('takes a microphone that is opened and closed a hundred times', async () => {
    const { session, transport } = scripted({ turnDetection: 'none' });
    await session.connect();
    const person = personOf(session);
    for (let i = 0; i < 100; i += 1) {
      void person.press('hold');
      if (i % 2) await sleep(0);
      void person.release('hold');
    }
    await session.endTurn();
    await waitUntil(() => live().length === 0);
    expect(session.state).to.include({ recording: false, status: 'connected', error: null });
    const commits = transport.sent.filter(({ type }) => type === 'input_audio_buffer.commit').length;
    const clears = transport.sent.filter(({ type }) => type === 'input_audio_buffer.clear').length;
    expect(commits).to.be.at.most(clears);
  });
});

describe('reduce', () => {
  it('takes a truncation beyond the end as all of it having been heard', () => {
    const said = [
      { type: 'response.created', response: { id: 'r' } },
      { type: 'response.output_audio_transcript.done', item_id: 'a', transcript: 'Hello there.' },
      { type: 'conversation.item.truncated', item_id: 'a', content_index: 0, audio_end_ms: 1e9 },
      { type: 'conversation.item.truncated', item_id: 'unknown', content_index: 0, audio_end_ms: 5 },
    ];
    const [turn, ...others] = snapshot(
      said.map(received).reduce((m, a) => reduce(m, a), INITIAL_MODEL),
    ).turns;
    expect(turn).to.include({ text: 'Hello there.', unheard: '' });
    expect(others.filter(({ text }) => text)).to.deep.equal([]);
  });

  it('leaves out a part at an absurd place, and goes on', () => {
    const part = (content_index: number, delta: string) =>
      received({ type: 'response.output_text.delta', item_id: 'a', content_index, delta });
    const model = [part(0, 'Hello'), part(1e9, 'far'), part(2 ** 53, 'farther'), part(0, ' there.')].reduce(
      (before, action) => reduce(before, action),
      INITIAL_MODEL,
    );
    expect(snapshot(model).turns[0]?.text).to.equal('Hello there.');
  });

  it(`after ${TURNS} turns changes one of them at a time and leaves the others what they were`, () => {
    const item = (i: number) => ({ id: `i${i}`, type: 'message', role: i % 2 ? 'assistant' : 'user' });
    const add = (i: number): Action =>
      received({
        type: 'conversation.item.added',
        previous_item_id: i ? `i${i - 1}` : null,
        item: { ...item(i), status: 'completed', content: [{ type: 'input_text', text: `t${i}` }] },
      });
    const replaced = (before: Model, after: Model) =>
      after.items.filter((each) => !before.items.includes(each)).length;
    let model = reduce(INITIAL_MODEL, { type: 'connecting' });
    for (let i = 0; i < TURNS; i += 1) model = reduce(model, add(i));
    expect(snapshot(model).turns.map(({ text }) => text)).to.deep.equal(
      Array.from({ length: TURNS }, (_, i) => `t${i}`),
    );

    const delta = received({ type: 'response.output_text.delta', item_id: 'new', delta: 'word ' });
    const one = reduce(model, delta);
    const two = reduce(one, delta);
    expect([replaced(model, one), replaced(one, two)]).to.deep.equal([1, 1]);
    // What changes no turn makes no new list of them.
    const others: Action[] = [
      received({ type: 'input_audio_buffer.speech_stopped', item_id: 'x', audio_end_ms: 0 }),
      received({ type: 'rate_limits.updated', rate_limits: [] }),
      received({ type: 'response.created', response: { id: 'r' } }),
      add(TURNS / 2),
      { type: 'recording', on: true },
    ];
    for (const action of others)
      expect(reduce(two, action).items, JSON.stringify(action)).to.equal(two.items);
  });

  it(`puts ${TURNS} items in order that arrive in the worst one`, () => {
    let model = reduce(INITIAL_MODEL, { type: 'connecting' });
    for (let i = TURNS - 1; i >= 0; i -= 1) {
      model = reduce(
        model,
        received({
          type: 'conversation.item.added',
          previous_item_id: i ? `i${i - 1}` : null,
          item: {
            id: `i${i}`,
            type: 'message',
            role: 'user',
            content: [{ type: 'input_text', text: `t${i}` }],
          },
        }),
      );
    }
    expect(model.items.map(({ id }) => id)).to.deep.equal(Array.from({ length: TURNS }, (_, i) => `i${i}`));
    expect(model.items.some(({ awaits }) => awaits)).to.equal(false);
  });
});
