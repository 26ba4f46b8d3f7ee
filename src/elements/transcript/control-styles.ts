import { css } from 'lit';

/** The buttons of `<transcript-log>`, and its search. */
export const controlStyles = css`
  button {
    position: relative;
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 1.5rem;
    block-size: 1.5rem;
    padding: 0;
    border: 0;
    border-radius: 0.5rem;
    font: inherit;
    color: inherit;
    background: none;
    cursor: pointer;
  }
  button:hover {
    color: var(--_text);
    background: color-mix(in srgb, currentcolor 10%, transparent);
  }
  button:disabled {
    opacity: 0.4;
    cursor: default;
  }
  /* Small to look at, large enough to hit. */
  button::after {
    content: '';
    position: absolute;
    inset: -0.625rem -0.25rem;
  }
  svg {
    inline-size: 1.125rem;
    block-size: 1.125rem;
    fill: currentcolor;
  }
  .line {
    fill: none;
    stroke: currentcolor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  @media (hover: hover) {
    .head button {
      opacity: 0;
    }
    :is(li:hover, li:focus-within) .head button {
      opacity: 1;
    }
  }
  [part='more'] {
    inline-size: auto;
    block-size: auto;
    padding: 0.25rem 0.5rem;
    text-decoration: underline;
    color: inherit !important;
  }
  [part='jump'] {
    position: absolute;
    inset-block-end: 0.75rem;
    inset-inline: 0;
    margin-inline: auto;
    inline-size: fit-content;
    max-inline-size: 90%;
    block-size: auto;
    padding: 0.5rem 0.875rem;
    display: flex;
    gap: 0.5rem;
    border: 1px solid var(--_line);
    border-radius: 2rem;
    font-size: 0.875rem;
    color: var(--_text);
    background: var(--_surface) !important;
    box-shadow: 0 4px 16px rgb(0 0 0 / 0.18);
  }
  [part='fresh'] {
    padding-inline: 0.5rem;
    border-radius: 1rem;
    font-size: 0.75rem;
    color: var(--_on-accent);
    background: var(--_accent);
  }

  [part='search'] {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    padding-block: 0.5rem;
    border-block-end: 1px solid var(--_line);
    font-size: 0.875rem;
    color: var(--_quiet);
  }
  [part='field'] {
    flex: 1;
    min-inline-size: 0;
    text-overflow: ellipsis;
    padding: 0.5rem 0.75rem;
    border: 1px solid var(--_line);
    border-radius: 0.625rem;
    font: inherit;
    color: var(--_text);
    background: var(--_surface);
  }
  [part='field']::placeholder {
    color: var(--_quiet);
  }
  [part='search'] button {
    inline-size: 2rem;
    block-size: 2rem;
  }

  @media (forced-colors: active) {
    [part='jump'],
    [part='fresh'] {
      border: 1px solid CanvasText;
    }
    button {
      color: ButtonText;
    }
  }
`;
