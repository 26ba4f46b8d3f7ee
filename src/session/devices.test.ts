import { expect, waitUntil } from '@open-wc/testing';
import { live, microphone, open, sleep, streams } from './session.test-support.js';

/* Chromium comes with several fake microphones and loudspeakers; that they can be plugged out is the one fake here. */

const devices = async (kind: MediaDeviceKind) => {
  (await navigator.mediaDevices.getUserMedia({ audio: true })).getTracks().forEach((track) => track.stop());
  return (await navigator.mediaDevices.enumerateDevices()).filter((device) => device.kind === kind);
};
const used = (stream: MediaStream | undefined) => stream?.getAudioTracks()[0]?.getSettings().deviceId;
const appended = (types: string[]) => types.filter((type) => type === 'input_audio_buffer.append').length;

describe('RealtimeSession and its devices', () => {
  it('goes on with another microphone in the middle of a turn, and lets the one before go', async () => {
    const { session, errors, types } = open('good');
    const [, first, second] = await devices('audioinput');
    await session.useDevice('audioinput', first?.deviceId ?? '');
    await session.startTurn();
    await waitUntil(() => appended(types()) > 5);
    expect(used(streams.at(-1))).to.equal(first?.deviceId);
    await session.useDevice('audioinput', second?.deviceId ?? '');
    expect(used(streams.at(-1))).to.equal(second?.deviceId);
    expect(live()).to.have.length(1);
    const before = appended(types());
    await waitUntil(() => appended(types()) > before + 5);
    expect(session.state.devices.audioinput).to.equal(second?.deviceId);
    expect(session.state.recording).to.equal(true);
    await session.endTurn();
    expect(live()).to.have.length(0);
    expect(errors).to.deep.equal([]);
  });

  it('stays with its microphone when the new one cannot be had', async () => {
    const { session, errors, types } = open('good');
    await session.startTurn();
    await session.useDevice('audioinput', 'no-such-device');
    expect(errors.map(({ code }) => code)).to.deep.equal(['microphone-missing']);
    expect(session.state.devices.audioinput).to.equal('');
    expect(live()).to.have.length(1);
    const before = appended(types());
    await waitUntil(() => appended(types()) > before + 5);
  });

  it('counts what both microphones sent as one turn', async () => {
    const { session, types } = open('good', { settings: { turnDetection: 'none' } });
    const [, , other] = await devices('audioinput');
    await session.startTurn();
    await sleep(300);
    await session.useDevice('audioinput', other?.deviceId ?? '');
    await session.endTurn();
    await waitUntil(() => types().includes('input_audio_buffer.commit'));
  });

  it('goes on with another microphone when the one in use is unplugged, and says so', async () => {
    const { session, errors, types } = open('good');
    const [, first] = await devices('audioinput');
    await session.useDevice('audioinput', first?.deviceId ?? '');
    await session.startTurn();
    streams.at(-1)?.getAudioTracks()[0]?.dispatchEvent(new Event('ended'));
    await waitUntil(() => errors.length > 0);
    expect(errors[0]?.message).to.match(/goes on with another/);
    expect(session.state).to.include({ recording: true, status: 'connected' });
    expect(session.state.devices.audioinput).to.equal('');
    expect(live()).to.have.length(1);
    const before = appended(types());
    await waitUntil(() => appended(types()) > before + 5);
  });

  it('ends the turn when it is stopped while the microphone is being changed', async () => {
    const { session, errors } = open('good');
    const [, , other] = await devices('audioinput');
    await session.startTurn();
    void session.useDevice('audioinput', other?.deviceId ?? '');
    await session.endTurn();
    await sleep(100);
    expect(live()).to.have.length(0);
    expect(errors).to.deep.equal([]);
  });

  it('says so when a loudspeaker cannot be used, and stays with the one before', async () => {
    const { session, errors } = open('good');
    await session.connect();
    await session.useDevice('audiooutput', 'no-such-device');
    expect(errors.map(({ code }) => code)).to.deep.equal(['loudspeaker-failed']);
    expect(session.state.devices.audiooutput).to.equal('');
    expect(session.state.status).to.equal('connected');
  });

  it('plays as loud as it was told, also in the next call', async () => {
    const { session } = open('good');
    session.setVolume(0.25);
    await session.connect();
    expect(session.state.volume).to.equal(0.25);
    session.setVolume(7);
    expect(session.state.volume).to.equal(1);
  });

  it('remembers a microphone that was chosen while unconnected', async () => {
    const { session } = open('good');
    microphone();
    const [, , other] = await devices('audioinput');
    await session.useDevice('audioinput', other?.deviceId ?? '');
    await session.startTurn();
    expect(used(streams.at(-1))).to.equal(other?.deviceId);
  });
});
