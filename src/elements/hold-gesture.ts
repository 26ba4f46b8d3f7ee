import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** What holds a button down: the id of a pointer, or the `KeyboardEvent.code` of a key. */
type Holder = number | string;

interface Host extends ReactiveControllerHost, HTMLElement {
  mode?: 'toggle' | 'hold';
}

const PRESSING_KEYS = [' ', 'Enter'];

/**
 * Makes a button one that is held down while the host's `mode` is `hold`: by mouse, touch or pen, by Space or
 * Enter, or by whatever else calls `begin`. It lets go of itself when the release cannot be seen: the pointer
 * is lost, the window loses the focus, the page is hidden, the host removed.
 */
export class HoldGesture implements ReactiveController {
  readonly #host: Host;
  readonly #start: () => boolean;
  readonly #end: () => void;
  /** While something holds: ends what was listened to for its release. */
  #holding: AbortController | null = null;

  /**
   * @param start called inside the gesture; false when there is nothing to hold, then no end follows
   * @param end called once after each start
   */
  constructor(host: Host, start: () => boolean, end: () => void) {
    this.#host = host;
    this.#start = start;
    this.#end = end;
    host.addController(this);
    host.addEventListener('pointerdown', this.#pointerDown);
    host.addEventListener('keydown', this.#keyDown);
    host.addEventListener('contextmenu', (event) => {
      if (host.mode === 'hold') event.preventDefault(); // a long press is meant for us
    });
  }

  hostDisconnected(): void {
    this.#letGo();
  }

  /** Begins to hold, unless something else holds already; the second finger or key changes nothing. */
  begin(holder: Holder): void {
    if (this.#holding || !this.#start()) return;
    this.#holding = new AbortController();
    const { signal } = this.#holding;
    // At the window and on the way down, so that nothing on the page can keep the release from us.
    const options = { signal, capture: true };
    const pointerGone = ({ pointerId }: PointerEvent) => {
      if (pointerId === holder) this.#letGo();
    };
    window.addEventListener('pointerup', pointerGone, options);
    window.addEventListener('pointercancel', pointerGone, options);
    window.addEventListener('lostpointercapture', pointerGone, options);
    window.addEventListener(
      'keyup',
      (event) => {
        // While a Mac's command key is down, the release of other keys is not told.
        if (event.code !== holder && event.key !== 'Meta') return;
        this.#letGo();
      },
      options,
    );
    window.addEventListener('blur', this.#letGo, { signal });
    document.addEventListener('visibilitychange', this.#letGo, { signal });
  }

  readonly #letGo = () => {
    if (!this.#holding) return;
    this.#holding.abort();
    this.#holding = null;
    this.#end();
  };

  readonly #pointerDown = ({ button, pointerId }: PointerEvent) => {
    if (this.#host.mode !== 'hold' || button !== 0) return;
    this.begin(pointerId);
    if (this.#holding) this.#host.setPointerCapture(pointerId);
  };

  readonly #keyDown = (event: KeyboardEvent) => {
    if (this.#host.mode !== 'hold' || !PRESSING_KEYS.includes(event.key)) return;
    event.preventDefault(); // or the button would be clicked as well
    if (!event.repeat) this.begin(event.code);
  };
}
