import { expect } from '@open-wc/testing';
import type { RealtimeErrorEvent } from '../session/session-events.js';
import type { Turn } from '../session/session-state.js';
import {
  camera,
  colourAt,
  heard,
  PITCHES,
  readFile,
  RecordableCall,
  wait,
} from './recordable-call.test-support.js';
import { Recorder, type RecorderOptions } from './recorder.js';
import type { RealtimeRecordingEvent, Take } from './take.js';

/** How exactly a time in a file must be that of the clock, ms: the machine may be busy. */
const NEAR_MS = 200;

let call: RecordableCall;
let recorder: Recorder;
let errors: string[];
let ended: Take[];

/** Records the call; returns the options, which may be changed. */
function record(options: Partial<RecorderOptions>) {
  const all = { mode: 'call', tracks: ['user', 'assistant'], separate: false, ...options } as {
    -readonly [name in keyof RecorderOptions]: RecorderOptions[name];
  };
  recorder = new Recorder(call, all);
  recorder.addEventListener('error', (event) => errors.push((event as RealtimeErrorEvent).error.code));
  const mine = ended;
  recorder.addEventListener('recording', (event) => mine.push((event as RealtimeRecordingEvent).take));
  return all;
}

async function takes(count: number): Promise<Take[]> {
  while (ended.length < count)
    await new Promise((next) => recorder.addEventListener('recording', next, { once: true }));
  return ended;
}

/** It lasts from one moment to another, ms since 1970. */
function expectSpan({ startedAt, duration }: Take, from: number, to: number): void {
  expect(startedAt).to.be.closeTo(from, NEAR_MS);
  expect(startedAt + duration).to.be.closeTo(to, NEAR_MS);
}

/** A turn's voice is in it when it was there. */
async function expectVoice(take: Take, turn: Turn): Promise<void> {
  const [from, to] = (await heard(take.blob, PITCHES[turn.role as 'user']))!;
  expect(take.startedAt + from).to.be.closeTo(turn.startedAt, NEAR_MS);
  expect(take.startedAt + to).to.be.closeTo(turn.endedAt!, NEAR_MS);
}

async function durationInPlayer(blob: Blob): Promise<number> {
  const media = document.createElement('audio');
  media.src = URL.createObjectURL(blob);
  await new Promise((resolve) => (media.onloadedmetadata = resolve));
  URL.revokeObjectURL(media.src);
  return media.duration * 1000;
}

before(() => import('./recording.js'));
beforeEach(() => {
  call = new RecordableCall();
  errors = [];
  ended = [];
});
afterEach(() => {
  call.hangUp();
  recorder.player.stop();
});

describe('Recorder', () => {
  it('records a call in one file, both voices at the times when they spoke', async () => {
    record({});
    await call.connect();
    const startedAt = Date.now();
    await wait(300);
    const user = await call.speak('user', 500);
    await wait(200);
    const assistant = await call.speak('assistant', 500);
    await wait(300);
    expect(recorder.recording).to.equal(true);
    call.hangUp();
    const endedAt = Date.now();
    const [take] = (await takes(1)) as [Take];
    expect(recorder.recording).to.equal(false);
    expect(take.type).to.equal('audio/webm;codecs=opus');
    expect(take.tracks).to.deep.equal(['user', 'assistant']);
    expect(take.turnIds).to.deep.equal([user.id, assistant.id]);
    expectSpan(take, startedAt, endedAt);
    for (const turn of [user, assistant]) await expectVoice(take, turn);
  });

  it('makes files that know how long they are', async () => {
    record({});
    await call.connect();
    await wait(1500);
    call.hangUp();
    const [take] = (await takes(1)) as [Take];
    const file = await readFile(take.blob);
    expect(file.tracks).to.deep.equal(['audio opus']);
    expect(file.durationMs).to.be.closeTo(take.duration, 100); // one does not count the last frame
    expect(await durationInPlayer(take.blob)).to.be.closeTo(take.duration, 1);
    expect(take.duration).to.be.greaterThan(1000);
  });

  it('makes a take for each press of record, with the end of what was said', async () => {
    record({ mode: 'turns' });
    await call.connect();
    await call.speak('user', 300); // not while record was pressed
    const presses: { from: number; to: number; turn: Turn }[] = [];
    for (let press = 0; press < 2; press += 1) {
      call.set({ recording: true });
      const from = Date.now();
      await wait(100);
      const speaking = call.speak('user', 500);
      await wait(400);
      call.set({ recording: false });
      presses.push({ from, to: Date.now() + 300, turn: await speaking });
      await wait(500);
    }
    const [first, second] = (await takes(2)) as [Take, Take];
    expect([first.turnIds, second.turnIds]).to.deep.equal([['user 1'], ['user 2']]);
    for (const [index, { from, to, turn }] of presses.entries()) {
      expectSpan(ended[index]!, from, to);
      await expectVoice(ended[index]!, turn);
    }
    expect(recorder.takes).to.deep.equal([first, second]);
  });

  it('goes over to the next take when record is pressed again at once', async () => {
    record({ mode: 'turns' });
    await call.connect();
    call.set({ recording: true });
    const from = Date.now();
    await wait(400);
    call.set({ recording: false });
    call.set({ recording: true });
    const between = Date.now();
    await wait(600);
    call.hangUp();
    const to = Date.now();
    const [first, second] = (await takes(2)) as [Take, Take];
    expectSpan(first, from, between);
    expectSpan(second, between, to);
  });

  it('keeps what was said before the connection stood, and nothing of a call that never did', async () => {
    record({});
    let from = 0;
    const connecting = async () => {
      await call.connect('connecting');
      call.set({ recording: true });
      from = Date.now();
      await wait(400);
    };
    await connecting();
    call.hangUp();
    await connecting();
    call.set({ status: 'connected' });
    await wait(200);
    call.hangUp();
    const to = Date.now();
    const [take] = (await takes(1)) as [Take];
    expectSpan(take, from, to);
    expect(recorder.takes).to.have.length(1);
  });

  it('makes a file for each track, when asked', async () => {
    call.camera = camera('lime');
    record({ separate: true, tracks: ['user', 'assistant', 'camera'] });
    await call.connect();
    const spoken = [await call.speak('user', 500), await call.speak('assistant', 500)] as const;
    call.hangUp();
    const all = await takes(3);
    expect(all.map(({ tracks }) => tracks)).to.deep.equal([['user'], ['assistant'], ['camera']]);
    expect(all.map(({ turnIds }) => turnIds)).to.deep.equal([['user 0'], ['assistant 1'], []]);
    expect(new Set(all.map(({ startedAt }) => startedAt)).size).to.equal(1);
    const [user, assistant, picture] = all as [Take, Take, Take];
    expect(await heard(user.blob, PITCHES.assistant)).to.equal(null);
    expect(await heard(assistant.blob, PITCHES.user)).to.equal(null);
    await expectVoice(user, spoken[0]);
    await expectVoice(assistant, spoken[1]);
    expect((await readFile(picture.blob)).tracks).to.deep.equal(['video vp8']);
    expect(recorder.takeOf('assistant 1')).to.equal(assistant);
  });

  it('records the picture of a camera that comes and goes, in the same file as the voices', async () => {
    record({ tracks: ['user', 'assistant', 'camera'] });
    await call.connect();
    const startedAt = Date.now();
    await wait(600);
    call.camera = camera('lime');
    call.set({ camera: true });
    const turn = await call.speak('user', 2000);
    const cameraEnd = Date.now();
    call.camera = null;
    call.set({ camera: false });
    await wait(500);
    call.hangUp();
    const endedAt = Date.now();
    const [take] = (await takes(1)) as [Take];
    expect((await readFile(take.blob)).tracks).to.have.members(['audio opus', 'video vp8']);
    expect(take.tracks).to.deep.equal(['user', 'assistant', 'camera']);
    expectSpan(take, startedAt, endedAt);
    await expectVoice(take, turn);
    const green = async (ms: number) => {
      const [red, lime] = await colourAt(take.blob, ms);
      return lime > 200 && red < 60;
    };
    expect(await green(100)).to.equal(false);
    expect(await green(cameraEnd - take.startedAt - 300)).to.equal(true);
  });

  it('does not say that there is a picture when no camera ever was', async () => {
    record({ tracks: ['user', 'camera'] });
    await call.connect();
    await wait(1000);
    call.hangUp();
    const [take] = (await takes(1)) as [Take];
    expect(take.tracks).to.deep.equal(['user']);
  });

  it('records nothing when it is off, and what is left of a call when it is switched on', async () => {
    const options = record({ mode: 'off' });
    await call.connect();
    await wait(300);
    expect(recorder.recording).to.equal(false);
    options.mode = 'call';
    recorder.update();
    while (!recorder.recording) await wait(5); // what records is loaded first
    const from = Date.now();
    await wait(400);
    options.mode = 'off';
    recorder.update();
    const to = Date.now();
    const [take] = (await takes(1)) as [Take];
    expectSpan(take, from, to);
  });

  it('says once that it cannot record, where the browser cannot', async () => {
    const { MediaRecorder } = window;
    Reflect.deleteProperty(window, 'MediaRecorder');
    try {
      record({ separate: true });
      await call.connect();
      call.set({ muted: true });
      await wait(50);
      expect(errors).to.deep.equal(['recording-failed']);
      expect(recorder.recording).to.equal(false);
    } finally {
      window.MediaRecorder = MediaRecorder;
    }
  });

  it('hands over what it has when it fails midway, with the error', async () => {
    const made: MediaRecorder[] = [];
    const { MediaRecorder } = window;
    window.MediaRecorder = class extends MediaRecorder {
      constructor(stream: MediaStream, options?: MediaRecorderOptions) {
        super(stream, options);
        made.push(this);
      }
    };
    try {
      record({});
      await call.connect();
      const from = Date.now();
      await wait(700);
      const to = Date.now();
      made[0]!.dispatchEvent(Object.assign(new Event('error'), { error: new DOMException('full') }));
      made[0]!.stop(); // as the browser does
      const [take] = (await takes(1)) as [Take];
      expect(errors).to.deep.equal(['recording-failed']);
      expect(take.error?.code).to.equal('recording-failed');
      expect((take.error?.cause as Error).message).to.equal('full');
      expectSpan(take, from, to);
      call.set({ muted: true });
      expect([recorder.recording, made.length]).to.deep.equal([false, 1]);
    } finally {
      window.MediaRecorder = MediaRecorder;
    }
  });

  it('forgets a take that is deleted, also while it plays', async () => {
    record({});
    await call.connect();
    await wait(400);
    call.hangUp();
    const [take] = (await takes(1)) as [Take];
    recorder.player.play(take);
    let changes = 0;
    recorder.addEventListener('change', () => (changes += 1));
    recorder.delete(take.id);
    expect([recorder.takes.length, recorder.player.take, changes]).to.deep.equal([0, null, 1]);
  });

  it('takes all it holds apart when a take is over', async () => {
    record({ tracks: ['user', 'assistant', 'camera'] });
    await call.connect();
    const { input } = call.media!;
    const disconnected: unknown[] = [];
    const disconnect = input.disconnect.bind(input) as (node: AudioNode) => void;
    input.disconnect = ((node: AudioNode) => {
      disconnected.push(node);
      disconnect(node);
    }) as AudioNode['disconnect'];
    await wait(1000);
    call.hangUp();
    await takes(1);
    expect(disconnected).to.have.length(1);
    expect((disconnected[0] as MediaStreamAudioDestinationNode).stream.getTracks().length).to.be.greaterThan(
      0,
    );
  });
});

describe('Recorder.player', () => {
  /** A call of 1.7 s with two turns. */
  async function recorded(): Promise<Take> {
    record({});
    await call.connect();
    await call.speak('user', 500);
    await wait(300);
    await call.speak('assistant', 900);
    call.hangUp();
    return (await takes(1))[0]!;
  }

  const change = () =>
    new Promise((resolve) => recorder.player.addEventListener('change', resolve, { once: true }));

  it('plays from a turn, and knows when that was said which is heard', async () => {
    const take = await recorded();
    const { player } = recorder;
    player.element.muted = true;
    const [, answer] = call.state.turns;
    expect(player.at).to.equal(null);
    player.playTurn(answer!.id);
    await wait(300);
    expect(player.take).to.equal(take);
    expect(player.playing).to.equal(true);
    expect(player.at! - answer!.startedAt).to.be.within(50, 500);
    player.pause();
    expect([player.playing, player.at]).to.deep.equal([false, null]);
    const position = player.positionMs;
    expect(take.startedAt + position).to.be.greaterThan(answer!.startedAt);
    player.play(take); // goes on
    expect(player.positionMs).to.be.closeTo(position, 100);
    player.stop();
    expect([player.take, player.at]).to.deep.equal([null, null]);
  });

  it('tells what changes, and ends', async () => {
    const take = await recorded();
    const { player } = recorder;
    player.element.muted = true;
    player.play(take, take.duration - 300);
    await change();
    expect(player.playing).to.equal(true);
    while (player.playing) await change();
    expect(player.take).to.equal(take);
    expect(player.positionMs).to.be.closeTo(take.duration, 150);
    player.playTurn('unknown');
    expect(player.playing).to.equal(false);
  });

  it('rests while something is recorded', async () => {
    const take = await recorded();
    recorder.player.element.muted = true;
    recorder.player.play(take);
    expect(recorder.player.playing).to.equal(true);
    await call.connect();
    expect(recorder.player.playing).to.equal(false);
  });
});
