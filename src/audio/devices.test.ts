import { expect, waitUntil } from '@open-wc/testing';
import { devicesOf, lookAtDevices, rememberDevice, rememberedDevice, watchDevices } from './devices.js';
import { openMicrophone, stopStream } from './microphone.js';

/** Puts a fake in the place of a property of an object for the rest of the test. */
const undo: (() => void)[] = [];
function fake(target: object, name: string, descriptor: PropertyDescriptor): void {
  Object.defineProperty(target, name, { ...descriptor, configurable: true });
  undo.push(() => Reflect.deleteProperty(target, name));
}

const device = (deviceId: string, label: string, kind: MediaDeviceKind = 'audioinput') =>
  ({ deviceId, label, kind, groupId: '' }) as MediaDeviceInfo;

let looks: number;
function fakeDevices(...devices: MediaDeviceInfo[]): void {
  looks = 0;
  const value = async () => {
    looks++;
    return devices;
  };
  fake(navigator.mediaDevices, 'enumerateDevices', { value });
}

const watch = (changed: () => void = () => {}) => undo.push(watchDevices(changed));
const ids = (kind: MediaDeviceKind = 'audioinput') => devicesOf(kind).map(({ deviceId }) => deviceId);

describe('devices', () => {
  afterEach(() => {
    for (const restore of undo.splice(0)) restore();
    localStorage.clear();
  });

  it('are told by kind, with labels once one was opened (real)', async () => {
    stopStream(await openMicrophone());
    await lookAtDevices();
    expect(devicesOf('audioinput').map(({ label }) => label)).to.include('Fake Audio Input 1');
    expect(devicesOf('audiooutput').map(({ label }) => label)).to.include('Fake Audio Output 1');
    expect(devicesOf('videoinput')).to.have.length.above(0);
    expect(devicesOf('videoinput').every(({ kind }) => kind === 'videoinput')).to.equal(true);
  });

  it('are without what cannot be chosen: no id yet, or another name for the default', async () => {
    fakeDevices(
      device('', ''),
      device('default', 'Default'),
      device('communications', 'C'),
      device('a', 'A'),
    );
    await lookAtDevices();
    expect(ids()).to.deep.equal(['a']);
  });

  it('are looked at once for all watchers when one is plugged in or out', async () => {
    fakeDevices(device('a', 'A'));
    const told: string[] = [];
    watch(() => told.push('first'));
    watch(() => told.push('second'));
    await lookAtDevices();
    told.length = looks = 0;
    fakeDevices(device('a', 'A'), device('b', 'B'));
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    await waitUntil(() => told.length > 0);
    expect(looks).to.equal(1);
    expect(told).to.deep.equal(['first', 'second']);
    expect(ids()).to.deep.equal(['a', 'b']);
  });

  it('are those of the last look, whichever ends first', async () => {
    fakeDevices(device('new', ''));
    const { enumerateDevices } = navigator.mediaDevices;
    let answer = (_: MediaDeviceInfo[]) => {};
    fake(navigator.mediaDevices, 'enumerateDevices', {
      value: () => new Promise((resolve) => (answer = resolve)),
    });
    const slow = lookAtDevices();
    fake(navigator.mediaDevices, 'enumerateDevices', { value: enumerateDevices });
    await lookAtDevices();
    answer([device('old', '')]);
    await slow;
    expect(ids()).to.deep.equal(['new']);
  });

  it('are not looked at for those who watch no more', async () => {
    fakeDevices();
    watch();
    undo.pop()?.();
    await lookAtDevices();
    looks = 0;
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    expect(looks).to.equal(0);
  });

  it('are none where the browser offers none, or refuses to tell', async () => {
    fake(navigator.mediaDevices, 'enumerateDevices', { value: () => Promise.reject(new Error('no')) });
    await lookAtDevices();
    expect(ids()).to.deep.equal([]);
    fake(navigator, 'mediaDevices', { value: undefined });
    watch();
    await lookAtDevices();
    expect(ids()).to.deep.equal([]);
  });

  describe('remembered', () => {
    beforeEach(async () => {
      fakeDevices(device('a', 'Headset'), device('b', 'Built-in'), device('c', 'Camera', 'videoinput'));
      await lookAtDevices();
    });

    it('is one for each kind', () => {
      rememberDevice('audioinput', devicesOf('audioinput')[1]);
      rememberDevice('videoinput', devicesOf('videoinput')[0]);
      expect(rememberedDevice('audioinput')?.deviceId).to.equal('b');
      expect(rememberedDevice('videoinput')?.deviceId).to.equal('c');
      expect(rememberedDevice('audiooutput')).to.equal(undefined);
      rememberDevice('audioinput', undefined);
      expect(rememberedDevice('audioinput')).to.equal(undefined);
    });

    it('is found by its label after the browser has given it another id', async () => {
      rememberDevice('audioinput', devicesOf('audioinput')[0]);
      fakeDevices(device('x', 'Built-in'), device('y', 'Headset'));
      await lookAtDevices();
      expect(rememberedDevice('audioinput')?.deviceId).to.equal('y');
    });

    it('is not confused with another one that has no label either', async () => {
      rememberDevice('audioinput', device('a', ''));
      fakeDevices(device('x', ''));
      await lookAtDevices();
      expect(rememberedDevice('audioinput')).to.equal(undefined);
    });

    it('is nothing where storage is blocked, or holds what is not ours', () => {
      localStorage.setItem('realtime-device-audioinput', '{"a":1}');
      expect(rememberedDevice('audioinput')).to.equal(undefined);
      const get = () => {
        throw new DOMException('blocked by the test', 'SecurityError');
      };
      const own = Object.getOwnPropertyDescriptor(window, 'localStorage') as PropertyDescriptor;
      Object.defineProperty(window, 'localStorage', { get, configurable: true });
      rememberDevice('audioinput', devicesOf('audioinput')[0]);
      expect(rememberedDevice('audioinput')).to.equal(undefined);
      Object.defineProperty(window, 'localStorage', own);
    });
  });
});
