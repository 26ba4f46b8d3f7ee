import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import type { ServerEvent } from '../protocol/events.js';
import { inner, rendered, type ScriptedChat, scriptedChat, veto } from './scripted-chat.test-support.js';
import { message } from './transcript-log.test-support.js';
import type { RealtimeExportRequestEvent, TranscriptExport } from './transcript-export.js';
import './transcript-export.js';

let at: ScriptedChat;
let menu: TranscriptExport;

const button = (part: 'download' | 'copy') => inner(menu, `[part=${part}]`);
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Says something in writing. */
async function write(text: string): Promise<void> {
  await at.chat.session.connect();
  const id = `item_${at.chat.session.state.turns.length}`;
  at.transport.say(message(id, 'user', text) as ServerEvent);
  await rendered();
}

/** What leaves the page at the next press. */
const leaving = () =>
  new Promise<RealtimeExportRequestEvent>((resolve) =>
    at.chat.addEventListener('realtime-export-request', resolve, { once: true }),
  );

async function choose(format: string): Promise<void> {
  const select = inner<HTMLSelectElement>(menu, 'select');
  select.value = format;
  select.dispatchEvent(new Event('change'));
  await rendered();
}

// What records is loaded when it is needed; calls here are too short to wait for that.
before(() => import('../recording/recording.js'));
beforeEach(async () => {
  at = await scriptedChat(html`<transcript-export></transcript-export>`);
  menu = at.chat.querySelector('transcript-export') as TranscriptExport;
  await import('../session/export-transcript.js');
});

describe('<transcript-export>', () => {
  it('is accessible, and has nothing to do while nothing was said', async () => {
    await expect(menu).to.be.accessible();
    let asked = false;
    at.chat.addEventListener('realtime-export-request', () => (asked = true));
    button('download').click();
    button('copy').click();
    expect([asked, button('copy').ariaDisabled]).to.deep.equal([false, 'true']);
    await write('Hello.');
    expect(button('copy').ariaDisabled).to.equal(null);
    await expect(menu).to.be.accessible();
  });

  it('saves the format that is chosen', async () => {
    await write('Hello.');
    const saved = new Promise<HTMLAnchorElement>((resolve) => {
      const { click } = HTMLAnchorElement.prototype;
      HTMLAnchorElement.prototype.click = function () {
        HTMLAnchorElement.prototype.click = click;
        resolve(this);
      };
    });
    await choose('md');
    button('download').click();
    const link = await saved;
    expect(link.download).to.match(/^\d{4}-\d\d-\d\d \d\d-\d\d-\d\d\.md$/);
    expect(await (await fetch(link.href)).text()).to.equal('**You** (0:00)\n\nHello.\n');
  });

  it('asks the page first, and tells it what leaves', async () => {
    await write('Hello.');
    veto(at.chat, 'export');
    const asked = leaving();
    let copied = '';
    navigator.clipboard.writeText = async (text) => void (copied = text);
    button('copy').click();
    const event = await asked;
    expect([event.format, event.text, copied]).to.deep.equal(['txt', '[0:00] You: Hello.\n', '']);
  });

  it('copies, and says what came of it', async () => {
    await write('Hello.');
    let copied = '';
    navigator.clipboard.writeText = async (text) => void (copied = text);
    const outcome = () => inner(menu, '[part=outcome]').textContent;
    button('copy').click();
    await rendered();
    expect([copied, outcome()]).to.deep.equal(['[0:00] You: Hello.\n', 'Copied']);
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('no'));
    button('copy').click();
    await rendered();
    expect(outcome()).to.contain('did not let');
    Reflect.deleteProperty(navigator.clipboard, 'writeText');
  });

  it('fits captions to the last recording of a call, and leaves out what came after', async () => {
    at.chat.record = 'call';
    await at.chat.updateComplete;
    const recorded = new Promise((resolve) =>
      at.chat.addEventListener('realtime-recording', resolve, { once: true }),
    );
    await at.chat.session.connect();
    await wait(700);
    await write('In the call.');
    await wait(300);
    at.chat.session.disconnect();
    await recorded;
    await wait(100);
    at.chat.record = 'off';
    await write('After the call.');
    await choose('vtt');
    const [, start, text] = /(00:00:0\d\.\d+) --> .*\n(.*)/.exec(menu.text)!;
    expect(text).to.equal('<v You>In the call.');
    expect(Number(start!.slice(-6))).to.be.within(0.5, 2);
    expect(menu.text).not.to.contain('After');
    await choose('txt');
    expect(menu.text).to.contain('After the call.');
  });

  it('follows the chat that it names, and does nothing without one', async () => {
    await write('Hello.');
    const far = await fixture<TranscriptExport>(html`<transcript-export for="chat"></transcript-export>`);
    await waitUntil(() => far.text);
    expect(far.text).to.contain('Hello.');
    const alone = await fixture<TranscriptExport>(html`<transcript-export></transcript-export>`);
    inner(alone, '[part=copy]').click();
    expect(alone.text).to.equal('');
  });
});
