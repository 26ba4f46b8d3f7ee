import { expect, html, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { MessageInput } from './message-input.js';
import './message-input.js';
import { inner, type ScriptedChat, scriptedChat, veto } from './scripted-chat.test-support.js';

let at: ScriptedChat;
let input: MessageInput;
let field: HTMLTextAreaElement;

beforeEach(async () => {
  at = await scriptedChat(html`<message-input></message-input>`);
  input = at.chat.querySelector('message-input') as MessageInput;
  await input.updateComplete;
  field = inner(input, 'textarea');
  await at.chat.session.connect();
  input.focus();
});

/** What was written into the conversation. */
const texts = () =>
  at.transport.sent.flatMap((event) =>
    event.type === 'conversation.item.create'
      ? (event.item as { content: { text: string }[] }).content.map(({ text }) => text)
      : [],
  );

describe('<message-input>', () => {
  it('is accessible, and names itself by label and placeholder', async () => {
    await expect(input).to.be.accessible();
    input.label = 'Nachricht';
    input.placeholder = 'Schreiben';
    await input.updateComplete;
    expect(field.getAttribute('aria-label')).to.equal('Nachricht');
    expect(field.placeholder).to.equal('Schreiben');
  });

  it('sends at Enter, asks for an answer, and is empty', async () => {
    await sendKeys({ type: ' Twelve guests ' });
    await sendKeys({ press: 'Enter' });
    expect(texts()).to.deep.equal(['Twelve guests']);
    expect(at.transport.sent.some(({ type }) => type === 'response.create')).to.equal(true);
    await input.updateComplete;
    expect(field.value).to.equal('');
  });

  it('grows with its text, up to a few lines, also where the browser does not by itself', async () => {
    const supports = CSS.supports;
    CSS.supports = () => false;
    try {
      field.style.setProperty('field-sizing', 'fixed');
      input.value = 'one';
      await input.updateComplete;
      const heights = [field.offsetHeight];
      for (const value of ['one\ntwo\nthree', 'one\n'.repeat(40), 'one']) {
        input.value = value;
        await input.updateComplete;
        heights.push(field.offsetHeight);
      }
      const [one = 0, three = 0, many = 0, again] = heights;
      expect(three).to.be.greaterThan(one);
      expect(many)
        .to.be.greaterThan(three)
        .and.at.most(9 * 16);
      expect(again).to.equal(one);
    } finally {
      CSS.supports = supports;
    }
  });

  it('speaks the language around it; what is typed runs as its own letters do', async () => {
    input.lang = 'ar';
    await waitUntil(() => field.placeholder === 'اكتب رسالة');
    expect(inner(input).getAttribute('aria-label')).to.equal('إرسال');
    expect(field.matches(':dir(rtl)'), 'the hint').to.equal(true);
    input.value = 'Hello';
    await input.updateComplete;
    expect(field.matches(':dir(ltr)'), 'what is typed').to.equal(true);
    await expect(input).to.be.accessible();
  });

  it('begins a new line at Shift and Enter, and grows', async () => {
    const before = input.offsetHeight;
    await sendKeys({ type: 'one' });
    await sendKeys({ down: 'Shift' });
    await sendKeys({ press: 'Enter' });
    await sendKeys({ up: 'Shift' });
    await sendKeys({ type: 'two' });
    expect(texts()).to.deep.equal([]);
    expect(input.offsetHeight).to.be.greaterThan(before);
    await sendKeys({ press: 'Enter' });
    expect(texts()).to.deep.equal(['one\ntwo']);
    await input.updateComplete;
    expect(input.offsetHeight).to.equal(before);
  });

  it('sends by its button, and the focus stays in the field', async () => {
    await sendKeys({ type: 'Hello' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    expect(texts()).to.deep.equal(['Hello']);
    expect(input.shadowRoot?.activeElement).to.equal(field);
  });

  it('sends nothing when there is nothing but space', async () => {
    await sendKeys({ press: 'Enter' });
    await sendKeys({ type: '  ' });
    await sendKeys({ press: 'Enter' });
    expect(at.requests).to.deep.equal([]);
  });

  it('leaves the Enter that ends a composition to the input method', async () => {
    await sendKeys({ type: 'にほん' });
    const enter = { key: 'Enter', bubbles: true, cancelable: true };
    // While composing; and as Safari tells it, just after.
    for (const composing of [{ isComposing: true }, { keyCode: 229 }]) {
      const event = new KeyboardEvent('keydown', { ...enter, ...composing });
      field.dispatchEvent(event);
      expect(event.defaultPrevented).to.equal(false);
    }
    expect(texts()).to.deep.equal([]);
    field.dispatchEvent(new KeyboardEvent('keydown', enter));
    expect(texts()).to.deep.equal(['にほん']);
  });

  it('asks the page, which finds the text in `value`, and keeps it when prevented', async () => {
    let asked = '';
    at.chat.addEventListener(
      'realtime-send-request',
      (event) => (asked = (event.target as MessageInput).value),
    );
    veto(at.chat, 'send');
    await sendKeys({ type: 'Secret' });
    await sendKeys({ press: 'Enter' });
    await input.updateComplete;
    expect(asked).to.equal('Secret');
    expect(texts()).to.deep.equal([]);
    expect(field.value).to.equal('Secret');
  });

  it('keeps the text when there is nobody to send it to', async () => {
    const alone = document.body.appendChild(document.createElement('message-input'));
    alone.value = 'Hello';
    await alone.updateComplete;
    alone.focus();
    await sendKeys({ press: 'Enter' });
    await alone.updateComplete;
    expect(inner<HTMLTextAreaElement>(alone, 'textarea').value).to.equal('Hello');
    alone.remove();
  });

  it('connects first if need be', async () => {
    at.chat.session.disconnect();
    await sendKeys({ type: 'Hello' });
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => at.chat.session.state.status === 'connected');
    await waitUntil(() => texts().length === 1);
  });
});
