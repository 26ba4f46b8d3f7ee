import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { RealtimeVoiceChat } from './realtime-voice-chat.js';
import { inner, rendered, scriptedChat } from './scripted-chat.test-support.js';
import type { TurnSettings } from './turn-settings.js';
import './turn-settings.js';

let chat: RealtimeVoiceChat;
let settings: TurnSettings;
let changes: number;

beforeEach(async () => {
  ({ chat } = await scriptedChat(html``));
  changes = 0;
  chat.addEventListener('realtime-settings-change', () => changes++);
});

/** Puts the form in, after the chat was set up. */
async function show() {
  settings = document.createElement('turn-settings');
  chat.append(settings);
  await rendered();
}

type Control = HTMLInputElement & HTMLSelectElement;
const control = (name: string) => inner<Control>(settings, `[name=${name}]`);
const names = () =>
  [...(settings.shadowRoot?.querySelectorAll<Control>('select, input') ?? [])].map(({ name }) => name);
const message = (name: string) => inner<HTMLElement>(settings, `#${name}-message`).textContent;

async function choose(name: string, value: string) {
  control(name).value = value;
  control(name).dispatchEvent(new Event('change', { bubbles: true }));
  await settings.updateComplete;
}

/** Types as a person does, and confirms. */
async function type(name: string, text: string) {
  control(name).select();
  await sendKeys({ press: 'Backspace' });
  if (text) await sendKeys({ type: text });
  await sendKeys({ press: 'Enter' });
  await settings.updateComplete;
}

describe('<turn-settings>', () => {
  for (const mode of ['semantic_vad', 'server_vad', 'none'] as const) {
    it(`is accessible with ${mode}`, async () => {
      chat.turnDetection = mode;
      await show();
      await expect(settings).to.be.accessible();
    });
  }

  it('shows what applies', async () => {
    await show();
    const both = ['noAutoResponse', 'noInterrupt'];
    expect(names()).to.deep.equal(['turnDetection', 'eagerness', ...both]);
    await choose('turnDetection', 'server_vad');
    const numbers = ['threshold', 'prefixPaddingMs', 'silenceDurationMs', 'idleTimeoutMs'];
    expect(names()).to.deep.equal(['turnDetection', ...numbers, ...both]);
    await choose('turnDetection', 'none');
    expect(names()).to.deep.equal(['turnDetection']);
    expect(chat.turnDetection).to.equal('none');
    expect(changes).to.equal(2);
  });

  it('shows the chat as it is', async () => {
    chat.turnDetection = 'server_vad';
    chat.threshold = 0.73;
    chat.idleTimeoutMs = 8000;
    chat.noInterrupt = true;
    await show();
    expect(control('turnDetection').value).to.equal('server_vad');
    expect(control('threshold').value).to.equal('0.73');
    expect(control('idleTimeoutMs').value).to.equal('8000');
    expect(control('silenceDurationMs').value).to.equal('');
    expect(control('noAutoResponse').checked).to.equal(true);
    expect(control('noInterrupt').checked).to.equal(false);
  });

  it('follows what a program sets in the chat', async () => {
    await show();
    chat.turnDetection = 'server_vad';
    await rendered();
    expect(control('turnDetection').value).to.equal('server_vad');
    await type('threshold', '7');
    chat.silenceDurationMs = 700;
    await rendered();
    expect(control('silenceDurationMs').value).to.equal('700');
    expect(message('threshold'), 'of what was typed').to.match(/./);
    chat.threshold = 0.6;
    await rendered();
    expect([control('threshold').value, message('threshold')]).to.deep.equal(['0.6', '']);
    expect(changes).to.equal(0);
  });

  it('leaves the chat alone after it was removed', async () => {
    await show();
    settings.remove();
    const requestUpdate = settings.requestUpdate.bind(settings);
    let updates = 0;
    settings.requestUpdate = (...args) => (updates++, requestUpdate(...args));
    chat.turnDetection = 'none';
    await rendered();
    expect(updates).to.equal(0);
  });

  it('speaks the language around it', async () => {
    chat.lang = 'de';
    await show();
    await waitUntil(() => settings.shadowRoot?.textContent?.includes('Ungeduld'));
    expect(inner(settings, 'fieldset').getAttribute('aria-label')).to.equal('Sprecherwechsel');
  });

  it('shows the chat as it is now after it was moved', async () => {
    await show();
    settings.remove();
    chat.turnDetection = 'server_vad';
    chat.append(settings);
    await rendered();
    expect(control('turnDetection').value).to.equal('server_vad');
  });

  it('sets eagerness, answering and interruption', async () => {
    await show();
    await choose('eagerness', 'high');
    control('noAutoResponse').click();
    control('noInterrupt').click();
    expect(chat.eagerness).to.equal('high');
    expect([chat.noAutoResponse, chat.noInterrupt]).to.deep.equal([true, true]);
    control('noInterrupt').click();
    expect(chat.noInterrupt).to.equal(false);
    expect(changes).to.equal(4);
  });

  it('sets numbers as they are typed, and takes them back when emptied', async () => {
    chat.turnDetection = 'server_vad';
    await show();
    await type('threshold', '0.33');
    await type('silenceDurationMs', '725');
    expect([chat.threshold, chat.silenceDurationMs]).to.deep.equal([0.33, 725]);
    await type('threshold', '');
    expect(chat.threshold).to.equal(undefined);
    expect(changes).to.equal(3);
  });

  it('does not set what is out of range, and says why until it is right', async () => {
    chat.turnDetection = 'server_vad';
    chat.threshold = 0.4;
    await show();
    for (const [name, wrong, right] of [
      ['threshold', '1.5', '1'],
      ['prefixPaddingMs', '-1', '0'],
      ['silenceDurationMs', '-200', '200'],
      ['idleTimeoutMs', '300', '30000'],
    ] as const) {
      const before = chat[name];
      await type(name, wrong);
      expect(chat[name], name).to.equal(before);
      expect(control(name).value).to.equal(wrong);
      expect(control(name).getAttribute('aria-invalid')).to.equal('true');
      expect(message(name)).to.match(/./).and.equal(control(name).validationMessage);
      await expect(settings).to.be.accessible();
      await type(name, right);
      expect(chat[name], name).to.equal(Number(right));
      expect(message(name)).to.equal('');
      expect(control(name).getAttribute('aria-invalid')).to.equal('false');
    }
    expect(changes).to.equal(4);
  });

  it('forgets what was not possible when it is shown anew', async () => {
    chat.turnDetection = 'server_vad';
    await show();
    await type('threshold', '7');
    await choose('turnDetection', 'none');
    await choose('turnDetection', 'server_vad');
    expect(control('threshold').value).to.equal('');
    expect(message('threshold')).to.equal('');
  });

  it('sets the chat that it names', async () => {
    settings = await fixture<TurnSettings>(html`<turn-settings for="chat"></turn-settings>`);
    await rendered();
    await choose('eagerness', 'low');
    expect(chat.eagerness).to.equal('low');
  });

  it('finds the chat out of a shadow tree', async () => {
    const host = document.createElement('div');
    settings = host.attachShadow({ mode: 'open' }).appendChild(document.createElement('turn-settings'));
    chat.append(host);
    await rendered();
    await choose('eagerness', 'low');
    expect(chat.eagerness).to.equal('low');
  });

  it('can be seen but not used without a chat', async () => {
    settings = await fixture<TurnSettings>(html`<turn-settings></turn-settings>`);
    await rendered();
    expect(control('turnDetection').matches(':disabled')).to.equal(true);
    await expect(settings).to.be.accessible();
  });
});
