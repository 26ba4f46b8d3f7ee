/*
 * Stories need no microphone, camera or loudspeaker: this page's are pretended. Their streams are real ones, so that
 * all behind them is what it is in a user's page.
 */
import { fakeMicrophone } from '../../src/testing/index.js';

export type Permission = 'granted' | 'denied' | 'asking';

let permission: Permission = 'granted';

/** While `act` runs, the browser answers a request for the microphone or the camera like this. */
export function withPermission<T>(answer: Permission, act: () => T): T {
  const before = permission;
  permission = answer;
  const result = act();
  permission = before;
  return result;
}

const device = (kind: MediaDeviceKind, deviceId: string, label: string): MediaDeviceInfo => {
  const info = { kind, deviceId, label, groupId: '' };
  return { ...info, toJSON: () => info };
};

const DEVICES = [
  device('audioinput', 'microphone-1', 'Laptop microphone'),
  device('audioinput', 'microphone-2', 'Headset microphone'),
  device('audiooutput', 'loudspeaker-1', 'Laptop loudspeakers'),
  device('audiooutput', 'loudspeaker-2', 'Headset'),
  device('videoinput', 'camera-1', 'Laptop camera'),
  device('videoinput', 'camera-2', 'Desk camera'),
];

/** Puts pretended devices in place of the browser's. */
export function pretendDevices(): void {
  const { mediaDevices } = navigator;
  // Without https or localhost there are none to replace.
  if (!mediaDevices) return;
  fakeMicrophone();
  const murmur = mediaDevices.getUserMedia.bind(mediaDevices);
  const open = async ({ audio, video }: MediaStreamConstraints = {}) => {
    if (permission === 'asking') return new Promise<MediaStream>(() => {});
    if (permission === 'denied') throw new DOMException('Permission denied', 'NotAllowedError');
    const stream = audio ? await murmur({ audio }) : new MediaStream();
    if (video) stream.addTrack(picture());
    return stream;
  };
  Object.defineProperty(mediaDevices, 'getUserMedia', { value: open });
  mediaDevices.enumerateDevices = () => Promise.resolve(DEVICES);
}

/** Sounds like somebody talking, to a level meter. */
export function murmur(context: AudioContext): AudioNode {
  const voice = new OscillatorNode(context, { type: 'sawtooth', frequency: 140 });
  const syllables = new OscillatorNode(context, { frequency: 4 });
  const loudness = new GainNode(context, { gain: 0.1 });
  syllables.connect(new GainNode(context, { gain: 0.1 })).connect(loudness.gain);
  voice.start();
  syllables.start();
  return voice.connect(loudness);
}

/** A still picture: a window, and a desk with a screen. */
function picture(): MediaStreamTrack {
  const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 });
  const pen = canvas.getContext('2d') as CanvasRenderingContext2D;
  const shapes: [colour: string, x: number, y: number, width: number, height: number][] = [
    ['#d9e2ec', 0, 0, 640, 360],
    ['#9fb3c8', 60, 40, 200, 150],
    ['#f0f4f8', 70, 50, 86, 130],
    ['#f0f4f8', 164, 50, 86, 130],
    ['#b08968', 0, 280, 640, 80],
    ['#486581', 340, 110, 220, 130],
    ['#243b53', 430, 240, 40, 40],
  ];
  const draw = () => {
    for (const [colour, ...rectangle] of shapes) {
      pen.fillStyle = colour;
      pen.fillRect(...rectangle);
    }
  };
  const [track] = canvas.captureStream().getVideoTracks() as [MediaStreamTrack];
  draw();
  // A canvas that is never painted again gives a late viewer no picture.
  const timer = setInterval(() => (track.readyState === 'ended' ? clearInterval(timer) : draw()), 200);
  return track;
}
