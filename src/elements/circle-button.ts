import { css, html, nothing, type SVGTemplateResult, type TemplateResult } from 'lit';

interface CircleButton {
  readonly icon: SVGTemplateResult;
  /** What the slot shows when the page puts nothing there. */
  readonly label: string;
  readonly press: (event: MouseEvent) => void;
  /** For buttons that stay down. */
  readonly pressed?: boolean;
  /** Has nothing to do now. It keeps the focus, unlike a native `disabled`, and ignores presses. */
  readonly disabled?: boolean;
  /** `KeyboardEvent.code` of a key that presses it from anywhere. */
  readonly hotkey?: string | undefined;
}

/** A native button: an icon in a circle (`part="circle"`) above its label. */
export function circleButton(button: CircleButton): TemplateResult {
  const { icon, label, press, pressed, disabled, hotkey } = button;
  return html`<button
    part="button"
    type="button"
    aria-pressed=${pressed ?? nothing}
    aria-disabled=${disabled || nothing}
    aria-keyshortcuts=${hotkey?.replace(/^(Key|Digit)/, '') ?? nothing}
    @click=${disabled ? null : press}
  >
    <span part="circle"><svg viewBox="0 0 24 24" aria-hidden="true">${icon}</svg></span>
    <span part="label"><slot>${label}</slot></span>
  </button>`;
}

/** Its looks: a small and quiet one, unless `--_size`, `--_fill`, `--_ink`, `--_edge` and `--_text-size` say otherwise. */
export const circleButtonStyles = css`
  :host {
    display: inline-block;
    vertical-align: middle;
    --_size: var(--realtime-control-size, 3rem);
    --_fill: var(--_raised);
    --_ink: var(--_text);
    --_edge: color-mix(in srgb, var(--_text) 50%, transparent);
    --_text-size: 0.75rem;
  }
  button {
    all: unset;
    box-sizing: border-box;
    display: grid;
    justify-items: center;
    gap: 0.5rem;
    min-inline-size: 2.75rem;
    /* In the middle of a cell that is wider. */
    margin-inline: auto;
    cursor: pointer;
    font-size: var(--_text-size);
    font-weight: 500;
    text-align: center;
    user-select: none;
    -webkit-user-select: none;
    -webkit-touch-callout: none;
    -webkit-tap-highlight-color: transparent;
  }
  [part='circle'] {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: var(--_size);
    aspect-ratio: 1;
    border-radius: 50%;
    background: var(--_fill);
    box-shadow: inset 0 0 0 1px var(--_edge);
    transition:
      background 0.2s,
      transform 0.1s;
  }
  button:not([aria-disabled]):hover [part='circle'] {
    filter: brightness(1.08);
  }
  button:not([aria-disabled]):active [part='circle'] {
    transform: scale(0.96);
  }
  button:focus-visible [part='circle'] {
    outline: 3px solid var(--_accent);
    outline-offset: 3px;
  }
  button[aria-disabled] {
    cursor: default;
    opacity: 0.45;
  }
  svg {
    position: relative;
    inline-size: 48%;
    fill: var(--_ink);
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .line {
    fill: none;
    stroke: var(--_ink);
    stroke-width: 2;
  }
  .gap {
    stroke: var(--_fill);
    stroke-width: 3;
  }
  :host([data-state='connecting']) [part='circle']::after {
    content: '';
    position: absolute;
    inset: -6px;
    border: 3px solid color-mix(in srgb, var(--_accent) 25%, transparent);
    border-block-start-color: var(--_accent);
    border-radius: 50%;
    animation: turn 0.9s linear infinite;
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    :host [part='circle']::after {
      animation-duration: 4s !important;
    }
    [part='circle'] {
      transform: none !important;
    }
  }
  @media (forced-colors: active) {
    :host {
      --_fill: ButtonFace !important;
      --_ink: ButtonText !important;
    }
    [part='circle'] {
      border: 2px solid ButtonText;
    }
    :host([data-state='connecting']) [part='circle']::after {
      forced-color-adjust: none;
      border-block-start-color: Highlight;
    }
    :host(:is([data-state='recording'], [data-state='muted'])) button {
      --_fill: Highlight;
      --_ink: HighlightText;
    }
    button[aria-disabled] {
      opacity: 1;
      --_ink: GrayText;
      color: GrayText;
    }
    button[aria-disabled] [part='circle'] {
      border-color: GrayText;
    }
  }
`;
