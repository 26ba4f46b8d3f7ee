import { expect, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { InterruptButton } from './interrupt-button.js';
import './interrupt-button.js';
import { inner, rendered, type ScriptedChat, scriptedChat, veto } from './scripted-chat.test-support.js';

let at: ScriptedChat;
let button: InterruptButton;

beforeEach(async () => {
  at = await scriptedChat(html`<interrupt-button></interrupt-button>`);
  button = at.chat.querySelector('interrupt-button') as InterruptButton;
  await at.chat.session.connect();
  await rendered();
});

const disabled = () => inner(button).getAttribute('aria-disabled') === 'true';
const cancels = () => at.transport.sent.filter(({ type }) => type === 'response.cancel').length;

async function answer() {
  at.transport.say({ type: 'response.created', response: { id: 'r', status: 'in_progress' } });
  await rendered();
}

describe('<interrupt-button>', () => {
  it('is accessible, with and without an answer', async () => {
    await expect(button).to.be.accessible();
    await answer();
    await expect(button).to.be.accessible();
  });

  it('has nothing to do while there is no answer', async () => {
    expect(disabled()).to.equal(true);
    inner(button).click();
    expect(at.requests).to.deep.equal([]);
  });

  it('stops an answer that is awaited', async () => {
    await answer();
    expect(button.dataset.state).to.equal('thinking');
    expect(disabled()).to.equal(false);
    inner(button).click();
    expect(at.requests).to.deep.equal(['interrupt']);
    expect(cancels()).to.equal(1);
  });

  it('silences an answer that sounds, by key too, and keeps the focus when nothing is left to do', async () => {
    await answer();
    at.transport.play('started', 'a');
    await rendered();
    expect(button.matches(':state(speaking)')).to.equal(true);
    let silenced = 0;
    at.transport.interrupt = async () => void silenced++;
    button.focus();
    await sendKeys({ press: 'Enter' });
    expect(silenced).to.equal(1);
    at.transport.play('interrupted', 'a');
    at.transport.say({ type: 'response.done', response: { id: 'r', status: 'cancelled', output: [] } });
    await rendered();
    expect(disabled()).to.equal(true);
    expect(document.activeElement).to.equal(button);
  });

  it('does nothing when the page prevents it', async () => {
    await answer();
    veto(at.chat, 'interrupt');
    inner(button).click();
    expect(at.requests).to.deep.equal(['interrupt']);
    expect(cancels()).to.equal(0);
  });
});
