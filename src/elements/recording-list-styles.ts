import { css } from 'lit';

/** Of `<recording-list>`. */
export const recordingListStyles = css`
  :host {
    display: block;
    min-inline-size: 0;
    accent-color: var(--_accent);
  }
  ol {
    display: grid;
    gap: 0.5rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  ol:empty {
    display: none;
  }
  [part~='take'] {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
    padding: 0.5rem;
    background: var(--_raised);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }
  .about {
    flex: 1;
    min-inline-size: 6.5rem;
    overflow: clip;
    overflow-wrap: anywhere;
    font-size: 0.9375rem;
    font-weight: 500;
    line-height: 1.35;
  }
  time,
  [part='details'],
  [part='time'] {
    font-variant-numeric: tabular-nums;
  }
  /* What separates them is cut off where a line begins. */
  [part='details'] {
    display: flex;
    flex-wrap: wrap;
    margin-inline-start: -1em;
  }
  [part='details'] > * {
    padding-inline-start: 1em;
    text-indent: -1em;
  }
  [part='details'] > ::before {
    content: '·';
    display: inline-block;
    inline-size: 1em;
    text-align: center;
    text-indent: 0;
  }
  time,
  [part='note'],
  [part='empty'],
  #question {
    unicode-bidi: plaintext;
  }
  [part='time'] {
    direction: ltr;
  }
  [part='details'],
  [part='time'],
  [part='note'] {
    font-size: 0.8125rem;
    font-weight: normal;
    color: var(--_quiet);
  }
  [part='note'] {
    display: block;
    color: var(--_danger);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.75rem;
    inline-size: 100%;
    padding-inline: 0.5rem;
  }
  button {
    all: unset;
    box-sizing: border-box;
    min-inline-size: 2.75rem;
    min-block-size: 2.75rem;
    padding: 0.625rem;
    text-align: center;
    border-radius: 1.375rem;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
  }
  button:hover {
    background: color-mix(in srgb, var(--_text) 9%, transparent);
  }
  [part='play'] {
    color: var(--_on-accent);
    background: var(--_accent);
  }
  [part='play']:hover {
    background: var(--_accent);
    filter: brightness(1.08);
  }
  .actions {
    display: flex;
    color: var(--_quiet);
  }
  [part='confirm'] {
    justify-content: space-between;
    font-size: 0.875rem;
  }
  .answers {
    display: flex;
    gap: 0.5rem;
    margin-inline-start: auto;
  }
  [part='confirm'] button {
    padding-inline: 1rem;
    font-weight: 500;
    border: 1px solid var(--_line);
  }
  .danger {
    color: var(--_surface);
    background: var(--_danger);
  }
  .danger:hover {
    background: var(--_danger);
    filter: brightness(1.08);
  }
  svg {
    display: block;
    inline-size: 1.5rem;
    block-size: 1.5rem;
    fill: currentcolor;
  }
  [part='seek'] {
    flex: 1;
    min-inline-size: 6rem;
    min-block-size: 2.75rem;
    margin: 0;
    cursor: pointer;
  }
  video {
    display: block;
    inline-size: 100%;
    max-block-size: 22rem;
    border-radius: calc(var(--_radius) - 0.375rem);
    background: #000;
  }
  [part='picture'] {
    inline-size: 100%;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  [part='empty'] {
    padding: 1.25rem;
    text-align: center;
    color: var(--_quiet);
  }
  @media (forced-colors: active) {
    [part='play'] {
      border: 1px solid;
    }
  }
`;
