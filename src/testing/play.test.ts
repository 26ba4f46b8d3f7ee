import { expect, waitUntil } from '@open-wc/testing';
import { RealtimeError } from '../protocol/realtime-error.js';
import { RealtimeSession } from '../session/realtime-session.js';
import type { SessionState } from '../session/session-state.js';
import { fakeMicrophone } from './fake-microphone.js';
import { partyPlanning } from './party-planning.js';
import { personOf, play, type PlayOptions, serve } from './play.js';
import { type Conversation, conversation } from './scenario.js';
import { cases, inOneLine } from './scenarios.test-support.js';
import { ScriptedTransport } from './scripted-transport.js';

const sessions: RealtimeSession[] = [];
let restoreMicrophone = () => {};

beforeEach(() => (restoreMicrophone = fakeMicrophone()));
afterEach(() => {
  for (const session of sessions.splice(0)) session.disconnect();
  restoreMicrophone();
});

const greeting = conversation().user('Hello.').assistant('Hi there!');

/** A session at the other end of a scripted transport, and what it was doing, in order. */
function stage(scenario: Conversation) {
  const transport = new ScriptedTransport();
  const session = new RealtimeSession({
    createTransport: () => transport,
    getToken: () => 'ek_none',
    settings: scenario.settings,
  });
  sessions.push(session);
  const activities: SessionState['activity'][] = [];
  session.addEventListener('change', () => {
    const { activity } = session.state;
    if (activity !== activities.at(-1)) activities.push(activity);
  });
  return { transport, session, activities, lines: () => session.state.turns.map(inOneLine) };
}

async function played(scenario: Conversation, options: PlayOptions = {}) {
  const all = stage(scenario);
  const over = play(scenario, all.transport, { pace: 0, ...options });
  await all.session.connect();
  await over;
  return all;
}

describe('play', () => {
  it('has a conversation happen, once the transport is connected', async () => {
    const { transport, session, lines } = stage(greeting);
    const over = play(greeting, transport, { pace: 0 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(lines()).to.deep.equal([]);
    await session.connect();
    await over;
    expect(lines()).to.deep.equal(['you: Hello. (done)', 'ai: Hi there! (done)']);
    await play(conversation().user('Bye.').assistant('Bye!'), transport, { pace: 0 });
    expect(lines().slice(2)).to.deep.equal(['you: Bye. (done)', 'ai: Bye! (done)']);
  });

  it('goes through what a conversation goes through, and lets its words be heard in their time', async () => {
    const { transport, session, activities } = stage(greeting);
    const over = play(greeting, transport, { pace: 0.4 });
    await session.connect();
    await waitUntil(() => session.state.activity === 'speaking');
    const [, answer] = session.state.turns;
    if (!answer) throw new Error('There is no answer.');
    expect(answer.text).to.equal('Hi there!');
    expect(session.getHeardLength(answer)).to.be.below(answer.text.length);
    await over;
    expect(session.getHeardLength(answer)).to.equal(answer.text.length);
    expect(activities).to.deep.equal(['idle', 'hearing', 'thinking', 'speaking', 'idle']);
  });

  it('keeps the pace that it is given', async () => {
    const scenario = conversation().user('Hello.', { ms: 400 }).assistant('Hi!', { ms: 600 });
    const begin = performance.now();
    await played(scenario, { pace: 0.5 });
    // 400 to say it, 500 to think, 600 to answer; a timer is never early.
    expect(performance.now() - begin).to.be.at.least(0.5 * 1500 - 5);
  });

  for (const [what, scenario] of Object.entries({
    hearing: greeting.user('We are tw elve').unfinished(),
    thinking: greeting.user('We are twelve.'),
    speaking: greeting.user('We are twelve.').assistant('Lovely! And when?').unfinished(),
  })) {
    it(`can leave the conversation ${what}`, async () => {
      const { session } = await played(scenario);
      expect(session.state.activity).to.equal(what);
      expect(session.state.turns.at(-1)?.status).to.equal(what === 'thinking' ? 'done' : 'streaming');
    });
  }

  it('leaves what was cut off as it was heard', async () => {
    const text = 'One two three four five six seven eight nine ten.';
    const { session } = await played(
      conversation().user('Count.').assistant(text).interruptAt(1600).user('Stop.'),
    );
    const [, answer, stop] = session.state.turns;
    expect(`${answer?.text}${answer?.unheard}`).to.equal(text);
    expect(answer?.text.split(' ').length).to.be.within(4, 7);
    expect(stop?.text).to.equal('Stop.');
  });

  it('says why there is no answer', async () => {
    const { session } = await played(
      conversation().user('Hello.').assistant('', { fails: 'The quota is used up.' }),
    );
    expect(session.state.error?.message).to.contain('The quota is used up.');
  });

  it('plays the ready-made conversation', async () => {
    const { session } = await played(partyPlanning);
    expect(session.state.turns).to.have.length(partyPlanning.steps.length);
    expect(session.state.turns.map(({ status }) => status)).to.include('interrupted');
  });

  it('is over when the call is', async () => {
    const { transport, session } = stage(greeting);
    const over = play(greeting, transport);
    await session.connect();
    await waitUntil(() => session.state.activity === 'hearing');
    session.disconnect();
    await over;
    expect(session.state.status).to.equal('idle');
  });

  it('needs no more than the transport when nobody connects', async () => {
    const { transport, session } = stage(greeting);
    transport.answers = false;
    const over = play(greeting, transport);
    void session.connect();
    await new Promise((resolve) => setTimeout(resolve));
    expect(session.state.status).to.equal('connecting');
    transport.fail(new RealtimeError('service-unreachable', 'Nobody there.'));
    await over;
    await waitUntil(() => session.state.status === 'failed');
    expect(session.state.error?.code).to.equal('service-unreachable');
  });

  describe('with a session whose microphone is open', () => {
    for (const [name, { scenario, turns }] of Object.entries(cases)) {
      it(name, async () => {
        const all = stage(scenario);
        const over = play(scenario, all.transport, { pace: 0, person: personOf(all.session) });
        await all.session.connect();
        await over;
        expect(all.lines()).to.deep.equal(turns);
      });
    }
  });
});

describe('serve', () => {
  it('answers each time it is asked, and begins anew after the last line', async () => {
    const { transport, session, lines } = stage(conversation({ turnDetection: 'none' }));
    serve(greeting, transport, { pace: 0.01 });
    await session.connect();
    for (const words of ['One', 'Two']) {
      await session.sendText(words);
      await waitUntil(() => session.state.activity === 'idle');
    }
    await session.startTurn();
    await session.endTurn();
    await waitUntil(() => session.state.turns.length === 6 && session.state.activity === 'idle');
    expect(lines()).to.deep.equal([
      'you: One (done)',
      'ai: Hi there! (done)',
      'you: Two (done)',
      'ai: Hi there! (done)',
      'you: Hello. (done)',
      'ai: Hi there! (done)',
    ]);
  });
});

describe('fakeMicrophone', () => {
  it('is heard without asking anybody, and gives the real one back', async () => {
    const { session } = stage(greeting);
    await session.startTurn();
    expect(session.state.recording).to.equal(true);
    await waitUntil(() => session.getLevel('input') > 0.2);
    await session.endTurn();
    restoreMicrophone();
    expect(Object.hasOwn(navigator.mediaDevices, 'getUserMedia')).to.equal(false);
  });
});

describe('conversation', () => {
  it('never changes: each step makes a new one', () => {
    const begin = conversation({ turnDetection: 'none' });
    const more = begin.user('Hello.').assistant('Hi!');
    const cut = more.interruptAt(100);
    expect([begin, more, cut].map(({ steps }) => steps.length)).to.deep.equal([0, 2, 2]);
    expect(more.steps[1]).to.include({ interruption: null });
    expect(more.steps[0]).to.include({ by: 'hold' }).and.to.be.frozen;
  });

  it('refuses to interrupt what is no answer, or over by then', () => {
    expect(() => greeting.user('Well').interruptAt(1)).to.throw(RangeError, 'no answer');
    expect(() => conversation().user('Hello.').assistant('Hi!', { ms: 200 }).interruptAt(201)).to.throw(
      RangeError,
    );
  });
});
