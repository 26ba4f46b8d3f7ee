/**
 * Every way a conversation can fail, as a closed list.
 *
 * - `microphone-denied` the person or the page's policy refused the microphone
 * - `microphone-missing` no microphone is connected
 * - `microphone-in-use` another program holds it
 * - `microphone-lost` it went away while recording
 * - `microphone-failed` it could not be opened for another reason
 * - `camera-denied`, `camera-missing`, `camera-in-use`, `camera-lost`, `camera-failed` the same of the camera
 * - `loudspeaker-failed` the loudspeaker that was chosen cannot be used, or went away
 * - `picture-refused` a picture is none, or larger than the service takes
 * - `recording-failed` the browser cannot record the conversation, or stopped; the call goes on
 * - `insecure-context` the page is neither https nor localhost
 * - `audio-failed` the browser could not start its audio engine
 * - `invalid-config` an attribute or property has a value that is not allowed
 * - `secret-key-in-browser` a standard API key reached the page
 * - `token-failed` the token endpoint is absent, slow, or answers nonsense
 * - `token-refused` the service does not accept the token
 * - `service-unreachable` no connection to the service could be made
 * - `media-blocked` the network or the browser lets no WebRTC through
 * - `service-refused` the service closed the connection with a reason
 * - `session-rejected` the service did not accept the session's settings
 * - `session-expired` the service's time limit for one session is over
 * - `connection-lost` an established connection broke
 * - `invalid-message` the service sent something that is not its protocol
 * - `service-error` the service reports an error; the call goes on
 */
export type RealtimeErrorCode =
  | 'microphone-denied'
  | 'microphone-missing'
  | 'microphone-in-use'
  | 'microphone-lost'
  | 'microphone-failed'
  | 'camera-denied'
  | 'camera-missing'
  | 'camera-in-use'
  | 'camera-lost'
  | 'camera-failed'
  | 'loudspeaker-failed'
  | 'picture-refused'
  | 'recording-failed'
  | 'insecure-context'
  | 'audio-failed'
  | 'invalid-config'
  | 'secret-key-in-browser'
  | 'token-failed'
  | 'token-refused'
  | 'service-unreachable'
  | 'media-blocked'
  | 'service-refused'
  | 'session-rejected'
  | 'session-expired'
  | 'connection-lost'
  | 'invalid-message'
  | 'service-error';

/** A failure with a code for programs and a sentence that a person can act on. */
export class RealtimeError extends Error {
  override readonly name = 'RealtimeError';
  readonly code: RealtimeErrorCode;

  /**
   * @param message one sentence that says what to do; shown in the page, never holds a secret
   * @param options.cause what was caught, for the console
   */
  constructor(code: RealtimeErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** Any thrown value as a RealtimeError; one that already is stays itself. */
  static from(cause: unknown, code: RealtimeErrorCode, message: string): RealtimeError {
    return cause instanceof RealtimeError ? cause : new RealtimeError(code, message, { cause });
  }
}
