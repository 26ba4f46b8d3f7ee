import { RealtimeError, type RealtimeErrorCode } from '../protocol/realtime-error.js';
import { assertSecureContext } from './secure-context.js';

/** Chromium's answer to "may this frame ask at all?"; other browsers do not tell. */
interface PolicyDocument {
  featurePolicy?: { allowsFeature(feature: string): boolean };
}

const FAILURES: Record<string, [RealtimeErrorCode, string]> = {
  NotAllowedError: [
    'microphone-denied',
    "The microphone is blocked: allow it for this page in the browser's site settings, then try again.",
  ],
  NotFoundError: ['microphone-missing', 'No microphone was found: connect one, then try again.'],
  NotReadableError: [
    'microphone-in-use',
    'The microphone is in use by another program: close that program, then try again.',
  ],
};
const ALIASES: Record<string, string> = {
  SecurityError: 'NotAllowedError',
  OverconstrainedError: 'NotFoundError',
};

/**
 * Opens a microphone: mono, with echo cancellation, noise suppression and automatic gain. Call it inside the click:
 * the browser is asked synchronously. Whoever opened it stops it, with `stopStream`.
 * @param constraints added to those defaults, `{deviceId: {exact: …}}` for instance
 * @throws RealtimeError `microphone-denied`, `microphone-missing`, `microphone-in-use`, `microphone-failed` or
 *   `insecure-context`
 */
export async function openMicrophone(constraints?: MediaTrackConstraints): Promise<MediaStream> {
  assertSecureContext();
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: {
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
        channelCount: 1,
        ...constraints,
      },
    });
  } catch (cause) {
    throw toRealtimeError(cause);
  }
}

/** Stops all tracks, so that the browser's microphone light goes out. */
export function stopStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function toRealtimeError(cause: unknown): RealtimeError {
  const name = cause instanceof Error ? cause.name : '';
  if (
    name === 'NotAllowedError' &&
    (document as PolicyDocument).featurePolicy?.allowsFeature('microphone') === false
  ) {
    return new RealtimeError(
      'microphone-denied',
      'This page may not use the microphone inside another: the outer page must embed it with allow="microphone".',
      { cause },
    );
  }
  const [code, message] = FAILURES[ALIASES[name] ?? name] ?? [
    'microphone-failed',
    'The microphone could not be opened: check that it works in other programs, then try again.',
  ];
  return new RealtimeError(code, message, { cause });
}
