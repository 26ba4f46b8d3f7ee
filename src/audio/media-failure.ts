import { RealtimeError, type RealtimeErrorCode } from '../protocol/realtime-error.js';

/** Chromium's answer to "may this frame ask at all?"; other browsers do not tell. */
interface PolicyDocument {
  featurePolicy?: { allowsFeature(feature: string): boolean };
}

type Failure = 'denied' | 'missing' | 'in-use' | 'failed';

const FAILURES: Record<string, Failure> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'in-use',
};

const WORDS: Record<Failure, (device: string) => string> = {
  denied: (device) =>
    `The ${device} is blocked: allow it for this page in the browser's site settings, then try again.`,
  missing: (device) => `No ${device} was found: connect one, then try again.`,
  'in-use': (device) => `The ${device} is in use by another program: close that program, then try again.`,
  failed: (device) =>
    `The ${device} could not be opened: check that it works in other programs, then try again.`,
};

/** Why `getUserMedia` gave no device, such as `camera-denied` for a NotAllowedError, with what to do about it. */
export function mediaFailure(device: 'microphone' | 'camera', cause: unknown): RealtimeError {
  const name = cause instanceof Error ? cause.name : '';
  const failure = FAILURES[name] ?? 'failed';
  const embedded =
    name === 'NotAllowedError' && (document as PolicyDocument).featurePolicy?.allowsFeature(device) === false;
  const message = embedded
    ? `This page may not use the ${device} inside another: the outer page must embed it with allow="${device}".`
    : WORDS[failure](device);
  return new RealtimeError(`${device}-${failure}` satisfies RealtimeErrorCode, message, { cause });
}
