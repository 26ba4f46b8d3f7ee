import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import {
  devicesOf,
  lookAtDevices,
  rememberDevice,
  rememberedDevice,
  watchDevices,
} from '../audio/devices.js';
import { RealtimeRequestEvent } from '../context/request.js';
import { SessionController } from '../context/session-controller.js';
import { TextsController } from '../texts/texts-controller.js';
import { fieldStyles } from './field-styles.js';
import { tokens } from './shared-styles.js';

/** A device is about to be used. */
export class RealtimeDeviceRequestEvent extends RealtimeRequestEvent {
  readonly kind: MediaDeviceKind;
  /** As `navigator.mediaDevices.enumerateDevices` names it; `''` is the system's default. */
  readonly deviceId: string;

  constructor(kind: MediaDeviceKind, deviceId: string, again: () => boolean) {
    super('device', again);
    this.kind = kind;
    this.deviceId = deviceId;
  }
}

/** Some browsers leave the loudspeaker to the system. */
const canChooseLoudspeaker = () =>
  [HTMLMediaElement, AudioContext].some(({ prototype }) => 'setSinkId' in prototype);

/**
 * A choice of microphone, loudspeaker or camera. It always shows the device that is really used, and takes
 * effect at once, also in a call.
 *
 * @tag device-select
 * @fires {RealtimeDeviceRequestEvent} realtime-device-request - cancelable, before `deviceId` of `kind` is used
 * @csspart label - the label
 * @csspart select - the native select
 * @csspart hint - why there is nothing to choose
 * @cssprop [--realtime-accent] - colour of the focus
 * @cssprop [--realtime-surface] - the background
 */
export class DeviceSelect extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties = {
    htmlFor: { attribute: 'for' },
    kind: {},
    remember: { type: Boolean },
    label: {},
  };
  static override styles = [
    tokens,
    fieldStyles,
    css`
      [part='hint'] {
        color: var(--_quiet);
      }
    `,
  ];

  /** The id of the `<realtime-voice-chat>` to choose for, when it is not around this element. */
  declare htmlFor?: string;
  /** `audioinput` (default), `audiooutput` or `videoinput`. */
  declare kind: MediaDeviceKind;
  /** The choice holds for later visits, in `localStorage`. */
  declare remember: boolean;
  /** Default “Microphone”, “Loudspeaker” or “Camera”. */
  declare label?: string;

  readonly #chosen = new SessionController(this, ({ devices }) => devices);
  /** A microphone or camera is open: now there are labels. */
  readonly #open = new SessionController(this, ({ recording, camera }) => recording || camera);
  readonly #texts = new TextsController(this);
  #unwatch = () => {};
  #wasOpen = false;
  /** The remembered device was asked for, and is not to be again while it is there. */
  #restored: string | undefined;

  constructor() {
    super();
    this.kind = 'audioinput';
    this.remember = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatch = watchDevices(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch();
  }

  protected override render(): TemplateResult {
    const { kind } = this;
    const texts = this.#texts.value.devices;
    const devices = devicesOf(kind);
    const chosen = this.#chosen.value[kind];
    const possible = kind !== 'audiooutput' || canChooseLoudspeaker();
    const hint = possible ? devices.length === 0 && texts.locked : texts.unsupported;
    // Also what the page chose by itself and the browser does not tell of.
    const unknown = chosen && !devices.some(({ deviceId }) => deviceId === chosen);
    const listed = unknown ? [...devices, { deviceId: chosen, label: '' }] : devices;
    return html`<label part="label" for="select">${this.label ?? texts[kind]}</label>
      <select
        part="select"
        id="select"
        ?disabled=${!possible}
        aria-describedby=${hint ? 'hint' : nothing}
        @change=${this.#change}
      >
        <option value="">${texts.system}</option>
        ${listed.map(
          ({ deviceId, label }, index) =>
            html`<option value=${deviceId}>${label || texts.numbered(texts[kind], index + 1)}</option>`,
        )}
      </select>
      ${hint ? html`<small part="hint" id="hint">${hint}</small>` : nothing}`;
  }

  protected override updated(): void {
    this.#showChosen();
    if (this.#open.value !== this.#wasOpen) {
      this.#wasOpen = this.#open.value;
      if (this.#wasOpen) void lookAtDevices();
    }
    if (this.remember) this.#restore();
  }

  /** Goes back to the remembered device when it is there and none was chosen; once, in case it does not work. */
  #restore(): void {
    const { session, value } = this.#chosen;
    const id = rememberedDevice(this.kind)?.deviceId;
    if (id && session && !value[this.kind] && id !== this.#restored) {
      void session.useDevice(this.kind, id);
    }
    if (session) this.#restored = id;
  }

  /** The select shows at once what was pressed; it has to show what is used. */
  #showChosen(): void {
    const select = this.renderRoot.querySelector('select') as HTMLSelectElement;
    select.value = this.#chosen.value[this.kind];
  }

  readonly #change = ({ target }: Event) => {
    const { value: id } = target as HTMLSelectElement;
    this.#showChosen();
    this.#request(this.kind, id);
  };

  #request(kind: MediaDeviceKind, id: string): boolean {
    const again = () => this.#request(kind, id);
    const allowed = this.dispatchEvent(new RealtimeDeviceRequestEvent(kind, id, again));
    if (allowed) void this.#use(kind, id);
    return allowed;
  }

  async #use(kind: MediaDeviceKind, id: string): Promise<void> {
    const { session } = this.#chosen;
    await session?.useDevice(kind, id);
    if (!this.remember || session?.state.devices[kind] !== id) return;
    rememberDevice(
      kind,
      devicesOf(kind).find(({ deviceId }) => deviceId === id),
    );
    this.#restored = id;
  }
}

if (!customElements.get('device-select')) customElements.define('device-select', DeviceSelect);

declare global {
  interface HTMLElementTagNameMap {
    'device-select': DeviceSelect;
  }
}
