import { expect, waitUntil } from '@open-wc/testing';
import { CameraPicture } from './camera-picture.js';
import { camera } from './recordable-call.test-support.js';

let picture: CameraPicture;
let stream: MediaStream | null;
afterEach(() => picture.close());

/** What is seen in the middle of the track right now. */
function watch(): () => string {
  const video = Object.assign(document.createElement('video'), { muted: true, autoplay: true });
  video.srcObject = new MediaStream([picture.track]);
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
  return () => {
    if (!video.videoWidth) return 'nothing';
    context.drawImage(video, video.videoWidth / 2, video.videoHeight / 2, 1, 1, 0, 0, 1, 1);
    const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
    return `${red! > 128 ? 'red' : ''}${green! > 128 ? 'green' : ''}${blue! > 128 ? 'blue' : ''}` || 'black';
  };
}

describe('CameraPicture', () => {
  it('is black while there is no camera, and shows the one that is there now, in one track', async () => {
    stream = null;
    picture = new CameraPicture(() => stream);
    const seen = watch();
    await waitUntil(() => seen() === 'black');
    expect(picture.seen).to.equal(false);
    stream = camera('lime');
    await waitUntil(() => seen() === 'green');
    expect(picture.seen).to.equal(true);
    stream = camera('blue');
    await waitUntil(() => seen() === 'blue');
    stream = null;
    await waitUntil(() => seen() === 'black');
    expect(picture.track.readyState).to.equal('live');
  });

  it('has the shape of the camera that is there at first', () => {
    stream = camera('lime', 240, 320);
    picture = new CameraPicture(() => stream);
    const { width, height } = picture.track.getSettings();
    expect([width, height]).to.deep.equal([240, 320]);
  });

  it('scales large pictures down', () => {
    stream = camera('lime', 1920, 1080);
    picture = new CameraPicture(() => stream);
    const { width, height } = picture.track.getSettings();
    expect([width, height]).to.deep.equal([960, 540]);
  });

  it('leaves the camera running when it is over', () => {
    stream = camera('lime');
    picture = new CameraPicture(() => stream);
    picture.close();
    expect(stream.getTracks()[0]!.readyState).to.equal('live');
    expect(picture.track.readyState).to.equal('ended');
  });
});
