import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { RealtimeError } from '../../protocol/realtime-error.js';
import type { Texts } from '../../texts/english.js';

type Words = Texts['chat']['permission'];

/** What the browser knows of its own permission, without asking the person for it. */
export class MicrophonePermission implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #status: PermissionStatus | null = null;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    // Not every browser can be asked about the microphone.
    navigator.permissions
      ?.query({ name: 'microphone' })
      .then((status) => {
        this.#status = status;
        status.onchange = () => this.#host.requestUpdate();
        this.#host.requestUpdate();
      })
      .catch(() => {});
  }

  hostDisconnected(): void {
    if (this.#status) this.#status.onchange = null;
    this.#status = null;
  }

  /** What there is to know before the first press; empty if nothing. */
  note(words: Words): string {
    const state = this.#status?.state;
    if (isFramedOut()) return words.frame;
    return state === 'prompt' ? words.prompt : state === 'denied' ? words[browser()] : '';
  }

  /** Where to allow what an error says was denied; empty if it is about something else. */
  help(words: Words, { code, cause }: RealtimeError): string {
    if (code !== 'microphone-denied') return '';
    if (isFramedOut()) return words.frame;
    if (/system/i.test(String(cause))) return words.system;
    return this.#status?.state === 'prompt' ? words.dismissed : words[browser()];
  }
}

/** Chromium's answer to "may this frame ask at all?"; other browsers do not tell. */
const isFramedOut = () =>
  (document as { featurePolicy?: { allowsFeature(name: string): boolean } }).featurePolicy?.allowsFeature(
    'microphone',
  ) === false;

/** Whose settings are meant. On iOS all browsers are Safari inside, but their settings lie elsewhere. */
export function browser({ userAgent, maxTouchPoints } = navigator): keyof Words {
  if (/(Cr|Fx|Edg)iOS/.test(userAgent)) return 'other';
  if (/iP(hone|ad|od)/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1)) return 'ios';
  if (/Firefox/.test(userAgent)) return 'firefox';
  if (/Chrome/.test(userAgent)) return /Android/.test(userAgent) ? 'android' : 'chrome';
  return /Macintosh.*Safari/.test(userAgent) ? 'safari' : 'other';
}
