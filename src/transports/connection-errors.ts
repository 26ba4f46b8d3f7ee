import { RealtimeError } from '../protocol/realtime-error.js';

/** Why a service hangs up, by close code. */
const CLOSE_UNAUTHORIZED = 3000;
const CLOSE_REFUSED = 4000;
const CLOSE_GOING_AWAY = 1001;

export function connectionLost(): RealtimeError {
  return new RealtimeError('connection-lost', 'The connection was lost. Start again to go on.');
}

export function sessionExpired(): RealtimeError {
  return new RealtimeError(
    'session-expired',
    'This conversation reached the service’s time limit. Start again to go on.',
  );
}

export function serviceUnreachable(cause?: unknown): RealtimeError {
  return new RealtimeError(
    'service-unreachable',
    'The voice service cannot be reached. Check your connection and try again.',
    { cause },
  );
}

/**
 * What the end of a socket means to the person.
 *
 * @param complaint what the service complained of before it hung up
 * @param established whether the session stood
 */
export function closeError(
  code: number,
  reason: string,
  complaint: string | undefined,
  established: boolean,
): RealtimeError {
  const why = complaint ?? reason;
  const because = why ? `: ${why}` : '.';
  if (code === CLOSE_UNAUTHORIZED) {
    return new RealtimeError('token-refused', `The voice service did not accept the token${because}`);
  }
  if (code === CLOSE_REFUSED) {
    return new RealtimeError('service-refused', `The voice service ended the call${because}`);
  }
  if (code === CLOSE_GOING_AWAY && /maximum duration|expired/.test(reason)) return sessionExpired();
  return established ? connectionLost() : serviceUnreachable();
}
