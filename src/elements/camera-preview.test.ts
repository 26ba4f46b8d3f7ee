import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import type { CameraPreview } from './camera-preview.js';
import './camera-preview.js';
import { inner, rendered, type ScriptedChat, scriptedChat, veto } from './scripted-chat.test-support.js';

/** All that the browser was asked for and gave; it refuses cameras with `refusal`. */
const { mediaDevices } = navigator;
const streams: MediaStream[] = [];
let asked: MediaStreamConstraints[];
let refusal: string | null;
const live = () =>
  streams.flatMap((stream) => stream.getVideoTracks()).filter((track) => track.readyState === 'live');

let at: ScriptedChat;
let preview: CameraPreview;
let errors: string[];

const button = (name: string) => inner(preview, `[part~=${name}]`);
const text = (part: string) => inner(preview, `[part=${part}]`)?.textContent?.trim();
const video = () => inner<HTMLVideoElement>(preview, 'video');
const sent = () => at.transport.sent.filter(({ type }) => type === 'conversation.item.create');

async function turnOn() {
  button('toggle').click();
  await waitUntil(() => preview.stream && video()?.videoWidth);
}

beforeEach(async () => {
  asked = [];
  errors = [];
  refusal = null;
  mediaDevices.getUserMedia = async (constraints = {}) => {
    asked.push(constraints);
    if (constraints.video && refusal) throw new DOMException('refused by the test', refusal);
    const stream = await MediaDevices.prototype.getUserMedia.call(mediaDevices, constraints);
    streams.push(stream);
    return stream;
  };
  at = await scriptedChat(html`<camera-preview></camera-preview>`);
  preview = at.chat.querySelector('camera-preview') as CameraPreview;
  at.chat.addEventListener('realtime-error', (event) => errors.push(event.error.code));
});

afterEach(() => {
  preview.stop();
  Reflect.deleteProperty(mediaDevices, 'getUserMedia');
  for (const stream of streams.splice(0)) for (const track of stream.getTracks()) track.stop();
});

describe('<camera-preview>', () => {
  it('is accessible, off, on, and after a picture was sent', async () => {
    await expect(preview).to.be.accessible();
    await turnOn();
    await expect(preview).to.be.accessible();
    await preview.sendFrame();
    await expect(preview).to.be.accessible();
  });

  it('opens the camera when its button is pressed, not before, and closes it with another press', async () => {
    expect([asked.length, preview.dataset.state, preview.stream]).to.deep.equal([0, 'off', null]);
    let changes = 0;
    at.chat.addEventListener('realtime-camera-change', () => changes++);
    await turnOn();
    expect(asked).to.have.length(1);
    expect(asked[0]).not.to.have.property('audio');
    expect([preview.dataset.state, changes, live().length]).to.deep.equal(['on', 1, 1]);
    expect(video().srcObject).to.equal(preview.stream);
    expect(at.chat.session.camera).to.equal(preview.stream);
    expect(at.chat.session.state.camera).to.equal(true);
    button('toggle').click();
    await rendered();
    expect([preview.dataset.state, changes, live().length]).to.deep.equal(['off', 2, 0]);
    expect([video(), at.chat.session.camera, at.chat.session.state.camera]).to.deep.equal([
      null,
      null,
      false,
    ]);
  });

  it('asks the page first', async () => {
    veto(at.chat, 'camera');
    button('toggle').click();
    await rendered();
    expect([asked.length, preview.dataset.state]).to.deep.equal([0, 'off']);
  });

  it('takes the press back while the browser is still asking', async () => {
    let answer = () => {};
    const { getUserMedia } = mediaDevices;
    mediaDevices.getUserMedia = async (constraints) => {
      await new Promise<void>((resolve) => (answer = resolve));
      return getUserMedia(constraints);
    };
    button('toggle').click();
    await rendered();
    expect(preview.dataset.state).to.equal('opening');
    button('toggle').click();
    await rendered();
    expect(preview.dataset.state).to.equal('off');
    answer();
    await waitUntil(() => streams.length > 0);
    await waitUntil(() => live().length === 0);
    expect([preview.stream, at.chat.session.camera]).to.deep.equal([null, null]);
  });

  it('shows a mirror, unless told not to', async () => {
    await turnOn();
    expect(getComputedStyle(video()).scale).to.equal('-1 1');
    preview.noMirror = true;
    await rendered();
    expect(getComputedStyle(video()).scale).to.equal('none');
  });

  it('goes on while it is moved, and stops when it is removed', async () => {
    await turnOn();
    const { stream } = preview;
    const place = document.createElement('div');
    at.chat.append(place);
    place.append(preview);
    await rendered();
    expect([preview.stream, live().length, at.chat.session.camera]).to.deep.equal([stream, 1, stream]);
    preview.remove();
    await rendered();
    expect([preview.stream, live().length, at.chat.session.camera]).to.deep.equal([null, 0, null]);
  });

  it('belongs to the chat into which it is moved', async () => {
    await turnOn();
    const { chat: before } = at;
    at = await scriptedChat(html``);
    at.chat.append(preview);
    await rendered();
    expect(before.session.camera).to.equal(null);
    expect(at.chat.session.camera).to.equal(preview.stream);
    expect(live()).to.have.length(1);
  });

  it('leaves a camera alone that the page made known', async () => {
    const own = new MediaStream();
    at.chat.session.setCamera(own);
    await rendered();
    preview.requestUpdate();
    await rendered();
    expect(at.chat.session.camera).to.equal(own);
  });

  describe('shows the assistant', () => {
    it('one picture when its button is pressed, and says so', async () => {
      await turnOn();
      expect([sent().length, text('status')]).to.deep.equal([0, '']);
      button('show').click();
      await waitUntil(() => text('status')?.startsWith('Shown to the assistant at'));
      expect(sent()).to.have.length(1);
      const [{ item }] = sent() as never as [{ item: { content: { type: string; image_url: string }[] } }];
      const [part, ...others] = item.content;
      expect(others).to.deep.equal([]);
      expect(part?.type).to.equal('input_image');
      expect(part?.image_url).to.match(/^data:image\/jpeg;base64,/);
      expect(inner<HTMLImageElement>(preview, '[part=sent]').src).to.equal(part?.image_url);
      const { width, height } = await createImageBitmap(
        await (await fetch(part?.image_url as string)).blob(),
      );
      expect([width, height]).to.deep.equal([1024, 576]);
      expect(at.chat.session.state.turns.length + at.transport.sent.length).to.be.above(1);
    });

    it('what a program says of it', async () => {
      await turnOn();
      expect(await preview.sendFrame('What is this?')).to.equal(true);
      expect(JSON.stringify(sent()[0])).to.contain('What is this?');
    });

    it('nothing when the page prevents it, or while the camera is off', async () => {
      expect(await preview.sendFrame()).to.equal(false);
      veto(at.chat, 'show');
      await turnOn();
      button('show').click();
      await rendered();
      expect([sent().length, text('status')]).to.deep.equal([0, '']);
    });

    it('nothing that it says was shown, when there is no connection to be had', async () => {
      at.chat.getToken = () => Promise.reject(new Error('no token'));
      at.chat.createTransport = () => {
        throw new Error('no sound');
      };
      await turnOn();
      expect(await preview.sendFrame()).to.equal(false);
      await rendered();
      expect([text('status'), inner(preview, '[part=sent]')]).to.deep.equal(['', null]);
    });

    it('no picture any more once the camera is off', async () => {
      await turnOn();
      await preview.sendFrame();
      button('toggle').click();
      await rendered();
      expect([text('status'), inner(preview, '[part=sent]')]).to.deep.equal(['', null]);
    });
  });

  describe('when the camera cannot be had', () => {
    for (const [name, code, advice] of [
      ['NotAllowedError', 'camera-denied', 'allow it'],
      ['NotFoundError', 'camera-missing', 'connect one'],
      ['NotReadableError', 'camera-in-use', 'another program'],
      ['AbortError', 'camera-failed', 'check'],
    ] as const) {
      it(`says ${code} once, and can be tried again`, async () => {
        refusal = name;
        const told = oneEvent(at.chat, 'realtime-error');
        button('toggle').click();
        await told;
        await rendered();
        expect(errors).to.deep.equal([code]);
        expect(text('error')).to.contain(advice);
        expect(preview.dataset.state).to.equal('off');
        refusal = null;
        await turnOn();
        expect(text('error')).to.equal('');
      });
    }

    it('the microphone goes on, and the other way round', async () => {
      refusal = 'NotAllowedError';
      await at.chat.session.startTurn();
      button('toggle').click();
      await waitUntil(() => errors.length > 0);
      expect(at.chat.session.state.recording).to.equal(true);
      expect(at.chat.session.state.error).to.equal(null);
      at.chat.session.disconnect();
      refusal = null;
      const { getUserMedia } = mediaDevices;
      mediaDevices.getUserMedia = (constraints) =>
        constraints?.audio
          ? Promise.reject(new DOMException('refused by the test', 'NotAllowedError'))
          : getUserMedia(constraints);
      await turnOn();
      await at.chat.session.startTurn();
      expect(at.chat.session.state.error?.code).to.equal('microphone-denied');
      expect([preview.dataset.state, live().length]).to.deep.equal(['on', 1]);
    });
  });

  describe('with several cameras', () => {
    const chosen = () => at.chat.session.state.devices.videoinput;
    const idOf = async () =>
      (await mediaDevices.enumerateDevices()).find(({ kind }) => kind === 'videoinput')?.deviceId as string;

    it('goes on with the one that is chosen, and lets the one before go', async () => {
      await turnOn();
      const before = preview.stream;
      const id = await idOf();
      await at.chat.session.useDevice('videoinput', id);
      await waitUntil(() => preview.stream && preview.stream !== before);
      expect(before?.active).to.equal(false);
      expect(live()).to.have.length(1);
      expect(asked.at(-1)?.video).to.deep.include({ deviceId: { exact: id } });
      expect(at.chat.session.camera).to.equal(preview.stream);
    });

    it('goes back to the one before when the new one fails, and says so', async () => {
      await turnOn();
      const id = await idOf();
      await at.chat.session.useDevice('videoinput', id);
      await waitUntil(() => asked.length === 2 && preview.stream);
      await at.chat.session.useDevice('videoinput', 'no-such-device');
      await waitUntil(() => asked.length === 4 && preview.stream);
      expect(chosen()).to.equal(id);
      expect(asked.at(-1)?.video).to.deep.include({ deviceId: { exact: id } });
      expect(errors).to.deep.equal(['camera-missing']);
      await rendered();
      expect([live().length, text('error')?.startsWith('No camera')]).to.deep.equal([1, true]);
    });

    it('opens none by choosing one', async () => {
      await at.chat.session.useDevice('videoinput', await idOf());
      await rendered();
      expect(asked).to.have.length(0);
    });

    /** A fake: cameras cannot be plugged out here. */
    const unplug = () => preview.stream?.getVideoTracks()[0]?.dispatchEvent(new Event('ended'));

    it('takes another when it is unplugged, and says so', async () => {
      await at.chat.session.useDevice('videoinput', await idOf());
      await turnOn();
      unplug();
      await waitUntil(() => errors.length > 0);
      await rendered();
      expect([errors, chosen(), live().length]).to.deep.equal([['camera-lost'], '', 1]);
      expect(text('error')).to.contain('another one');
      expect(at.chat.session.camera).to.equal(preview.stream);
    });

    it('is off when it is unplugged and there is no other, and says so once', async () => {
      await turnOn();
      refusal = 'NotFoundError';
      unplug();
      await waitUntil(() => errors.length > 0);
      await rendered();
      expect([errors, preview.dataset.state, live().length]).to.deep.equal([['camera-lost'], 'off', 0]);
      expect(text('error')).to.contain('Plug it in');
      expect(at.chat.session.state.camera).to.equal(false);
    });
  });

  it('works without a chat, but for sending', async () => {
    preview = await fixture<CameraPreview>(html`<camera-preview></camera-preview>`);
    await turnOn();
    expect(preview.dataset.state).to.equal('on');
    expect(await preview.sendFrame()).to.equal(false);
  });
});
