import { css } from 'lit';

/** What every element shares: the tokens, resolved once, and nothing else. */
export const tokens = css`
  :host {
    --_accent: var(--realtime-accent, light-dark(#4f46e5, #a5b4fc));
    --_assistant: var(--realtime-assistant, light-dark(#0d9488, #5eead4));
    --_on-accent: var(--realtime-on-accent, light-dark(#fff, #1e1b4b));
    --_surface: var(--realtime-surface, light-dark(#fff, #16181d));
    --_raised: var(--realtime-raised, light-dark(#f3f4f8, #23262e));
    --_text: var(--realtime-text, light-dark(#1a1d24, #eceef3));
    --_quiet: var(--realtime-quiet, light-dark(#5c6370, #a2a9b8));
    --_line: var(--realtime-line, light-dark(#e3e5ec, #30343e));
    --_danger: var(--realtime-danger, light-dark(#c02636, #ff8a93));
    --_radius: var(--realtime-radius, 1rem);
    font-family: var(--realtime-font, inherit);
    color: var(--_text);
    box-sizing: border-box;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: inherit;
  }
`;

/** Icons that are drawn with a line, beside those that are filled. */
export const lineStyles = css`
  .line {
    fill: none;
    stroke: currentcolor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
`;
