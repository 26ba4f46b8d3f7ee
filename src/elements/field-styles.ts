import { css } from 'lit';

/** The looks of native fields and their labels: a `select`, whose arrow stands at its end, and a number. */
export const fieldStyles = css`
  :host,
  [part='field'] {
    display: grid;
    gap: 0.375rem;
    min-inline-size: 0;
  }
  :host {
    font-size: 0.875rem;
  }
  [for] {
    font-weight: 500;
  }
  select,
  [type='number'] {
    inline-size: 100%;
    min-block-size: 2.75rem;
    padding: 0 0.75rem;
    font: inherit;
    font-size: max(1rem, 16px);
    color: inherit;
    background: var(--_surface);
    border: 1px solid color-mix(in srgb, var(--_quiet) 70%, var(--_surface));
    border-radius: min(var(--_radius), 0.625rem);
  }
  select {
    appearance: none;
    padding-inline-end: 2.25rem;
    text-overflow: ellipsis;
    background:
      linear-gradient(45deg, transparent 50%, var(--_quiet) 50%) calc(100% - 1.125rem) 50% / 0.3125rem
        0.3125rem,
      linear-gradient(-45deg, transparent 50%, var(--_quiet) 50%) calc(100% - 0.8125rem) 50% / 0.3125rem
        0.3125rem,
      var(--_surface);
    background-repeat: no-repeat;
  }
  :host(:dir(rtl)) select {
    background-position:
      0.8125rem 50%,
      1.125rem 50%,
      0;
  }
  :disabled:not(:disabled *) {
    opacity: 0.6;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  /* In place of their border. */
  select:focus-visible,
  [type='number']:focus-visible {
    outline-offset: -1px;
  }
  @media (forced-colors: active) {
    select {
      appearance: auto;
    }
  }
`;
