import { expect, html, waitUntil } from '@open-wc/testing';
import { RealtimeError } from '../protocol/realtime-error.js';
import type { ServerEvent } from '../protocol/events.js';
import { ScriptedTransport } from '../testing/scripted-transport.js';
import type { ConnectionStatus } from './connection-status.js';
import { inner, rendered, type ScriptedChat, scriptedChat } from './scripted-chat.test-support.js';

let at: ScriptedChat;
let element: ConnectionStatus;

beforeEach(async () => {
  at = await scriptedChat(html`<connection-status></connection-status>`);
  element = at.chat.querySelector('connection-status') as ConnectionStatus;
});

const label = () => inner<HTMLElement>(element, '[part=label]');
const announced = () => inner(element, '[role=status]').textContent;

/** Shown, with its word, and accessible. */
async function shows(state: string, word: string) {
  await rendered();
  expect(element.dataset.state).to.equal(state);
  expect(element.matches(`:state(${state})`)).to.equal(true);
  expect(label().textContent).to.equal(word);
  await expect(element).to.be.accessible();
}

function say(...events: object[]) {
  for (const event of events) at.transport.say(event as ServerEvent);
}

const answer = (status: string) => ({
  type: `response.${status}`,
  response: { id: 'r', status, output: [] },
});

describe('<connection-status>', () => {
  it('has a word for each state of a conversation', async () => {
    const { session } = at.chat;
    await shows('idle', 'Not connected');
    void session.connect();
    await shows('connected', 'Connected');
    await session.startTurn();
    await shows('listening', 'Listening');
    session.setMuted(true);
    await shows('muted', 'Muted');
    session.setMuted(false);
    say({ type: 'input_audio_buffer.speech_started', item_id: 'u', audio_start_ms: 0 });
    await shows('hearing', 'Hearing you');
    say({ type: 'input_audio_buffer.speech_stopped', item_id: 'u', audio_end_ms: 900 }, answer('created'));
    await shows('thinking', 'Thinking…');
    say({
      type: 'response.output_audio_transcript.delta',
      item_id: 'a',
      content_index: 0,
      delta: 'Good morning',
    });
    at.transport.play('started', 'a');
    await shows('speaking', 'Speaking');
    at.transport.play('interrupted', 'a');
    say(answer('done'));
    await shows('interrupted', 'Interrupted, your turn');
    at.transport.fail(new RealtimeError('connection-lost', 'Lost.'));
    await shows('failed', 'Something went wrong');
  });

  it('says that the browser asks, and that it connects', async () => {
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    let allow = () => {};
    mediaDevices.getUserMedia = async (constraints) => {
      await new Promise<void>((resolve) => (allow = resolve));
      return open(constraints);
    };
    at.chat.createTransport = () => Object.assign(new ScriptedTransport(), { answers: false });
    try {
      void at.chat.session.startTurn();
      await shows('asking', 'Allow the microphone');
      allow();
      await waitUntil(() => !at.chat.session.state.asking);
      await waitUntil(() => element.dataset.state === 'connecting');
      await shows('connecting', 'Connecting…');
    } finally {
      mediaDevices.getUserMedia = open;
    }
  });

  it('announces the connection, not each turn', async () => {
    const heard: (string | null)[] = [announced()];
    const observer = new MutationObserver(() => heard.push(announced()));
    observer.observe(inner(element, '[role=status]'), {
      childList: true,
      characterData: true,
      subtree: true,
    });
    await at.chat.session.startTurn();
    await rendered();
    for (let turn = 0; turn < 3; turn++) {
      say({ type: 'input_audio_buffer.speech_started', item_id: `u${turn}`, audio_start_ms: 0 });
      await rendered();
      say({ type: 'input_audio_buffer.speech_stopped', item_id: `u${turn}`, audio_end_ms: 900 });
      say(answer('created'));
      await rendered();
      say(answer('done'));
      await rendered();
    }
    await at.chat.session.endTurn();
    at.chat.session.disconnect();
    await rendered();
    observer.disconnect();
    const meanwhile = heard.filter((word) => word !== 'Allow the microphone' && word !== 'Connecting…');
    expect(meanwhile).to.deep.equal(['Not connected', 'Connected', 'Not connected']);
  });

  it('can be read where it stands, each word once', async () => {
    expect(label().ariaHidden, 'the announcement says the same').to.equal('true');
    await at.chat.session.startTurn();
    await rendered();
    expect(label().textContent).to.equal('Listening');
    expect(label().ariaHidden).to.equal(null);
  });

  it('speaks the language around it', async () => {
    at.chat.lang = 'ja';
    await waitUntil(() => label().textContent === '未接続');
  });
});
