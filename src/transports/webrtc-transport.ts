import { sleep } from '../audio/sleep.js';
import type { ServerEvent } from '../protocol/events.js';
import { RealtimeError } from '../protocol/realtime-error.js';
import { BaseTransport, closeWhenOpen, sendSoundTo } from './base-transport.js';
import { connectionLost } from './connection-errors.js';
import { exchangeSdp } from './exchange-sdp.js';
import type { SpeechRelay } from './speech-relay.js';
import { type ConnectOptions, PlaybackEvent, type Progress } from './transport.js';

const CHANNEL = 'oai-events';
/** From the answer's arrival to an open channel; where UDP is blocked it never opens. */
const MEDIA_TIMEOUT_MS = 6000;
/** A connection that comes back within this was only disturbed. */
const DISTURBANCE_MS = 5000;
/** What a microphone hears takes this long to be encoded, sent and taken out of the other side's buffer. */
const IN_FLIGHT_MS = 200;
/** When a peer is closed meanwhile, `replaceTrack` never settles. */
const SWITCH_TIMEOUT_MS = 1000;

/**
 * Realtime over WebRTC: sound travels as media, events over a data channel. The
 * service owns playback and says when it starts, stops and is cleared.
 */
export class WebRtcTransport extends BaseTransport {
  readonly kind = 'webrtc';
  readonly output: AudioNode;
  readonly #context: AudioContext;
  readonly #sessionUrl: string | undefined;
  readonly #loudspeaker = new Audio();
  #volume = 1;
  /** What still arrives of an interrupted answer is not heard; the next answer is. */
  #interrupted = false;
  #peer: RTCPeerConnection | null = null;
  #channel: RTCDataChannel | null = null;
  #sender: RTCRtpSender | null = null;
  #heard: AudioNode | null = null;
  /** Keeps what is said until the connection stands. */
  #relay: Promise<SpeechRelay> | null = null;
  /** Loaded while the browser asks for the microphone; who only types does without it. */
  readonly #relaying = import('./speech-relay.js');
  /** Since when there is a microphone, ms of `performance.now()`; 0 without one. */
  #since = 0;
  /**
   * What sounds and what will, by response, for a second answer may be made while the first still sounds.
   * `since` is when it began to, ms of `performance.now()`; 0 while it does not.
   */
  readonly #sounds = new Map<string | undefined, { itemId: string; since: number }>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param context for whoever listens along; the sound goes through an element of its own
   * @param sessionUrl a page of your own server that takes SDP and answers with SDP; without it the
   *   service is asked with a token
   */
  constructor(context: AudioContext, sessionUrl?: string) {
    super();
    this.#relaying.catch(() => {}); // who needs it hears of it
    this.#context = context;
    this.output = new GainNode(context);
    this.#sessionUrl = sessionUrl;
    this.#loudspeaker.autoplay = true;
    try {
      this.#openPeer();
    } catch {
      // No RTCPeerConnection here: `connect` says so.
    }
  }

  async connect(options: ConnectOptions): Promise<void> {
    const confirmed = this.handshake(options.config, options.signal);
    this.#open(options).catch((error: unknown) => this.fail(error as RealtimeError));
    await confirmed;
    (await this.#relay)?.start();
  }

  async setMicrophone(stream: MediaStream | null): Promise<number> {
    const [since, relay] = [this.#since, this.#relay];
    const recordedMs = since && performance.now() - since;
    this.#since = stream ? performance.now() : 0;
    if (relay && stream) {
      // What this one hears follows what the one before did, which may still be waiting.
      await (await relay).listen(stream);
      return recordedMs;
    }
    this.#relay = null;
    if (relay) await this.#finish(await relay);
    const ends = since && !stream && this.established;
    if (ends) await sleep(IN_FLIGHT_MS);
    await this.#send(stream);
    if (ends) await sleep(IN_FLIGHT_MS);
    return recordedMs;
  }

  async interrupt(): Promise<void> {
    this.#mute(true);
    this.send({ type: 'output_audio_buffer.clear' });
  }

  async resume(): Promise<boolean> {
    this.#context.resume().catch(() => {}); // its sound is for whoever listens along
    // Without a source yet it plays nothing, but once asked in a click it may play what comes.
    const audible = this.#loudspeaker.play().then(
      () => true,
      () => false,
    );
    return !this.#loudspeaker.srcObject || audible;
  }

  setVolume(volume: number): void {
    this.#loudspeaker.volume = this.#volume = volume;
    this.#mute();
  }

  setLoudspeaker(deviceId: string): Promise<void> {
    return sendSoundTo(deviceId, this.#loudspeaker);
  }

  protected transmit(text: string): void {
    if (this.#channel?.readyState === 'open') this.#channel.send(text);
  }

  progress(itemId: string): Progress | null {
    const sound = [...this.#sounds.values()].find((each) => each.itemId === itemId);
    // How long the sound is only the service knows; by the clock it began a moment ago.
    const playedMs = sound?.since && performance.now() - sound.since;
    return playedMs === undefined ? null : { playedMs, totalMs: 0, complete: false };
  }

  protected handle(event: ServerEvent): void {
    switch (event.type) {
      case 'response.content_part.added':
        if (event.part.type !== 'audio') break;
        this.#sounds.set(event.response_id, { itemId: event.item_id, since: 0 });
        this.#mute(false);
        break;
      case 'output_audio_buffer.started': {
        const sound = this.#sounds.get(event.response_id);
        if (!sound) break;
        sound.since = performance.now();
        this.dispatchEvent(new PlaybackEvent('started', sound.itemId));
        break;
      }
      case 'output_audio_buffer.stopped':
        this.#over(event.response_id, 'ended');
        break;
      case 'output_audio_buffer.cleared':
        this.#mute(true);
        this.#over(event.response_id, 'interrupted');
        break;
    }
  }

  /** Has all that was said before the connection stood go out, as soon as it stands. */
  async #finish(relay: SpeechRelay): Promise<void> {
    await relay.flush();
    await this.settled;
    if (!this.closed) {
      relay.start();
      await relay.finish();
    }
    relay.close();
  }

  /** Sends a microphone as it is, or, while there is no connection yet, by way of a relay that keeps it. */
  async #send(stream: MediaStream | null): Promise<void> {
    if (this.closed) return;
    if (!stream || this.established) {
      await this.#replace(stream?.getAudioTracks()[0] ?? null);
      return;
    }
    this.#relay = this.#relaying.then((module) => module.SpeechRelay.open(this.#context, stream));
    this.#relay.catch(() => (this.#relay = null)); // the next microphone gets one of its own
    const relay = await this.#relay;
    await this.#replace(relay.track);
    if (this.established) relay.start();
  }

  #replace(track: MediaStreamTrack | null): Promise<void> {
    return Promise.race([this.#sender?.replaceTrack(track), sleep(SWITCH_TIMEOUT_MS)]);
  }

  /** On iOS an element's volume cannot be set, but it can be muted. */
  #mute(interrupted = this.#interrupted): void {
    this.#interrupted = interrupted;
    this.#loudspeaker.muted = interrupted || !this.#volume;
  }

  #over(response: string, phase: 'ended' | 'interrupted'): void {
    const sound = this.#sounds.get(response);
    if (!sound) return;
    const progress = this.progress(sound.itemId);
    this.#sounds.delete(response);
    this.dispatchEvent(new PlaybackEvent(phase, sound.itemId, progress));
  }

  protected release(): void {
    clearTimeout(this.#timer);
    this.#channel?.close();
    this.#peer?.close();
    this.#loudspeaker.srcObject = null;
    this.#heard?.disconnect();
    closeWhenOpen(this.#relay);
  }

  #openPeer(): void {
    const peer = new RTCPeerConnection();
    this.#peer = peer;
    // Without a track yet: the microphone comes and goes, the connection stays.
    this.#sender = peer.addTransceiver('audio', { direction: 'sendrecv' }).sender;
    this.#channel = peer.createDataChannel(CHANNEL);
    this.#channel.onmessage = ({ data }) => this.receive(data);
    this.#channel.onclose = () => this.fail(connectionLost());
    peer.ontrack = ({ track }) => this.#listen(new MediaStream([track]));
    peer.onconnectionstatechange = () => this.#watch(peer.connectionState);
  }

  async #open({ token, serviceUrl }: ConnectOptions): Promise<void> {
    const peer = this.#peer;
    if (!peer)
      throw new RealtimeError('media-blocked', 'This browser has no WebRTC. Use transport="websocket".');
    const offer = await peer.createOffer();
    await peer.setLocalDescription(offer);
    const answer = await exchangeSdp(offer.sdp ?? '', { token, serviceUrl, sessionUrl: this.#sessionUrl });
    if (this.closed) return;
    await peer.setRemoteDescription({ type: 'answer', sdp: answer });
    this.#after(MEDIA_TIMEOUT_MS, () => {
      if (this.#channel?.readyState !== 'open') {
        this.fail(noMedia());
      }
    });
  }

  #listen(stream: MediaStream): void {
    this.#loudspeaker.srcObject = stream;
    this.#heard?.disconnect();
    this.#heard = this.#context.createMediaStreamSource(stream);
    this.#heard.connect(this.output);
  }

  #watch(state: RTCPeerConnectionState): void {
    if (state === 'failed') this.fail(this.established ? connectionLost() : noMedia());
    if (state !== 'disconnected' || !this.established) return;
    this.#after(DISTURBANCE_MS, () => {
      if (this.#peer?.connectionState !== 'connected') this.fail(connectionLost());
    });
  }

  #after(ms: number, act: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(act, ms);
  }
}

function noMedia(): RealtimeError {
  return new RealtimeError(
    'media-blocked',
    'This network lets no WebRTC through. Use transport="auto" or "websocket", or another network.',
  );
}
