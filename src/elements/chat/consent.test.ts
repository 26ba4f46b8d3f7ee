import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import type { MessageInput } from '../message-input.js';
import type { RecordButton } from '../record-button.js';
import type { RealtimeVoiceChat } from '../realtime-voice-chat.js';
import { chatFixture, focused, nativeButton, part, recording, settled } from './chat.test-support.js';
import type { RealtimeConsentEvent } from './consent.js';

const asking = (version = '2026-11') =>
  chatFixture(html`<realtime-voice-chat id="chat" consent=${version}></realtime-voice-chat>`);

async function press(chat: RealtimeVoiceChat) {
  nativeButton(part(chat, 'record')).click();
  await settled();
}

describe('consent', () => {
  beforeEach(() => localStorage.clear());
  afterEach(() => localStorage.clear());

  it('is not asked for without the attribute, nor on load', async () => {
    const free = await chatFixture(html`<realtime-voice-chat></realtime-voice-chat>`);
    await press(free);
    await recording(free);
    const chat = await asking();
    expect(part(chat, 'consent')).to.equal(null);
  });

  it('is asked for before the first press does anything', async () => {
    const chat = await asking();
    const requests: Event[] = [];
    chat.addEventListener('realtime-start-request', (event) => requests.push(event));
    await press(chat);
    expect(part(chat, 'consent').textContent).to.contain('sent to an AI service');
    expect(focused(chat)).to.equal('consent');
    expect(chat.session.state.status).to.equal('idle');
    expect(requests).to.have.length(0);
  });

  it('once given lets the press do what it was for, and is told and kept', async () => {
    const chat = await asking();
    await press(chat);
    setTimeout(() => part(chat, 'accept').click());
    const event = await oneEvent<RealtimeConsentEvent>(chat, 'realtime-consent-change');
    expect([event.version, event.accepted]).to.deep.equal(['2026-11', true]);
    await settled();
    await recording(chat);
    expect(part(chat, 'consent')).to.equal(null);
    expect(focused(chat)).to.equal('record');
    const next = await asking();
    await press(next);
    await recording(next);
    const other = await asking('2027-01');
    await press(other);
    expect(other.session.state.status).to.equal('idle');
    expect(part(other, 'consent')).to.exist;
  });

  it('withheld leaves all off, and is asked for again', async () => {
    const chat = await asking();
    await press(chat);
    setTimeout(() => part(chat, 'decline').click());
    expect((await oneEvent<RealtimeConsentEvent>(chat, 'realtime-consent-change')).accepted).to.equal(false);
    await settled();
    expect(chat.session.state.status).to.equal('idle');
    expect(focused(chat)).to.equal('record');
    await press(chat);
    expect(part(chat, 'consent')).to.exist;
  });

  it('is withheld by Escape', async () => {
    const chat = await asking();
    await press(chat);
    part(chat, 'consent').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await settled();
    expect(part(chat, 'consent')).to.equal(null);
    expect(chat.session.state.status).to.equal('idle');
  });

  it('holds back what is written as well, and sends it then', async () => {
    const chat = await asking();
    const input = part<MessageInput>(chat, 'input');
    input.value = 'Hello.';
    await input.updateComplete;
    input.shadowRoot?.querySelector('form')?.requestSubmit();
    await settled();
    expect(chat.session.state.status).to.equal('idle');
    expect(input.value).to.equal('Hello.');
    part(chat, 'accept').click();
    await settled();
    expect(chat.session.state.status).to.equal('connected');
    expect(input.value).to.equal('');
  });

  it('holds back controls elsewhere on the page, and no others', async () => {
    const chat = await asking();
    const other = await chatFixture(html`<realtime-voice-chat id="free"></realtime-voice-chat>`);
    const far = await fixture<RecordButton>(html`<record-button for="chat"></record-button>`);
    const free = await fixture<RecordButton>(html`<record-button for="free"></record-button>`);
    await settled();
    nativeButton(far).click();
    nativeButton(free).click();
    await settled();
    expect(chat.session.state.status).to.equal('idle');
    expect(part(chat, 'consent')).to.exist;
    await recording(other);
    part(chat, 'accept').click();
    await settled();
    await recording(chat);
  });

  it('does not go on recording for a button that is held no more', async () => {
    const chat = await chatFixture(
      html`<realtime-voice-chat consent="1"
        ><record-button mode="hold"></record-button
      ></realtime-voice-chat>`,
    );
    nativeButton(chat.querySelector('record-button') as Element).click();
    await settled();
    part(chat, 'accept').click();
    await settled();
    expect(chat.session.state.status).to.equal('idle');
  });

  it('may be given in another way, and taken back, which ends the call', async () => {
    const chat = await asking();
    chat.setConsent(true);
    await press(chat);
    await recording(chat);
    chat.setConsent(false);
    await settled();
    expect(chat.session.state.status).to.equal('idle');
    await press(chat);
    expect(part(chat, 'consent')).to.exist;
  });

  it('works where nothing can be stored', async () => {
    const { setItem, getItem } = Storage.prototype;
    const blocked = () => {
      throw new DOMException('blocked', 'SecurityError');
    };
    Object.assign(Storage.prototype, { setItem: blocked, getItem: blocked });
    try {
      const chat = await asking();
      await press(chat);
      part(chat, 'accept').click();
      await settled();
      await recording(chat);
      await chat.session.endTurn();
      await press(chat);
      await recording(chat);
    } finally {
      Object.assign(Storage.prototype, { setItem, getItem });
    }
  });
});
