import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { MuteButton } from './mute-button.js';
import './mute-button.js';
import { inner, rendered, type ScriptedChat, scriptedChat, veto } from './scripted-chat.test-support.js';

let at: ScriptedChat;
let button: MuteButton;

beforeEach(async () => {
  at = await scriptedChat(html`<mute-button></mute-button>`);
  button = at.chat.querySelector('mute-button') as MuteButton;
});

const pressed = (element: Element = button) => inner(element).getAttribute('aria-pressed');
const muted = () => at.chat.session.state.muted;

describe('<mute-button>', () => {
  it('is accessible, muted and not', async () => {
    await expect(button).to.be.accessible();
    at.chat.session.setMuted(true);
    await rendered();
    await expect(button).to.be.accessible();
  });

  it('silences the microphone that is open, and lets it be heard again', async () => {
    await at.chat.session.startTurn();
    const enabled = () => at.transport.microphone?.getAudioTracks()[0]?.enabled;
    expect(enabled()).to.equal(true);
    inner(button).click();
    await rendered();
    expect([muted(), pressed(), enabled(), button.dataset.state]).to.deep.equal([
      true,
      'true',
      false,
      'muted',
    ]);
    expect(at.chat.session.state.recording).to.equal(true);
    inner(button).click();
    await rendered();
    expect([muted(), pressed(), enabled()]).to.deep.equal([false, 'false', true]);
    expect(at.requests).to.deep.equal(['mute', 'unmute']);
  });

  it('keeps its name while it is down: pressed is told by itself', async () => {
    const name = inner(button).textContent;
    button.focus();
    await sendKeys({ press: 'Space' });
    await rendered();
    expect(muted()).to.equal(true);
    expect(inner(button).textContent).to.equal(name);
  });

  it('does nothing when the page prevents it', async () => {
    veto(at.chat, 'mute');
    inner(button).click();
    expect(muted()).to.equal(false);
    at.chat.session.setMuted(true);
    veto(at.chat, 'unmute');
    await rendered();
    inner(button).click();
    expect(muted()).to.equal(true);
  });

  it('shows a label of the page', async () => {
    const own = await fixture(html`<mute-button>Stumm</mute-button>`);
    const slot = inner<HTMLSlotElement>(own, 'slot');
    expect(slot.assignedNodes().map(({ textContent }) => textContent)).to.deep.equal(['Stumm']);
    await expect(own).to.be.accessible();
  });

  it('follows and mutes the chat that it names', async () => {
    const far = await fixture<MuteButton>(html`<mute-button for="chat"></mute-button>`);
    await rendered();
    inner(far).click();
    await rendered();
    expect([muted(), pressed(far), pressed()]).to.deep.equal([true, 'true', 'true']);
  });

  it('is shown without a chat and does nothing there', async () => {
    const alone = await fixture(html`<mute-button></mute-button>`);
    inner(alone).click();
    await rendered();
    expect(pressed(alone)).to.equal('false');
  });
});
