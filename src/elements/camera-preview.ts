import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { CameraSource } from '../camera/camera-source.js';
import { takePicture } from '../camera/picture.js';
import { request } from '../context/request.js';
import { SessionController } from '../context/session-controller.js';
import type { RealtimeError } from '../protocol/realtime-error.js';
import type { RealtimeSession } from '../session/realtime-session.js';
import { RealtimeErrorEvent } from '../session/session-events.js';
import { errorText } from '../texts/error-text.js';
import { TextsController } from '../texts/texts-controller.js';
import { cameraPreviewStyles } from './camera-preview-styles.js';
import { camera, cameraOff } from './media-icons.js';
import { reflectState } from './reflect-state.js';
import { tokens } from './shared-styles.js';

/**
 * The camera: on and off, what it sees, and a button that shows the assistant one picture of it. Nothing is
 * sent but by that button or `sendFrame()`, and what was sent is shown. The camera is opened by its button
 * only, and closed when it is turned off or this element leaves the page; `<device-select kind="videoinput">`
 * chooses which.
 *
 * @tag camera-preview
 * @fires realtime-camera-request - cancelable, before the camera is opened
 * @fires realtime-show-request - cancelable, before a picture is sent
 * @fires realtime-camera-change - after the camera was opened or closed
 * @fires {RealtimeErrorEvent} realtime-error - the camera could not be opened, or went away
 * @csspart frame - around the picture
 * @csspart video - what the camera sees
 * @csspart off - what is there while it is off
 * @csspart sent - the picture that was sent last
 * @csspart error - what went wrong, with what to do
 * @csspart controls - the buttons
 * @csspart button - each of them: `toggle` and `show`
 * @csspart status - that a picture was sent, and when
 * @cssprop [--realtime-accent] - colour of the button that sends
 * @cssprop [--realtime-raised] - the frame while it is off
 * @cssprop [--realtime-radius=1rem] - how round the frame is
 * @cssstate off, opening, on - also as `data-state`
 */
export class CameraPreview extends LitElement {
  static override properties = {
    htmlFor: { attribute: 'for' },
    noMirror: { type: Boolean, attribute: 'no-mirror' },
  };
  static override styles = [tokens, cameraPreviewStyles];

  /** The id of the `<realtime-voice-chat>` to show pictures to, when it is not around this element. */
  declare htmlFor?: string;
  /** The preview is not turned like a mirror. What is sent never is. */
  declare noMirror: boolean;

  readonly #internals = this.attachInternals();
  readonly #device = new SessionController(this, ({ devices }) => devices.videoinput);
  readonly #texts = new TextsController(this);
  readonly #camera = new CameraSource({
    changed: () => this.#changed(),
    failed: (error) => this.#fail(error),
    chose: (deviceId) => void this.#device.session?.useDevice('videoinput', deviceId),
  });
  #wasOn = false;
  /** The session that knows of the stream. */
  #told: RealtimeSession | null = null;
  #error: RealtimeError | null = null;
  #sent = '';
  #status = '';

  constructor() {
    super();
    this.noMirror = false;
  }

  /** What the camera sees; `null` while it is off. */
  get stream(): MediaStream | null {
    return this.#camera.stream;
  }

  /** Opens the camera; call it in a click. What goes wrong is shown, and told by `realtime-error`. */
  async start(): Promise<void> {
    if (this.stream || this.#camera.opening) return;
    this.#error = null;
    await this.#camera.open(this.#device.value);
  }

  /** Closes the camera, also one that is still being opened. */
  stop(): void {
    this.#error = null;
    this.#sent = this.#status = '';
    this.#camera.close();
  }

  /**
   * Shows the assistant what the camera sees now, connecting first if need be.
   * @param text what to say of it
   * @returns whether it was sent
   */
  async sendFrame(text?: string): Promise<boolean> {
    const { session } = this.#device;
    if (!session || !this.stream) return false;
    const { camera: words } = this.#texts.value;
    try {
      this.#sent = takePicture(this.renderRoot.querySelector('video') as HTMLVideoElement);
    } catch (error) {
      this.#fail(error as RealtimeError);
      return false;
    }
    this.#flash();
    this.#status = words.sending;
    this.requestUpdate();
    await session.sendImage(this.#sent, text);
    const sent = session.state.status === 'connected';
    if (!sent) this.#sent = '';
    this.#status = sent ? words.sent(new Date().toLocaleTimeString()) : '';
    this.requestUpdate();
    return sent;
  }

  /** Closes the camera, unless the element is only being moved: then it is back before the microtask. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    queueMicrotask(() => {
      if (!this.isConnected) this.stop();
    });
  }

  protected override willUpdate(): void {
    const { session, value } = this.#device;
    if (session && this.stream && value !== this.#camera.deviceId) {
      this.#error = null;
      void this.#camera.switchTo(value);
    }
    this.#tell();
  }

  protected override render(): TemplateResult {
    const { camera: words } = this.#texts.value;
    const on = this.stream !== null;
    const { opening } = this.#camera;
    reflectState(this, this.#internals, on ? 'on' : opening ? 'opening' : 'off');
    const error = this.#error && errorText(this.#texts.value, this.#error);
    const sorry = error ? html`${error.text} <bdi lang="en">${error.detail}</bdi>` : nothing;
    return html`<div part="frame">
        ${
          on
            ? html`<video
                part="video"
                class=${this.noMirror ? nothing : 'mirrored'}
                aria-label=${words.picture}
                autoplay
                playsinline
                .muted=${true}
                .srcObject=${this.stream}
              ></video>`
            : html`<div part="off">
                <svg viewBox="0 0 24 24" aria-hidden="true">${opening ? camera : cameraOff}</svg>
                ${opening ? words.asking : words.isOff}
              </div>`
        }
        <div class="flash"></div>
      </div>
      <p part="error" role="alert">${sorry}</p>
      <div part="controls">
        <button part="button toggle" type="button" @click=${this.#toggle}>
          ${on || opening ? words.off : words.on}
        </button>
        ${
          on
            ? html`<button part="button show" class="show" type="button" @click=${this.#show}>
                ${words.show}
              </button>`
            : nothing
        }
      </div>
      <div class="sent">
        ${this.#sent ? html`<img part="sent" src=${this.#sent} alt=${words.last} />` : nothing}
        <p part="status" role="status">${this.#status}</p>
      </div>`;
  }

  #changed(): void {
    const on = this.stream !== null;
    this.#tell();
    this.requestUpdate();
    if (on === this.#wasOn) return;
    this.#wasOn = on;
    this.dispatchEvent(new Event('realtime-camera-change', { bubbles: true, composed: true }));
  }

  #fail(error: RealtimeError): void {
    this.#error = error;
    this.requestUpdate();
    this.dispatchEvent(new RealtimeErrorEvent('realtime-error', error, { bubbles: true, composed: true }));
  }

  /** The session knows of the picture, for whoever records it; also after this element came into another chat. */
  #tell(): void {
    const { stream } = this;
    const { session } = this.#device;
    if (this.#told && (this.#told !== session || !stream)) {
      this.#told.setCamera(null);
      this.#told = null;
    }
    if (!session || !stream || session.camera === stream) return;
    session.setCamera(stream);
    this.#told = session;
  }

  #flash(): void {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    this.renderRoot.querySelector('.flash')?.animate({ opacity: [0.8, 0] }, 350);
  }

  readonly #toggle = () => {
    if (this.stream || this.#camera.opening) this.stop();
    else request(this, 'camera', this, () => void this.start());
  };

  readonly #show = () => {
    request(this, 'show', this, () => void this.sendFrame());
  };
}

if (!customElements.get('camera-preview')) customElements.define('camera-preview', CameraPreview);

declare global {
  interface HTMLElementTagNameMap {
    'camera-preview': CameraPreview;
  }
}
