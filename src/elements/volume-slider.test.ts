import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { inner, rendered, type ScriptedChat, scriptedChat, veto } from './scripted-chat.test-support.js';
import type { VolumeSlider } from './volume-slider.js';
import './volume-slider.js';

let at: ScriptedChat;
let element: VolumeSlider;

beforeEach(async () => {
  at = await scriptedChat(html`<volume-slider></volume-slider>`);
  element = at.chat.querySelector('volume-slider') as VolumeSlider;
});

const slider = (host: Element = element) => inner<HTMLInputElement>(host, 'input');
const mute = () => inner(element);
const volume = () => at.chat.session.state.volume;

async function slide(value: number, host: Element = element) {
  slider(host).value = String(value);
  slider(host).dispatchEvent(new Event('input', { bubbles: true }));
  await rendered();
}

describe('<volume-slider>', () => {
  it('is accessible, silenced and not', async () => {
    await expect(element).to.be.accessible();
    at.chat.session.setVolume(0);
    await rendered();
    await expect(element).to.be.accessible();
  });

  it('goes by one percent with the keys, and says how far', async () => {
    slider().focus();
    await sendKeys({ press: 'ArrowLeft' });
    await sendKeys({ press: 'ArrowLeft' });
    await rendered();
    expect(volume()).to.equal(0.98);
    expect(slider().getAttribute('aria-valuetext')).to.equal('98%');
    await sendKeys({ press: 'Home' });
    await rendered();
    expect(volume()).to.equal(0);
  });

  it('silences by its button, and comes back to where it was', async () => {
    await slide(40);
    mute().click();
    await rendered();
    expect([volume(), slider().value, mute().getAttribute('aria-pressed')]).to.deep.equal([0, '0', 'true']);
    mute().click();
    await rendered();
    expect([volume(), slider().value, mute().getAttribute('aria-pressed')]).to.deep.equal([
      0.4,
      '40',
      'false',
    ]);
  });

  it('comes back to all when it was slid to nothing from there', async () => {
    await slide(0);
    mute().click();
    expect(volume()).to.equal(1);
  });

  it('tells the page what is wanted, and goes back when that is prevented', async () => {
    const wanted: number[] = [];
    element.addEventListener('realtime-volume-request', () => wanted.push(element.value));
    veto(at.chat, 'volume');
    await slide(30);
    mute().click();
    await rendered();
    expect(wanted).to.deep.equal([0.3, 0]);
    expect([volume(), slider().value, element.value]).to.deep.equal([1, '100', 1]);
  });

  it('follows what a program sets', async () => {
    at.chat.session.setVolume(0.25);
    await rendered();
    expect([slider().value, element.value]).to.deep.equal(['25', 0.25]);
  });

  it('belongs to the chat that it names, and stays where it is without one', async () => {
    const far = await fixture<VolumeSlider>(html`<volume-slider for="chat"></volume-slider>`);
    const alone = await fixture<VolumeSlider>(html`<volume-slider></volume-slider>`);
    await slide(70, alone);
    expect([volume(), slider(alone).value]).to.deep.equal([1, '100']);
    await slide(70, far);
    expect([volume(), slider().value]).to.deep.equal([0.7, '70']);
  });
});
