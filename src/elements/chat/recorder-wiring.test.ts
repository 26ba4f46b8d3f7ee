import { ContextConsumer } from '@lit/context';
import { expect, html, oneEvent, waitUntil } from '@open-wc/testing';
import { recorderContext } from '../../context/recorder-context.js';
import type { RealtimeErrorEvent } from '../../session/session-events.js';
import type { RealtimeRecordingEvent } from '../../recording/take.js';
import type { TranscriptLog } from '../transcript-log.js';
import { chatFixture, isVisible, nativeButton, part, settled } from './chat.test-support.js';

/** MediaRecorder needs a moment of sound before there is a take. */
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 500));

const { MediaRecorder } = window;
let recorders = 0;
beforeEach(() => {
  recorders = 0;
  window.MediaRecorder = class extends MediaRecorder {
    constructor(...args: ConstructorParameters<typeof MediaRecorder>) {
      super(...args);
      recorders += 1;
    }
  };
});
afterEach(() => {
  window.MediaRecorder = MediaRecorder;
});

describe('recording by attribute', () => {
  it('is off unless it is asked for', async () => {
    const chat = await chatFixture(html`<realtime-voice-chat></realtime-voice-chat>`);
    await chat.session.startTurn();
    await settled();
    expect(recorders).to.equal(0);
    expect(part(chat, 'recording-note')).to.equal(null);
  });

  it('makes a take of a call, and says so meanwhile', async () => {
    const chat = await chatFixture(html`<realtime-voice-chat record="call"></realtime-voice-chat>`);
    expect(isVisible(part(chat, 'recording-note'))).to.equal(false);
    await chat.session.startTurn();
    await waitUntil(() => chat.recorder.recording);
    await settled();
    expect(isVisible(part(chat, 'recording-note'))).to.equal(true);
    expect(part(chat, 'recording-note').textContent).to.contain('being recorded on this device');
    await aMoment();
    setTimeout(() => chat.session.disconnect());
    const { take, bubbles, composed } = await oneEvent<RealtimeRecordingEvent>(chat, 'realtime-recording');
    expect([bubbles, composed]).to.deep.equal([true, true]);
    expect(take.blob.size).to.be.greaterThan(0);
    expect(take.tracks).to.deep.equal(['user', 'assistant']);
    expect(chat.recorder.takes).to.deep.equal([take]);
    await settled();
    expect(isVisible(part(chat, 'recording-note'))).to.equal(false);
  });

  it('makes a take of each turn, with a file for each track if that is wanted', async () => {
    const chat = await chatFixture(
      html`<realtime-voice-chat
        record="turns"
        record-tracks="assistant  user"
        record-separate
      ></realtime-voice-chat>`,
    );
    nativeButton(part(chat, 'record')).click();
    await waitUntil(() => chat.recorder.recording);
    await aMoment();
    await chat.session.endTurn();
    await waitUntil(() => chat.recorder.takes.length === 2);
    expect(chat.recorder.takes.map(({ tracks }) => tracks)).to.deep.equal([['user'], ['assistant']]);
    expect(chat.session.state.status).to.equal('connected');
  });

  it('begins and ends in the middle of a call when the attribute comes and goes', async () => {
    const chat = await chatFixture(html`<realtime-voice-chat></realtime-voice-chat>`);
    await chat.session.startTurn();
    chat.setAttribute('record', 'call');
    await waitUntil(() => chat.recorder.recording);
    await aMoment();
    chat.removeAttribute('record');
    await waitUntil(() => chat.recorder.takes.length === 1);
    expect(chat.session.state.recording).to.equal(true);
  });

  it('ends when the chat is removed, and hands over what there is', async () => {
    const chat = await chatFixture(html`<realtime-voice-chat record="call"></realtime-voice-chat>`);
    await chat.session.startTurn();
    await waitUntil(() => chat.recorder.recording);
    await aMoment();
    setTimeout(() => chat.remove());
    await oneEvent(chat, 'realtime-recording');
    expect(chat.recorder.recording).to.equal(false);
  });

  it('provides its recorder to the elements inside', async () => {
    const chat = await chatFixture(html`<realtime-voice-chat record="call"></realtime-voice-chat>`);
    let provided: unknown;
    const consumer = new ContextConsumer(part<TranscriptLog>(chat, 'transcript'), {
      context: recorderContext,
      subscribe: true,
      callback: (value) => (provided = value),
    });
    consumer.hostConnected();
    expect(provided).to.equal(chat.recorder);
  });

  it('that fails is told and shown, while the call goes on', async () => {
    const chat = await chatFixture(html`<realtime-voice-chat record="call"></realtime-voice-chat>`);
    window.MediaRecorder = class {
      constructor() {
        throw new Error('no');
      }
      static isTypeSupported = () => true;
    } as never;
    setTimeout(() => void chat.session.startTurn());
    const { error } = await oneEvent<RealtimeErrorEvent>(chat, 'realtime-error');
    expect(error.code).to.equal('recording-failed');
    await waitUntil(() => chat.session.state.status === 'connected');
    await settled();
    expect(part(chat, 'message').textContent).to.contain(error.message);
    part(chat, 'dismiss').click();
    await settled();
    expect(isVisible(part(chat, 'error'))).to.equal(false);
  });

  it('says which attribute cannot be', async () => {
    const chat = await chatFixture(
      html`<realtime-voice-chat record="call" record-tracks="me"></realtime-voice-chat>`,
    );
    expect(part(chat, 'message').textContent).to.contain('record-tracks="me"');
    await chat.session.startTurn();
    await settled();
    expect(recorders).to.equal(0);
  });
});
