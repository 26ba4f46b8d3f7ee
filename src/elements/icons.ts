import { svg } from 'lit';

/** Drawn on 24 × 24, filled with the colour of the icon. */
export const microphone = svg`<path d="M12 15a4 4 0 0 0 4-4V6a4 4 0 0 0-8 0v5a4 4 0 0 0 4 4Zm7-4a1 1 0 1 0-2 0 5 5 0 0 1-10 0 1 1 0 1 0-2 0 7 7 0 0 0 6 6.9V21a1 1 0 1 0 2 0v-3.1a7 7 0 0 0 6-6.9Z"/>`;
/** The stroke in the colour of the ground keeps the slash apart from what it crosses out. */
export const microphoneOff = svg`${microphone}<path class="gap" d="m4 3 17 17"/><path class="line" d="m4 4 16 16"/>`;
export const stop = svg`<rect x="6.5" y="6.5" width="11" height="11" rx="2.5"/>`;
export const hand = svg`<path d="M10.2 11V4.4a1.4 1.4 0 0 1 2.8 0V11h.6V5.6a1.4 1.4 0 0 1 2.8 0V12h.5V8.3a1.35 1.35 0 0 1 2.7 0V15a7 7 0 0 1-7 7c-2.9 0-4.7-1.2-6-3.6l-3-5.5a1.4 1.4 0 0 1 2.4-1.4l1 1.4V5.8a1.35 1.35 0 0 1 2.7 0V11Z"/>`;
export const phone = svg`<path d="M1.6 15.6C1 11.4 5.6 7 12 7s11 4.4 10.4 8.6c-.2 1.3-1.3 2-2.5 1.7l-2.9-.7c-1-.2-1.6-1-1.6-2v-1.9a10 10 0 0 0-6.8 0v1.9c0 1-.6 1.8-1.6 2l-2.9.7c-1.2.3-2.3-.4-2.5-1.7Z"/>`;
export const arrowUp = svg`<path class="line" d="M12 19V5.5m-6 6 6-6 6 6"/>`;
export const cross = svg`<path class="line" d="m6.5 6.5 11 11m0-11-11 11"/>`;
/** Sound, as bars. */
export const voice = svg`<path class="line" d="M4 10.5v3m4-6.5v10m4-13v16m4-13v10m4-6.5v3"/>`;
