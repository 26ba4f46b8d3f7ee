import { expect, fixture, html } from '@open-wc/testing';
import type { ServerEvent } from '../protocol/events.js';
import type { RealtimeSession } from '../session/realtime-session.js';
import { ScriptedTransport } from '../testing/scripted-transport.js';
import type { RealtimeVoiceChat } from './realtime-voice-chat.js';
import './realtime-voice-chat.js';
import type { TranscriptLog } from './transcript-log.js';

let transport: ScriptedTransport;
let session: RealtimeSession;
let log: TranscriptLog;

/** What the service is made to say: the transport is scripted, the rest is real. */
async function say(...events: object[]) {
  for (const event of events) transport.say(event as ServerEvent);
  await new Promise((resolve) => setTimeout(resolve));
  await log.updateComplete;
}

const message = (id: string, role: string, text: string, previous_item_id: string | null = null) => ({
  type: 'conversation.item.added',
  previous_item_id,
  item: { id, type: 'message', role, status: 'completed', content: [{ type: 'input_text', text }] },
});

const turns = () => [...(log.shadowRoot?.querySelectorAll('li') ?? [])];
const texts = () => turns().map((turn) => turn.querySelector('p')?.textContent);
const scroller = () => log.shadowRoot?.querySelector('[part=log]') as HTMLElement;
/** As a reader would; the event comes at once, since a page behind another draws no frames. */
const scrollTo = (top: number) => {
  scroller().scrollTop = top;
  scroller().dispatchEvent(new Event('scroll'));
};
const atEnd = () => scroller().scrollTop + scroller().clientHeight >= scroller().scrollHeight - 2;

beforeEach(async () => {
  const chat = await fixture<RealtimeVoiceChat>(html`
    <realtime-voice-chat .getToken=${() => 'ek_none'}>
      <transcript-log style="block-size: 200px"><p slot="empty">Nothing yet</p></transcript-log>
    </realtime-voice-chat>
  `);
  chat.createTransport = () => (transport = new ScriptedTransport());
  session = chat.session;
  log = chat.querySelector('transcript-log') as TranscriptLog;
  await session.connect();
});

afterEach(() => session.disconnect());

describe('<transcript-log>', () => {
  it('shows the empty state until something is said', async () => {
    expect(log.querySelector('p')?.checkVisibility()).to.equal(true);
    await say(message('1', 'user', 'Hello'));
    expect(log.querySelector('p')?.checkVisibility()).to.equal(false);
  });

  it('shows who says what, in order, and is accessible', async () => {
    await say(message('1', 'user', 'Hello'), message('2', 'assistant', 'Hi.', '1'));
    expect(texts()).to.deep.equal(['Hello', 'Hi.']);
    expect(turns().map((turn) => turn.querySelector('[part=name]')?.textContent)).to.deep.equal([
      'You',
      'Assistant',
    ]);
    await expect(log).to.be.accessible();
  });

  it('shows markup as the text that it is', async () => {
    const hostile = '<img src=x onerror="window.hacked = 1"><b>bold</b>';
    await say(message('1', 'user', hostile));
    expect(texts()).to.deep.equal([hostile]);
    expect(log.shadowRoot?.querySelector('img, b')).to.equal(null);
    expect('hacked' in window).to.equal(false);
  });

  it('lets an answer grow in its place', async () => {
    const delta = (text: string) => ({
      type: 'response.output_audio_transcript.delta',
      item_id: '1',
      delta: text,
    });
    await say(delta('One '));
    const [before] = turns();
    await say(delta('two'));
    expect(texts()).to.deep.equal(['One two']);
    expect(turns()[0]).to.equal(before);
  });

  it('says when a turn could not be transcribed, and when an answer was cut off', async () => {
    await say(
      { type: 'input_audio_buffer.committed', item_id: '1', previous_item_id: null },
      {
        type: 'conversation.item.input_audio_transcription.failed',
        item_id: '1',
        content_index: 0,
        error: {},
      },
      message('2', 'assistant', 'I was', '1'),
      { type: 'conversation.item.truncated', item_id: '2', content_index: 0, audio_end_ms: 100 },
    );
    const notes = turns().map((turn) => turn.querySelector('[part=note]')?.textContent);
    expect(notes).to.deep.equal(['This could not be transcribed.', 'Interrupted']);
    expect(turns()[1]?.part.contains('interrupted')).to.equal(true);
  });

  it('follows the conversation, but not while somebody reads further up', async () => {
    for (let i = 0; i < 20; i += 1) await say(message(`${i}`, 'user', `Line ${i}`, i ? `${i - 1}` : null));
    expect(scroller().scrollTop).to.be.greaterThan(100);
    expect(atEnd()).to.equal(true);
    scrollTo(0);
    await say(message('20', 'user', 'Line 20', '19'));
    expect(scroller().scrollTop).to.equal(0);
    scrollTo(scroller().scrollHeight);
    await say(message('21', 'user', 'Line 21', '20'));
    expect(atEnd()).to.equal(true);
  });

  it('leaves the scroll position alone with no-autoscroll', async () => {
    log.noAutoscroll = true;
    for (let i = 0; i < 20; i += 1) await say(message(`${i}`, 'user', `Line ${i}`, i ? `${i - 1}` : null));
    expect(scroller().scrollTop).to.equal(0);
  });
});
