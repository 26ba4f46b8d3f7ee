import type { EchoGuardMode } from '../audio/echo-guard.js';
import { openMicrophone, stopStream } from '../audio/microphone.js';
import { VoiceTracker } from '../audio/voice-tracker.js';
import type { Connection } from './connection.js';

/** What whoever listens wants to know of the microphone. */
export interface ListeningOptions {
  /** How the assistant is kept from hearing itself; asked whenever it matters. */
  guardMode(): EchoGuardMode;
  /** The answer's own sound was heard. */
  echoed(): void;
  /** The microphone went away by itself. */
  lost(): void;
}

/** A microphone as it is, and what of it is sent: nothing while muted, or while only an echo is heard. */
interface Source {
  readonly stream: MediaStream;
  readonly sent: MediaStream;
  readonly node: AudioNode;
}

const enable = (stream: MediaStream, on: boolean) => {
  for (const track of stream.getAudioTracks()) track.enabled = on;
};

/** A microphone between `startTurn` and `endTurn`; opened in the click that makes it. */
export class Listening {
  /** Resolves when it is open. @throws RealtimeError when it cannot be had */
  opened: Promise<MediaStream>;
  /** When the person was heard to speak. */
  readonly voice = new VoiceTracker();
  /** The service has made an item of something that was said. */
  committed = false;
  /** What microphones before the present one sent, ms. */
  earlierMs = 0;
  /** The last change of microphone; settles when that is over. */
  switching: Promise<void> = Promise.resolve();
  /** Who only types does without it. */
  readonly #guarding = import('../audio/echo-guard.js');
  #connection: Connection | null = null;
  readonly #options: ListeningOptions;
  #source: Source | null = null;
  #muted: boolean;
  #closed = false;

  constructor(deviceId: string, muted: boolean, options: ListeningOptions) {
    this.opened = openMicrophone(deviceId);
    this.#muted = muted;
    this.#options = options;
    this.#guarding.catch(() => {}); // whoever starts hears of it
  }

  /** Starts listening. @throws RealtimeError */
  async start(connection: Connection): Promise<void> {
    const { EchoGuard } = await this.#guarding;
    connection.guard ??= new EchoGuard();
    this.#connection = connection;
    let stream: MediaStream;
    do stream = await this.opened;
    while (stream !== (await this.opened)); // another one was chosen meanwhile
    this.#source = this.#attach(stream);
    if (this.#closed) release(this.#source);
    else connection.onlevels = this.#judge;
  }

  /** What is to be sent, once it has started. */
  get sent(): MediaStream | null {
    return this.#source && this.#source.sent;
  }

  /** Goes on with another microphone; with the one before, if that fails. @throws RealtimeError */
  switchTo(deviceId: string): Promise<void> {
    return (this.switching = this.switching.catch(() => {}).then(() => this.#switch(deviceId)));
  }

  setMuted(muted: boolean): void {
    this.#muted = muted;
    if (this.#source) this.#obey(this.#source);
  }

  /** Lets the microphone go, also one that is still being opened. */
  close(): void {
    this.#closed = true;
    if (this.#connection?.onlevels === this.#judge) this.#connection.onlevels = null;
    if (this.#source) release(this.#source);
    this.opened.then(stopStream, () => {});
  }

  async #switch(deviceId: string): Promise<void> {
    if (this.#closed) return;
    const stream = await openMicrophone(deviceId);
    if (this.#closed) return stopStream(stream);
    const previous = this.#source;
    if (!previous) {
      this.opened.then(stopStream, () => {});
      this.opened = Promise.resolve(stream);
      return;
    }
    const { transport } = this.#connection as Connection;
    const next = (this.#source = this.#attach(stream));
    try {
      this.earlierMs += await transport.setMicrophone(next.sent);
      release(previous);
    } catch (error) {
      this.#source = previous;
      release(next);
      this.earlierMs += await transport.setMicrophone(previous.sent).catch(() => 0);
      throw error;
    }
    if (this.#closed) release(next);
  }

  #attach(stream: MediaStream): Source {
    const { context, input } = this.#connection as Connection;
    const node = context.createMediaStreamSource(stream);
    node.connect(input);
    const source = { stream, sent: stream.clone(), node };
    for (const track of stream.getAudioTracks()) {
      track.addEventListener('ended', () => {
        if (this.#source === source && !this.#closed) this.#options.lost();
      });
    }
    this.#obey(source);
    return source;
  }

  #obey({ stream, sent }: Source): void {
    enable(stream, !this.#muted);
    enable(sent, !this.#muted);
  }

  /** Decides whether what is heard now is sent. */
  readonly #judge = (inputDb: number, outputDb: number) => {
    const guard = this.#connection?.guard;
    if (this.#muted || !this.#source || !guard) return;
    this.voice.observe(inputDb, Date.now());
    enable(this.#source.sent, guard.observe(inputDb, outputDb, this.#options.guardMode()));
    if (guard.echo) this.#options.echoed();
  };
}

function release({ stream, sent, node }: Source): void {
  node.disconnect();
  stopStream(sent);
  stopStream(stream);
}
