import { expect, html, waitUntil } from '@open-wc/testing';
import { ScriptedTransport } from '../testing/scripted-transport.js';
import type { CallButton } from './call-button.js';
import './call-button.js';
import { inner, rendered, type ScriptedChat, scriptedChat, veto } from './scripted-chat.test-support.js';

let at: ScriptedChat;
let button: CallButton;

beforeEach(async () => {
  at = await scriptedChat(html`<call-button></call-button>`);
  button = at.chat.querySelector('call-button') as CallButton;
});

const status = () => at.chat.session.state.status;
const label = () => inner(button).textContent?.trim();

/** A transport that never gets through. */
class SilentTransport extends ScriptedTransport {
  override connect(): Promise<void> {
    return new Promise(() => {});
  }
}

describe('<call-button>', () => {
  it('connects and hangs up, without a microphone', async () => {
    expect(label()).to.equal('Connect');
    inner(button).click();
    expect(status()).to.equal('connecting');
    await waitUntil(() => status() === 'connected');
    await rendered();
    expect(at.chat.session.state.recording).to.equal(false);
    expect(label()).to.equal('Hang up');
    await expect(button).to.be.accessible();
    inner(button).click();
    await rendered();
    expect(status()).to.equal('idle');
    expect(label()).to.equal('Connect');
    await expect(button).to.be.accessible();
    expect(at.requests).to.deep.equal(['connect', 'disconnect']);
  });

  it('gives up connecting when pressed meanwhile', async () => {
    at.chat.createTransport = () => new SilentTransport();
    inner(button).click();
    await rendered();
    expect(button.matches(':state(connecting)')).to.equal(true);
    expect(label()).to.equal('Cancel');
    await expect(button).to.be.accessible();
    inner(button).click();
    await rendered();
    expect(status()).to.equal('idle');
    expect(at.chat.session.state.error).to.equal(null);
  });

  it('can try again after a failure', async () => {
    const { createTransport } = at.chat;
    at.chat.createTransport = () => {
      throw new Error('No sound here.');
    };
    inner(button).click();
    await rendered();
    expect(button.dataset.state).to.equal('failed');
    at.chat.createTransport = createTransport;
    inner(button).click();
    await waitUntil(() => status() === 'connected');
  });

  it('does nothing when the page prevents it', async () => {
    veto(at.chat, 'connect');
    inner(button).click();
    expect(status()).to.equal('idle');
    await at.chat.session.connect();
    veto(at.chat, 'disconnect');
    await rendered();
    inner(button).click();
    expect(status()).to.equal('connected');
  });
});
