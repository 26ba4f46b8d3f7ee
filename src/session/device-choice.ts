import { RealtimeError } from '../protocol/realtime-error.js';
import type { Connection } from './connection.js';
import type { Listening } from './listening.js';
import type { SessionState } from './session-state.js';

/** What the choice of devices needs of the session. */
interface Host {
  devices(): SessionState['devices'];
  connection(): Connection | null;
  listening(): Listening | null;
  know(fact: Pick<SessionState, 'devices'>): void;
  fail(error: RealtimeError): void;
  /** There is no microphone left to listen to. */
  silenced(): void;
}

/** Which devices a session uses, and what becomes of it when one goes away. */
export class DeviceChoice {
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Goes on with another device, or, if that cannot be used, with the one before. */
  async use(kind: MediaDeviceKind, deviceId: string): Promise<void> {
    const before = this.#chosen(kind);
    if (before === deviceId) return;
    this.#choose(kind, deviceId);
    try {
      if (kind === 'audioinput') await this.#host.listening()?.switchTo(deviceId);
      if (kind === 'audiooutput') await this.#host.connection()?.transport.setLoudspeaker(deviceId);
    } catch (error) {
      if (this.#chosen(kind) === deviceId) this.#choose(kind, before);
      this.#host.fail(error as RealtimeError);
    }
  }

  /** Has a new connection use what was chosen, and notice when that goes away. */
  connected({ transport, signal }: Connection): void {
    void transport.setLoudspeaker(this.#chosen('audiooutput')).catch(() => this.#loudspeakerLost());
    const look = () => void this.#checkLoudspeaker();
    navigator.mediaDevices?.addEventListener('devicechange', look, { signal });
  }

  /** Unplugged in the middle of a sentence: the rest of it comes from another microphone, if there is one. */
  async microphoneLost(listening: Listening): Promise<void> {
    this.#choose('audioinput', '');
    let message = 'The microphone was disconnected: the conversation goes on with another one.';
    try {
      await listening.switchTo('');
    } catch {
      if (this.#host.listening() === listening) this.#host.silenced();
      message = 'The microphone was disconnected. Plug it in or choose another, then start again.';
    }
    this.#host.fail(new RealtimeError('microphone-lost', message));
  }

  /** A loudspeaker that goes away does not say so. */
  async #checkLoudspeaker(): Promise<void> {
    const chosen = this.#chosen('audiooutput');
    if (!chosen) return;
    const devices = await navigator.mediaDevices.enumerateDevices();
    if (devices.some(({ kind, deviceId }) => kind === 'audiooutput' && deviceId === chosen)) return;
    // Another one was chosen, or told of, meanwhile.
    if (this.#chosen('audiooutput') !== chosen) return;
    await this.#host
      .connection()
      ?.transport.setLoudspeaker('')
      .catch(() => {});
    this.#loudspeakerLost();
  }

  #loudspeakerLost(): void {
    this.#choose('audiooutput', '');
    const message = 'The loudspeaker that was chosen is not there: the answers come from another one.';
    this.#host.fail(new RealtimeError('loudspeaker-failed', message));
  }

  #chosen(kind: MediaDeviceKind): string {
    return this.#host.devices()[kind];
  }

  #choose(kind: MediaDeviceKind, deviceId: string): void {
    this.#host.know({ devices: { ...this.#host.devices(), [kind]: deviceId } });
  }
}
