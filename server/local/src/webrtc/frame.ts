import { SESSION_RATE } from '../realtime/audio-format.ts';

/** The length of an Opus frame as WebRTC sends it, ms. */
export const FRAME_MS = 20;
/** The same in samples of a session. */
export const FRAME_SAMPLES = (SESSION_RATE * FRAME_MS) / 1000;
/** Opus is always stamped at 48 000 Hz, whatever the sound's own rate (RFC 7587). */
export const FRAME_TICKS = (48_000 * FRAME_MS) / 1000;
