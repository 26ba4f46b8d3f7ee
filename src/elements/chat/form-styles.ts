import { css } from 'lit';

/** What the forms other than the inline one add. */
export const formStyles = css`
  /* One line. */
  .compact {
    container-type: inline-size !important;
    flex: none !important;
  }
  .compact > .row {
    display: flex;
    align-items: center;
    gap: 0.625rem;
    padding: 0.375rem 0.5rem;
    --realtime-button-size: 2.5rem;
  }
  .compact voice-motion {
    flex: 1 1 2rem;
    block-size: 2rem;
    margin: 0;
  }
  .compact voice-motion[data-state='failed'] {
    display: none;
  }
  .compact [part='status'] {
    flex: 0 1 auto;
  }
  .compact [part='permission-note'] {
    padding: 0 0.75rem 0.5rem;
  }

  /* The launcher in the corner, and its panel. */
  :host([variant='floating']) {
    --_inset: max(1.25rem, env(safe-area-inset-bottom));
    position: fixed;
    inset-block-end: var(--_inset);
    inset-inline-end: 1.25rem;
    z-index: 1000;
    align-items: end;
  }
  :host([variant='floating'][placement='start']) {
    inset-inline: 1.25rem auto;
    align-items: start;
  }
  [part='launcher'] {
    grid-auto-flow: column;
    place-content: center;
    gap: 0.625rem;
    min-inline-size: 3.75rem;
    min-block-size: 3.75rem;
    padding-inline: 1rem;
    color: var(--_on-accent);
    background: var(--_accent);
    border-radius: 2rem;
    box-shadow:
      0 2px 6px #0002,
      0 8px 32px #0004;
  }
  [part='launcher-status'] {
    font-size: 0.875rem;
    font-weight: 600;
  }
  :host([variant='floating']) [part='panel'] {
    position: absolute;
    inset-block: auto calc(100% + 0.75rem);
    inset-inline: auto 0;
    display: none;
    inline-size: min(24rem, 100vw - 2.5rem);
    block-size: min(40rem, 100dvh - 7.5rem);
    max-inline-size: none;
    max-block-size: none;
    margin: 0;
    padding: 0;
    box-shadow:
      0 2px 6px #0002,
      0 8px 32px #0004;
  }
  :host([variant='floating'][placement='start']) [part='panel'] {
    inset-inline: 0 auto;
  }
  :host([variant='floating']) [part='panel'][open] {
    display: flex;
  }
  :host([variant='floating']) [part='panel']:modal {
    position: fixed;
    inset: 0;
    inline-size: 100%;
    block-size: 100dvh;
    padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom)
      env(safe-area-inset-left);
    border: 0;
    border-radius: 0;
    overscroll-behavior: contain;
  }
  @media (prefers-reduced-motion: no-preference) {
    [part='panel'][open]:not(:modal) {
      animation: rise 0.18s ease-out;
    }
    @keyframes rise {
      from {
        translate: 0 0.75rem;
      }
    }
  }
  @media (forced-colors: active) {
    button {
      border: 1px solid ButtonText;
    }
  }
`;
