import { expect } from '@open-wc/testing';
import { stopStream } from '../audio/microphone.js';
import { RealtimeError } from '../protocol/realtime-error.js';
import { openCamera } from './camera.js';

const { mediaDevices } = navigator;

async function failure(promise: Promise<unknown>): Promise<RealtimeError> {
  const error = await promise.catch((reason: unknown) => reason);
  expect(error).to.be.instanceOf(RealtimeError);
  return error as RealtimeError;
}

describe('openCamera', () => {
  afterEach(() => {
    Reflect.deleteProperty(mediaDevices, 'getUserMedia');
  });

  it('opens the (fake) camera and no microphone', async () => {
    const stream = await openCamera();
    const [track, ...others] = stream.getTracks();
    expect(others).to.deep.equal([]);
    expect(track?.kind).to.equal('video');
    expect(track?.getSettings()).to.include({ width: 1280, height: 720 });
    stopStream(stream);
  });

  it('opens the one that was chosen', async () => {
    const devices = await mediaDevices.enumerateDevices();
    const { deviceId } = devices.find(({ kind }) => kind === 'videoinput') as MediaDeviceInfo;
    const stream = await openCamera(deviceId);
    expect(stream.getTracks()[0]?.getSettings().deviceId).to.equal(deviceId);
    stopStream(stream);
  });

  it('asks the browser inside the click, not a microtask later', () => {
    let asked = false;
    mediaDevices.getUserMedia = () => {
      asked = true;
      return Promise.resolve(new MediaStream());
    };
    void openCamera();
    expect(asked).to.equal(true);
  });

  for (const [name, code, advice] of [
    ['NotAllowedError', 'camera-denied', 'site settings'],
    ['NotFoundError', 'camera-missing', 'connect one'],
    ['NotReadableError', 'camera-in-use', 'another program'],
    ['AbortError', 'camera-failed', 'check'],
  ] as const) {
    it(`says ${code} with advice when the browser answers ${name} (fake)`, async () => {
      mediaDevices.getUserMedia = () => Promise.reject(new DOMException('refused by the test', name));
      const error = await failure(openCamera());
      expect(error.code).to.equal(code);
      expect(error.message).to.contain('camera').and.contain(advice);
    });
  }

  it('says camera-missing for a device that is not there (real)', async () => {
    expect((await failure(openCamera('no-such-device'))).code).to.equal('camera-missing');
  });
});
