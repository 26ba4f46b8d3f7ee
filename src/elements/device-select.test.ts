import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { lookAtDevices } from '../audio/devices.js';
import type { DeviceSelect } from './device-select.js';
import './device-select.js';
import { inner, rendered, type ScriptedChat, scriptedChat, veto } from './scripted-chat.test-support.js';

/** Puts a fake in the place of a property of an object for the rest of the test. */
const undo: (() => void)[] = [];
function fake(target: object, name: string, value: unknown): void {
  const own = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { value, configurable: true });
  undo.push(() => (own ? Object.defineProperty(target, name, own) : Reflect.deleteProperty(target, name)));
}
const device = (deviceId: string, label: string, kind: MediaDeviceKind = 'audioinput') => ({
  deviceId,
  label,
  kind,
});
async function fakeDevices(...devices: object[]) {
  fake(navigator.mediaDevices, 'enumerateDevices', () => Promise.resolve(devices));
  await lookAtDevices();
  await rendered();
}

let at: ScriptedChat;
let element: DeviceSelect;

async function show(kind: MediaDeviceKind = 'audioinput', remember = false) {
  at = await scriptedChat(html`<device-select kind=${kind} ?remember=${remember}></device-select>`);
  element = at.chat.querySelector('device-select') as DeviceSelect;
  await lookAtDevices();
  await rendered();
}

const select = (host: Element = element) => inner<HTMLSelectElement>(host, 'select');
const words = () => [...select().options].map(({ text }) => text);
const used = (kind: MediaDeviceKind = 'audioinput') => at.chat.session.state.devices[kind];

async function choose(text: string) {
  const option = [...select().options].find((one) => one.text === text) as HTMLOptionElement;
  select().value = option.value;
  select().dispatchEvent(new Event('change', { bubbles: true }));
  const { value } = select();
  await rendered();
  return value;
}

describe('<device-select>', () => {
  afterEach(() => {
    for (const restore of undo.splice(0).reverse()) restore();
    localStorage.clear();
  });

  for (const kind of ['audioinput', 'audiooutput', 'videoinput'] as const) {
    it(`lists each ${kind} after the system's default, and is accessible`, async () => {
      await show(kind);
      const devices = (await navigator.mediaDevices.enumerateDevices()).filter(
        (one) => one.kind === kind && one.deviceId !== 'default',
      );
      expect(words()).to.deep.equal(['System default', ...devices.map(({ label }) => label)]);
      expect(words()).to.have.length.above(1);
      await expect(element).to.be.accessible();
    });
  }

  it('asks, and uses what was chosen', async () => {
    await show();
    await fakeDevices(device('a', 'Headset'), device('b', 'Built-in'));
    const asked: unknown[] = [];
    at.chat.addEventListener('realtime-device-request', (event) => {
      const { kind, deviceId } = event;
      asked.push([kind, deviceId, used()]);
    });
    await choose('Built-in');
    expect(asked).to.deep.equal([['audioinput', 'b', '']]);
    await waitUntil(() => used() === 'b' && select().value === 'b');
    await choose('System default');
    await waitUntil(() => used() === '' && select().value === '');
  });

  it('stays with what is used when the page prevents it', async () => {
    await show();
    await fakeDevices(device('a', 'Headset'));
    veto(at.chat, 'device');
    await choose('Headset');
    expect([used(), select().value]).to.deep.equal(['', '']);
  });

  it('shows the device really used when the one that was chosen fails', async () => {
    await show();
    await at.chat.session.startTurn();
    await fakeDevices(device('no-such-device', 'Broken'));
    await choose('Broken');
    await waitUntil(() => at.chat.session.state.error);
    await rendered();
    expect([used(), select().value]).to.deep.equal(['', '']);
    expect(at.chat.session.state.recording).to.equal(true);
  });

  it('shows what a program chose, known to the browser or not', async () => {
    await show();
    await fakeDevices(device('a', 'Headset'));
    await at.chat.session.useDevice('audioinput', 'a');
    await rendered();
    expect(select().selectedOptions[0]?.text).to.equal('Headset');
    await at.chat.session.useDevice('audioinput', 'secret');
    await rendered();
    expect(select().selectedOptions[0]?.text).to.equal('Microphone 2');
  });

  it('follows what is plugged in and out, and numbers what has no name', async () => {
    await show('videoinput');
    await fakeDevices(device('a', 'Front', 'videoinput'), device('b', '', 'videoinput'), device('c', 'Mic'));
    expect(words()).to.deep.equal(['System default', 'Front', 'Camera 2']);
    await fakeDevices(device('b', '', 'videoinput'));
    expect(words()).to.deep.equal(['System default', 'Camera 1']);
  });

  it('learns the names when the microphone is opened', async () => {
    await show();
    await fakeDevices();
    expect(inner(element, '#hint').textContent).to.contain('once access is allowed');
    await expect(element).to.be.accessible();
    fake(navigator.mediaDevices, 'enumerateDevices', () => Promise.resolve([device('a', 'Headset')]));
    await at.chat.session.startTurn();
    await waitUntil(() => words().includes('Headset'));
    await rendered();
    expect(inner(element, '#hint')).to.equal(null);
  });

  it('explains itself where the browser cannot choose the loudspeaker', async () => {
    for (const { prototype } of [HTMLMediaElement, AudioContext]) {
      const own = Object.getOwnPropertyDescriptor(prototype, 'setSinkId') as PropertyDescriptor;
      Reflect.deleteProperty(prototype, 'setSinkId');
      undo.push(() => Object.defineProperty(prototype, 'setSinkId', own));
    }
    await show('audiooutput');
    expect(select().disabled).to.equal(true);
    const hint = inner(element, `#${select().getAttribute('aria-describedby')}`);
    expect(hint.textContent).to.contain('leaves the choice to the system');
    await show('audioinput');
    expect(select().disabled).to.equal(false);
  });

  describe('with remember', () => {
    const devices = [device('a', 'Headset'), device('b', 'Built-in')];

    beforeEach(async () => {
      await fakeDevices(...devices);
      await show('audioinput', true);
    });

    /** What choosing needs is loaded only then, so nobody knows when it is done. */
    const isRemembered = (whether = true) => waitUntil(() => whether === localStorage.length > 0);

    it('uses on the next visit what was chosen on this one', async () => {
      await choose('Built-in');
      await isRemembered();
      await show('audioinput');
      expect(used()).to.equal('', 'without remember');
      await show('audioinput', true);
      await waitUntil(() => used() === 'b' && select().value === 'b');
    });

    it('forgets when the default is chosen', async () => {
      await choose('Built-in');
      await isRemembered();
      await choose('System default');
      await isRemembered(false);
      await show('audioinput', true);
      expect(used()).to.equal('');
    });

    it('remembers nothing that could not be used', async () => {
      await at.chat.session.startTurn();
      await choose('Headset');
      await waitUntil(() => at.chat.session.state.error);
      await show('audioinput', true);
      expect(used()).to.equal('');
    });

    it('goes back to it when it is plugged in again, and tries only once', async () => {
      await choose('Built-in');
      await isRemembered();
      await show('audioinput', true);
      await waitUntil(() => used() === 'b');
      await fakeDevices(device('a', 'Headset'));
      await at.chat.session.useDevice('audioinput', '');
      await rendered();
      expect(used()).to.equal('');
      await fakeDevices(...devices);
      await waitUntil(() => used() === 'b');
      await at.chat.session.useDevice('audioinput', ''); // as after a failure
      await rendered();
      expect(used()).to.equal('');
    });
  });

  it('chooses for the chat that it names, and does nothing without one', async () => {
    await show();
    await fakeDevices(device('a', 'Headset'));
    const far = await fixture<DeviceSelect>(html`<device-select for="chat"></device-select>`);
    const alone = await fixture<DeviceSelect>(html`<device-select></device-select>`);
    await rendered();
    element = alone;
    await choose('Headset');
    expect([used(), select().value]).to.deep.equal(['', '']);
    element = far;
    await choose('Headset');
    await waitUntil(() => used() === 'a' && select().value === 'a');
  });
});
