import { expect } from '@open-wc/testing';
import { RealtimeError } from '../protocol/realtime-error.js';
import { openMicrophone, stopStream } from './microphone.js';

/** Puts a fake in the place of a property of an object for the rest of the test. */
const undo: (() => void)[] = [];
function fake(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true });
  undo.push(() => Reflect.deleteProperty(target, name));
}

async function failure(promise: Promise<unknown>): Promise<RealtimeError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).to.be.instanceOf(RealtimeError);
  return error as RealtimeError;
}

/** A fake: the browser refuses with this DOMException. */
function refuseWith(name: string): DOMException {
  const refusal = new DOMException('refused by the test', name);
  fake(navigator.mediaDevices, 'getUserMedia', () => Promise.reject(refusal));
  return refusal;
}

describe('openMicrophone', () => {
  afterEach(() => undo.splice(0).forEach((restore) => restore()));

  it('opens the (fake) device as mono with echo cancellation, noise suppression and gain control', async () => {
    const stream = await openMicrophone();
    const [track, ...others] = stream.getTracks();
    expect(others).to.deep.equal([]);
    expect(track!.kind).to.equal('audio');
    expect(track!.getConstraints()).to.deep.equal({
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
      channelCount: 1,
    });
    expect(track!.getSettings()).to.include({ echoCancellation: true });
    stopStream(stream);
    expect(track!.readyState).to.equal('ended');
  });

  it('asks the browser inside the click, not a microtask later', () => {
    let asked = false;
    fake(navigator.mediaDevices, 'getUserMedia', () => {
      asked = true;
      return Promise.resolve(new MediaStream());
    });
    openMicrophone().catch(() => {}); // a stream without a track is no microphone
    expect(asked).to.equal(true);
  });

  for (const [name, code, advice] of [
    ['NotAllowedError', 'microphone-denied', 'site settings'],
    ['SecurityError', 'microphone-denied', 'site settings'],
    ['NotFoundError', 'microphone-missing', 'connect one'],
    ['OverconstrainedError', 'microphone-missing', 'connect one'],
    ['NotReadableError', 'microphone-in-use', 'another program'],
    ['AbortError', 'microphone-failed', 'check'],
  ] as const) {
    it(`says ${code} with advice when the browser answers ${name} (fake)`, async () => {
      const refusal = refuseWith(name);
      const error = await failure(openMicrophone());
      expect(error.code).to.equal(code);
      expect(error.message).to.contain(advice);
      expect(error.cause).to.equal(refusal);
    });
  }

  it('says microphone-missing for a device that is not there (real)', async () => {
    const error = await failure(openMicrophone('no-such-device'));
    expect(error.code).to.equal('microphone-missing');
  });

  it('tells a page in a frame that the frame needs allow="microphone" (real)', async () => {
    const answer = new Promise<{ code: string; message: string }>((resolve) =>
      addEventListener('message', ({ data }) => resolve(data), { once: true }),
    );
    const frame = document.createElement('iframe');
    frame.allow = "microphone 'none'";
    frame.srcdoc = `<script type="module">
      import { openMicrophone } from '${new URL('./microphone.ts', import.meta.url).href}';
      openMicrophone().catch(({ code, message }) => parent.postMessage({ code, message }, '*'));
    </script>`;
    document.body.append(frame);
    const { code, message } = await answer;
    frame.remove();
    expect(code).to.equal('microphone-denied');
    expect(message).to.contain('allow="microphone"');
  });

  it('says insecure-context where the browser offers no devices (fake)', async () => {
    fake(navigator, 'mediaDevices', undefined);
    const error = await failure(openMicrophone());
    expect(error.code).to.equal('insecure-context');
    expect(error.message).to.contain('https');
  });
});
