import { svg } from 'lit';

/** Drawn on 24 × 24, filled with the colour of the icon. */
export const microphone = svg`<path d="M12 15a4 4 0 0 0 4-4V6a4 4 0 0 0-8 0v5a4 4 0 0 0 4 4Zm7-4a1 1 0 1 0-2 0 5 5 0 0 1-10 0 1 1 0 1 0-2 0 7 7 0 0 0 6 6.9V21a1 1 0 1 0 2 0v-3.1a7 7 0 0 0 6-6.9Z"/>`;
/** The stroke in the colour of the ground keeps the slash apart from what it crosses out. */
export const microphoneOff = svg`${microphone}<path class="gap" d="m4 3 17 17"/><path class="line" d="m4 4 16 16"/>`;
export const stop = svg`<rect x="6.5" y="6.5" width="11" height="11" rx="2.5"/>`;
export const hand = svg`<path d="M10.2 11V4.4a1.4 1.4 0 0 1 2.8 0V11h.6V5.6a1.4 1.4 0 0 1 2.8 0V12h.5V8.3a1.35 1.35 0 0 1 2.7 0V15a7 7 0 0 1-7 7c-2.9 0-4.7-1.2-6-3.6l-3-5.5a1.4 1.4 0 0 1 2.4-1.4l1 1.4V5.8a1.35 1.35 0 0 1 2.7 0V11Z"/>`;
export const phone = svg`<path d="M2.2 15.6c-.7-3.2 3.3-7.1 9.8-7.1s10.5 3.9 9.8 7.1c-.2 1-1 1.5-1.9 1.3l-2.6-.6c-.8-.2-1.3-.9-1.3-1.7v-1.5a11 11 0 0 0-8 0v1.5c0 .8-.5 1.5-1.3 1.7l-2.6.6c-.9.2-1.7-.3-1.9-1.3Z"/>`;
export const arrowUp = svg`<path class="line" d="M12 19V5.5m-6 6 6-6 6 6"/>`;
