import type { ReactiveController, ReactiveControllerHost } from 'lit';

interface Host extends ReactiveControllerHost, HTMLElement {
  /** `KeyboardEvent.code`, such as `Space` or `KeyT`. */
  hotkey?: string;
}

/** What has its own use for keys. */
const TAKES_KEYS =
  'a[href],audio,button,iframe,input,select,summary,textarea,video,' +
  '[role=button],[role=combobox],[role=link],[role=textbox]';

/** Tells of presses of the host's `hotkey` anywhere on the page that nothing else has a use for. */
export class Hotkey implements ReactiveController {
  readonly #host: Host;
  readonly #press: (code: string) => void;

  /** @param press called inside the press, not for its repetitions */
  constructor(host: Host, press: (code: string) => void) {
    this.#host = host;
    this.#press = press;
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener('keydown', this.#keyDown);
  }

  hostDisconnected(): void {
    window.removeEventListener('keydown', this.#keyDown);
  }

  readonly #keyDown = (event: KeyboardEvent) => {
    const { code, ctrlKey, altKey, metaKey, shiftKey, isComposing } = event;
    if (code !== this.#host.hotkey || ctrlKey || altKey || metaKey || shiftKey || isComposing) return;
    if (event.defaultPrevented || this.#isMeantForOther(event)) return;
    event.preventDefault(); // Space scrolls
    if (!event.repeat) this.#press(code);
  };

  #isMeantForOther(event: KeyboardEvent): boolean {
    const path = event.composedPath();
    if (path.includes(this.#host)) return false; // prevented, the key does not click it as well
    const [target] = path;
    // A custom element as the innermost target hides what has the focus in it.
    const hides =
      target instanceof HTMLElement && (target.isContentEditable || target.localName.includes('-'));
    return hides || path.some((node) => node instanceof Element && node.matches(TAKES_KEYS));
  }
}
