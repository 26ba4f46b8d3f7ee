import { RealtimeError } from '../protocol/realtime-error.js';

/** @throws RealtimeError `insecure-context` where the browser withholds microphone and worklets from the page */
export function assertSecureContext(): void {
  if (!isSecureContext || !navigator.mediaDevices) {
    throw new RealtimeError(
      'insecure-context',
      'Browsers allow voice only on secure pages: open this page over https or on localhost.',
    );
  }
}
