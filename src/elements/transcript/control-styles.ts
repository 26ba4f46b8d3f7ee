import { css } from 'lit';

/** The buttons of `<transcript-log>`, and its search. */
export const controlStyles = css`
  button {
    position: relative;
    flex: none;
    /* Laid out faster than a grid, and each turn has some. */
    display: flex;
    align-items: center;
    justify-content: center;
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
    align-self: center;
    inline-size: auto;
    max-inline-size: 90%;
    block-size: auto;
    padding: 0.5rem 0.875rem;
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

  /* One field to look at, with all that belongs to it inside. */
  [part='search'] {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    margin: 0.5rem max(min(4%, 1.25rem), 50% - 26rem);
    padding-inline: 0.75rem;
    background: var(--_surface);
    border: 1px solid color-mix(in srgb, var(--_quiet) 70%, var(--_surface));
    border-radius: min(var(--_radius), 0.625rem);
    font-size: 0.875rem;
    color: var(--_quiet);
  }
  [part='search']:focus-within {
    border-color: var(--_accent);
    outline: 1px solid var(--_accent);
  }
  [part='field'] {
    flex: 1;
    min-inline-size: 0;
    min-block-size: 2.75rem;
    padding: 0;
    text-overflow: ellipsis;
    border: 0;
    outline: 0;
    background: none;
    font: inherit;
    font-size: max(1rem, 16px);
    color: var(--_text);
  }
  [part='field']::placeholder {
    color: var(--_quiet);
    opacity: 1;
  }

  @media (forced-colors: active) {
    [part='fresh'] {
      border: 1px solid;
    }
  }
`;
