import { css } from 'lit';

export const cameraPreviewStyles = css`
  :host {
    display: grid;
    gap: 0.75rem;
    max-inline-size: 32rem;
    font-size: 0.875rem;
  }
  [part='frame'] {
    position: relative;
    overflow: hidden;
    border-radius: var(--_radius);
    background: var(--_raised);
  }
  video {
    display: block;
    inline-size: 100%;
  }
  .mirrored {
    scale: -1 1;
  }
  [part='off'] {
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 0.5rem;
    aspect-ratio: 16 / 9;
    color: var(--_quiet);
  }
  .sent {
    display: flex;
    gap: 0.75rem;
    align-items: center;
  }
  [part='sent'] {
    inline-size: 5rem;
    border-radius: min(var(--_radius), 0.5rem);
  }
  .flash {
    position: absolute;
    inset: 0;
    background: #fff;
    opacity: 0;
    pointer-events: none;
  }
  [part='controls'] {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }
  button {
    all: unset;
    box-sizing: border-box;
    display: flex;
    flex: 1 1 auto;
    align-items: center;
    justify-content: center;
    gap: 0.5rem;
    min-block-size: 2.75rem;
    padding: 0.375rem 1rem;
    border: 1px solid var(--_line);
    border-radius: 1.375rem;
    background: var(--_raised);
    font-weight: 500;
    text-align: center;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
  }
  button:hover {
    filter: brightness(1.05);
  }
  button:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .show {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  svg {
    flex: none;
    inline-size: 1.25rem;
    fill: currentColor;
  }
  [part='off'] svg {
    inline-size: 2.5rem;
  }
  .line {
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
  }
  .gap {
    stroke: var(--_raised);
    stroke-width: 3;
  }
  p {
    margin: 0;
    unicode-bidi: plaintext;
    line-height: 1.45;
  }
  p:empty,
  .sent:not(:has(img)) {
    display: none;
  }
  [part='error'] {
    color: var(--_danger);
  }
  [part='status'] {
    color: var(--_quiet);
  }
  @media (forced-colors: active) {
    [part='frame'] {
      border: 1px solid ButtonText;
    }
  }
`;
