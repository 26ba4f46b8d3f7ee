import { svg } from 'lit';

/* Like the others, for the elements that a page loads only when it has them. */

const loudspeaker = svg`<path d="M12.5 4.3a1 1 0 0 1 1.5.9v13.6a1 1 0 0 1-1.5.9L7 16H4a1.5 1.5 0 0 1-1.5-1.5v-5A1.5 1.5 0 0 1 4 8h3Z"/>`;
/** The loudspeaker with waves of sound, and without. */
export const loudspeakerOn = svg`${loudspeaker}<path class="line" d="M17 9a4.2 4.2 0 0 1 0 6m2.7-9a8.4 8.4 0 0 1 0 12"/>`;
export const loudspeakerOff = svg`${loudspeaker}<path class="line" d="m17.5 9.5 5 5m0-5-5 5"/>`;
export const camera = svg`<path d="M4.5 6h9A2.5 2.5 0 0 1 16 8.5v7a2.5 2.5 0 0 1-2.5 2.5h-9A2.5 2.5 0 0 1 2 15.5v-7A2.5 2.5 0 0 1 4.5 6Zm13 4.2 3.2-2.3A.8.8 0 0 1 22 8.5v7a.8.8 0 0 1-1.3.6l-3.2-2.3Z"/>`;
export const cameraOff = svg`${camera}<path class="gap" d="m3 3 17 17"/><path class="line" d="m3 4 17 17"/>`;
export const play = svg`<path d="M8 5.5v13l10.5-6.5Z"/>`;
export const pause = svg`<path d="M7 5.5h3.5v13H7Zm6.5 0H17v13h-3.5Z"/>`;
export const download = svg`<path class="line" d="M12 4v11m-5-5 5 5 5-5M5 20h14"/>`;
export const bin = svg`<path class="line" d="M4.5 7h15M10 4h4M6.5 7l1 13h9l1-13"/>`;
