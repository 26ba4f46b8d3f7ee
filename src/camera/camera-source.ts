import { stopStream } from '../audio/microphone.js';
import { RealtimeError } from '../protocol/realtime-error.js';
import { openCamera } from './camera.js';

/** Whoever shows the picture. */
interface Host {
  /** `stream` or `opening` is another. */
  changed(): void;
  failed(error: RealtimeError): void;
  /** Another camera had to be taken than the one that was wanted. */
  chose(deviceId: string): void;
}

/** A camera that can be opened, closed and changed for another; what comes late for a wish taken back is closed. */
export class CameraSource {
  stream: MediaStream | null = null;
  /** As it was opened; `''` is the system's default. */
  deviceId = '';
  readonly #host: Host;
  /** The one attempt that still counts. */
  #attempt: object | null = null;

  constructor(host: Host) {
    this.#host = host;
  }

  get opening(): boolean {
    return this.#attempt !== null;
  }

  async open(deviceId: string): Promise<void> {
    const error = await this.#try(deviceId);
    if (error) this.#host.failed(error);
  }

  close(): void {
    const { stream } = this;
    this.#become(null);
    if (stream) stopStream(stream);
  }

  /** Many phones open one camera at a time, so the one before is closed first, and opened again if need be. */
  async switchTo(deviceId: string): Promise<void> {
    const before = this.deviceId;
    this.close();
    this.deviceId = deviceId;
    const error = await this.#try(deviceId);
    if (!error) return;
    this.#host.failed(error);
    this.#host.chose(before);
    await this.open(before);
  }

  /** @returns why it could not be opened */
  async #try(deviceId: string): Promise<RealtimeError | null> {
    const attempt = (this.#attempt = {});
    this.#host.changed();
    const opened = await openCamera(deviceId).catch((error: RealtimeError) => error);
    const wanted = this.#attempt === attempt;
    if (opened instanceof RealtimeError) {
      if (wanted) this.#become(null);
      return wanted ? opened : null;
    }
    if (!wanted) {
      stopStream(opened);
      return null;
    }
    opened.getVideoTracks()[0]?.addEventListener('ended', () => {
      if (this.stream === opened) void this.#lost();
    });
    this.deviceId = deviceId;
    this.#become(opened);
    return null;
  }

  /** Unplugged: another camera takes its place, if there is one. */
  async #lost(): Promise<void> {
    this.close();
    this.deviceId = '';
    this.#host.chose('');
    const none = await this.#try('');
    if (!none && !this.stream) return; // closed meanwhile
    const message = none
      ? 'The camera was disconnected. Plug it in or choose another, then turn it on again.'
      : 'The camera was disconnected: the picture comes from another one.';
    this.#host.failed(new RealtimeError('camera-lost', message));
  }

  #become(stream: MediaStream | null): void {
    this.#attempt = null;
    this.stream = stream;
    this.#host.changed();
  }
}
