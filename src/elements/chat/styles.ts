import { css } from 'lit';

/** For those who listen only. */
const unseen = css`
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
`;

/** The pieces of every form. */
export const chatStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
  }
  [part='panel'] {
    container-type: size;
    display: flex;
    flex: 1 1 32rem;
    flex-direction: column;
    min-block-size: 0;
    color: inherit;
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    /* Large text on a small screen is more than there is room for. */
    overflow: hidden auto;
    outline: 0;
  }
  [part='header'] {
    display: flex;
    align-items: center;
    gap: 0.75rem;
    min-block-size: 3.25rem;
    padding-inline: 1.25rem 0.75rem;
    border-block-end: 1px solid var(--_line);
  }
  .title {
    flex: 1;
    display: grid;
    justify-items: start;
    min-inline-size: 0;
    padding-block: 0.5rem;
  }
  transcript-log {
    flex: 1;
    min-block-size: 0;
  }
  .hint {
    display: grid;
    place-content: safe center;
    gap: 0.75rem;
    min-block-size: 0;
    overflow: clip;
    padding: 1.5rem;
    font-size: 1.125rem;
    text-align: center;
    text-wrap: balance;
    color: var(--_quiet);
  }
  /* First the answer to what is asked. */
  transcript-log:has(~ [part='consent']) .hint {
    visibility: hidden;
  }
  [part='controls'] {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
    padding: 0 var(--_edge) 1rem;
    --_edge: 1.25rem;
  }
  .buttons {
    display: grid;
    grid-template-columns: minmax(0, 8rem) auto minmax(0, 8rem);
    align-items: start;
    justify-content: center;
    justify-items: center;
    gap: 0.5rem;
  }
  message-input {
    justify-self: center;
    inline-size: min(100%, 40rem);
  }
  voice-motion {
    margin-inline: calc(-1 * var(--_edge));
  }
  .side {
    /* In line with the middle of the large one. */
    margin-block-start: calc((var(--realtime-button-size, 4.5rem) - var(--realtime-control-size, 3rem)) / 2);
  }
  .unneeded:not(:focus-within) {
    visibility: hidden;
  }
  call-button {
    --realtime-control-size: 2rem;
  }
  /* The large one says that it connects. */
  call-button::part(circle)::after {
    content: none;
  }
  call-button::part(label),
  .compact record-button::part(label) {
    ${unseen}
  }
  call-button::part(button),
  .compact record-button::part(button) {
    min-block-size: 2.75rem;
    place-content: center;
    gap: 0;
  }
  ::slotted([slot]) {
    margin: 0;
  }
  ::slotted([slot='footer']) {
    padding: 0 1.25rem 1rem;
    font-size: 0.8125rem;
    text-align: center;
    text-wrap: balance;
    color: var(--_quiet);
  }
  .unseen {
    ${unseen}
  }

  /* What is said to the person, between transcript and controls. */
  [part='error'],
  [part='consent'],
  [part='echo-note'],
  [part='recording-note'],
  [part='permission-note'] {
    margin: 0;
    padding: 0.75rem 1.25rem;
    font-size: 0.875rem;
    line-height: 1.45;
    overflow-wrap: anywhere;
  }
  [part='recording-note'] {
    display: flex;
    align-items: baseline;
    gap: 0.5rem;
    padding-block: 0.375rem;
    font-size: 0.8125rem;
    color: var(--_danger);
    border-block-end: 1px solid var(--_line);
  }
  [part='recording-note']::before {
    content: '';
    flex: none;
    inline-size: 0.5rem;
    block-size: 0.5rem;
    border-radius: 50%;
    background: currentcolor;
    forced-color-adjust: none;
  }
  [part='permission-note'] {
    padding: 0;
    font-size: 0.8125rem;
    text-wrap: balance;
    color: var(--_quiet);
  }
  [part='error'],
  [part='echo-note'] {
    display: flex;
    align-items: center;
    gap: 0.75rem;
    padding-block: 0.5rem;
    padding-inline-end: 0.75rem;
    /* For forced colours, which leave no background. */
    border-block: 1px solid transparent;
  }
  [part='error'] > p,
  [part='echo-note'] > span {
    flex: 1;
    margin: 0;
  }
  [part='error'] {
    color: var(--_danger);
    background: color-mix(in srgb, var(--_danger) 10%, var(--_surface));
  }
  /* A sentence in the page's language, in English or in the service's: its full stop stands at its end. */
  * {
    unicode-bidi: plaintext;
  }
  [part='detail'] {
    display: block;
    opacity: 0.8;
  }
  [part='echo-note'],
  [part='consent'] {
    color: var(--_text);
    background: var(--_raised);
  }
  [part='consent'] {
    display: grid;
    gap: 0.75rem;
    padding-block: 1rem;
  }
  .choice {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }
  [hidden] {
    display: none !important;
  }

  button {
    all: unset;
    box-sizing: border-box;
    display: inline-grid;
    place-items: center;
    min-inline-size: 2.75rem;
    min-block-size: 2.75rem;
    border-radius: min(var(--_radius), 1.375rem);
    text-align: center;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
  }
  button:focus-visible,
  [part='error']:focus-visible,
  [part='consent']:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: -4px;
  }
  button:hover {
    filter: brightness(1.08);
  }
  button svg {
    inline-size: 1.5rem;
    fill: currentcolor;
  }
  [part='retry'],
  [part='accept'],
  [part='decline'],
  [part='resume'] {
    padding: 0 1rem;
    font-size: 0.875rem;
    font-weight: 600;
    border: 1px solid currentcolor;
  }
  [part='retry'] {
    flex: none;
  }
  [part='accept'],
  [part='resume'] {
    color: var(--_on-accent);
    background: var(--_accent);
    border-color: var(--_accent);
  }
  [part='decline'] {
    border-color: transparent;
  }
  [part='resume'] {
    align-self: center;
    margin: 0.75rem 1.25rem;
  }
  :is([part='accept'], [part='resume'], [part='launcher']):focus-visible {
    outline-color: var(--_on-accent);
  }

  /* Little room. */
  @container (width < 22rem) {
    [part='header'] {
      padding-inline: 1rem 0.5rem;
      gap: 0.25rem;
    }
    [part='controls'] {
      --_edge: 0.75rem;
    }
  }
  @container (width < 14rem) {
    [part='controls'] {
      --_edge: 0.5rem;
    }
    .buttons {
      --realtime-control-size: 2.75rem;
      gap: 0.25rem;
    }
  }
  @container (height < 26rem) {
    voice-motion {
      block-size: 1.5rem;
    }
    [part='controls'] {
      row-gap: 0.5rem;
      padding-block-end: 0.75rem;
    }
  }
  @container (width < 14rem) or (height < 26rem) {
    .buttons {
      --realtime-button-size: 3.5rem;
    }
    .buttons > ::part(label) {
      ${unseen}
    }
  }
`;
