import { expect, html, waitUntil } from '@open-wc/testing';
import { registerTexts } from '../texts/texts.js';
import { delta, done, message, type ScriptedLog, scriptedLog } from './transcript-log.test-support.js';

let it_: ScriptedLog;
const say = (...events: object[]) => it_.say(...events);

/** What was written to the clipboard; `null` has the browser refuse. */
let clipboard: string[] | null;

beforeEach(async () => {
  clipboard = [];
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: {
      writeText: async (text: string) => {
        if (!clipboard) throw new DOMException('no', 'NotAllowedError');
        clipboard.push(text);
      },
    },
  });
  it_ = await scriptedLog(
    html`<transcript-log style="block-size: 200px"><p slot="empty">Nothing yet</p></transcript-log>`,
  );
});

afterEach(() => {
  it_.session.disconnect();
  delete (navigator as { clipboard?: unknown }).clipboard;
});

describe('<transcript-log>', () => {
  it('shows the empty state until something is said', async () => {
    expect(it_.log.querySelector('p')?.checkVisibility()).to.equal(true);
    await say(message('1', 'user', 'Hello'));
    expect(it_.log.querySelector('p')?.checkVisibility()).to.equal(false);
  });

  it('shows who says what, in order, and is accessible', async () => {
    Object.assign(it_.log, { times: true, search: true });
    await say(message('1', 'user', 'Hello'), message('2', 'assistant', '# Hi\n- one\n\n`two`', '1'));
    await waitUntil(() => it_.part('field'), 'what searches is loaded');
    expect(it_.texts().map((text) => text?.replace(/\s+/g, ' '))).to.deep.equal(['Hello', 'Hi one two']);
    expect(it_.turns().map((turn) => turn.querySelector('[part=name]')?.textContent)).to.deep.equal([
      'You',
      'Assistant',
    ]);
    await expect(it_.log).to.be.accessible();
  });

  it('lets an answer grow in its place, and touches nothing else', async () => {
    await say(message('0', 'assistant', '**Before**'), delta('One '));
    const [before, growing] = it_.turns();
    const touched: Node[] = [];
    const observer = new MutationObserver((changes) => touched.push(...changes.map(({ target }) => target)));
    observer.observe(it_.scroller(), {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
    await say(delta('two'));
    expect(it_.texts()).to.deep.equal(['Before', 'One two']);
    expect(it_.turns()[1]).to.equal(growing);
    expect(touched.length).to.be.greaterThan(0);
    expect(touched.some((node) => before?.contains(node))).to.equal(false);
    observer.disconnect();
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
    const notes = it_.turns().map((turn) => turn.querySelector('[part=note]')?.textContent);
    expect(notes).to.deep.equal(['This could not be transcribed.', 'Interrupted']);
    expect(it_.turns()[1]?.part.contains('interrupted')).to.equal(true);
  });

  it('shows what was never heard apart, within the same Markdown', async () => {
    await say(message('1', 'assistant', 'I say **one two** three'), {
      type: 'conversation.item.truncated',
      item_id: '1',
      content_index: 0,
      audio_end_ms: 700,
    });
    const unheard = [...(it_.turns()[0]?.querySelectorAll('[part=unheard]') ?? [])];
    expect(it_.texts()).to.deep.equal(['I say one two three']);
    expect(unheard.map(({ textContent }) => textContent).join('')).to.equal(' two three');
    expect(unheard[0]?.closest('strong')).not.to.equal(null);
  });

  it('tells when each turn was said, if asked', async () => {
    await say(message('1', 'user', 'Hello'));
    expect(it_.part('time')).to.equal(null);
    it_.log.times = true;
    await it_.log.updateComplete;
    const time = it_.part<HTMLTimeElement>('time');
    expect(Math.abs(Date.parse(time?.dateTime ?? '') - Date.now())).to.be.lessThan(10_000);
    expect(time?.textContent).to.match(/\d:\d\d/);
  });

  it('shows answers as they were written with no-markdown', async () => {
    it_.log.noMarkdown = true;
    await say(message('1', 'assistant', '# **Hi**'));
    expect(it_.texts()).to.deep.equal(['# **Hi**']);
  });

  it('shows the pictures of a turn, and fetches none', async () => {
    const picture = 'data:image/png;base64,iVBORw0KGgo=';
    const send = (url: string) => ({ type: 'input_image' as const, image_url: url });
    it_.session.send({
      type: 'conversation.item.create',
      item: {
        id: '1',
        type: 'message',
        role: 'user',
        content: [send(picture), send('https://example.com/spy.png'), send('javascript:alert(1)')],
      },
    });
    await say(message('1', 'user', 'Look'));
    const images = [...(it_.turns()[0]?.querySelectorAll('img') ?? [])];
    expect(images.map(({ src }) => src)).to.deep.equal([picture]);
    expect(images[0]?.alt).to.equal('Picture');
  });

  it('copies a turn as it was written, and shows that it has', async () => {
    await say(message('1', 'assistant', '**Hi**'));
    it_.part('copy')?.click();
    await say();
    expect(clipboard).to.deep.equal(['**Hi**']);
    expect(it_.part('copy')?.ariaLabel).to.equal('Copied');
    expect(it_.announced()).to.include('Copied');
  });

  it('copies the whole conversation, and says when the browser does not allow it', async () => {
    await say(message('1', 'user', 'Hello'), message('2', 'assistant', 'Hi.', '1'));
    expect(await it_.log.copy()).to.equal(true);
    expect(clipboard).to.deep.equal(['You: Hello\n\nAssistant: Hi.']);
    clipboard = null;
    expect(await it_.log.copy('1')).to.equal(false);
    await say();
    expect(it_.turns()[0]?.querySelector('[part=copy]')?.ariaLabel).to.match(/did not let/);
  });

  it('is one stop for Tab, and the arrow keys go from turn to turn', async () => {
    await it_.addLines(3);
    const buttons = () => it_.turns().map((turn) => turn.querySelector<HTMLElement>('[part=copy]'));
    expect(buttons().map((button) => button?.tabIndex)).to.deep.equal([-1, -1, 0]);
    buttons()[2]?.focus();
    buttons()[2]?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true }));
    await it_.log.updateComplete;
    expect(it_.log.shadowRoot?.activeElement).to.equal(buttons()[1]);
    expect(buttons().map((button) => button?.tabIndex)).to.deep.equal([-1, 0, -1]);
  });

  it('speaks the language around it', async () => {
    registerTexts('tlh', { transcript: { user: 'Ich', label: 'Verlauf' } });
    it_.log.lang = 'tlh';
    await say(message('1', 'user', 'Hello'));
    await new Promise((resolve) => setTimeout(resolve));
    await it_.log.updateComplete;
    expect(it_.part('name')?.textContent).to.equal('Ich');
    expect(it_.scroller().ariaLabel).to.equal('Verlauf');
  });

  it('shows what of a growing answer is open as if it were closed', async () => {
    await say(delta('Take **two'));
    expect(it_.texts()).to.deep.equal(['Take two']);
    expect(it_.turns()[0]?.querySelector('strong')?.textContent).to.equal('two');
    await say(delta(' eggs'), done());
    expect(it_.texts()).to.deep.equal(['Take **two eggs']);
  });
});
