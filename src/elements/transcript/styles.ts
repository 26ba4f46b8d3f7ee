import { css } from 'lit';

/** Of `<transcript-log>`. */
export const transcriptStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    position: relative;
    min-block-size: 0;
  }
  ::slotted([slot='empty']) {
    flex: 1;
  }
  [part='log'] {
    padding: 1.25rem max(1.25rem, 50% - 26rem) 0.375rem;
    overflow-y: auto;
    /* Places are kept by the log itself, in all browsers alike. */
    overflow-anchor: none;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    outline-offset: -2px;
  }
  /* What goes on beyond an edge fades into it; at both ends that is padding. */
  @media (forced-colors: none) {
    [part='log']:not(:focus-visible) {
      mask: linear-gradient(#0000, #000 1.25rem calc(100% - 1.25rem), #0000);
    }
  }
  .none {
    padding: 0 !important;
  }
  /* Without an edge there would be no telling what is seen. */
  .partial {
    max-block-size: 100dvh;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
  }
  .turns > ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  /* Plain blocks: they are laid out twice as fast as grids. */
  .turns > ol > li {
    max-inline-size: min(88%, 38rem);
    margin-block-end: 0.875rem;
  }
  .turns > ol > li > * {
    inline-size: fit-content;
    max-inline-size: 100%;
    margin-block-end: 0.25rem;
  }
  .user,
  .user > * {
    margin-inline-start: auto;
  }
  .system,
  .system > * {
    margin-inline: auto;
    text-align: center;
  }
  .head {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    min-block-size: 1.5rem;
  }
  .head,
  [part='note'] {
    padding-inline: 0.25rem;
    font-size: 0.75rem;
    color: var(--_quiet);
  }
  .user .head {
    flex-direction: row-reverse;
  }
  time,
  [part='count'] {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
    unicode-bidi: plaintext;
  }
  [part='text'] {
    padding: 0.625rem 0.875rem;
    border-radius: var(--_radius);
    border-end-start-radius: 0.25rem;
    background: var(--_raised);
    line-height: 1.5;
    overflow-wrap: anywhere;
    /* Accents piled on a letter stay in their bubble. */
    overflow: clip;
  }
  .user [part='text'] {
    background: var(--_accent);
    color: var(--_on-accent);
    border-radius: var(--_radius);
    border-end-end-radius: 0.25rem;
  }
  .system [part='text'] {
    background: none;
    color: var(--_quiet);
    font-size: 0.875rem;
    padding-block: 0;
  }
  [part='text'] :is(p, pre, ul, ol) {
    margin: 0;
  }
  [part='text'] :is(p, pre, li) {
    white-space: pre-wrap;
  }
  [part='text'] > :not(:first-child) {
    margin-block-start: 0.5rem;
  }
  [part='text'] ul {
    list-style: disc;
  }
  [part='text'] :is(ul, ol) {
    padding-inline-start: 1.5em;
  }
  .heading {
    font-weight: 600;
  }
  code {
    font:
      0.875em/1.5 ui-monospace,
      monospace;
    padding-inline: 0.25em;
    border-radius: 0.25em;
    background: color-mix(in srgb, currentcolor 9%, transparent);
  }
  pre code {
    display: block;
    padding: 0.5em 0.75em;
  }
  a {
    color: inherit;
    text-underline-offset: 0.15em;
    /* What stands before a link cannot turn its letters round. */
    unicode-bidi: isolate;
    outline-color: currentcolor !important;
    outline-offset: -1px;
  }
  mark {
    border-radius: 0.2em;
    color: #1a1d24;
    background: var(--realtime-mark, #ffe27a);
  }
  mark[part~='current'] {
    background: #ffb03a;
    outline: 2px solid currentcolor;
    outline-offset: -1px;
  }
  mark[part='heard'] {
    color: inherit;
    background: color-mix(in srgb, currentcolor 20%, transparent);
    box-shadow: inset 0 -2px currentcolor;
  }
  [part='unheard'] {
    color: var(--_quiet);
  }
  [part='note'] {
    display: block;
    font-style: italic;
    unicode-bidi: plaintext;
  }
  [part='image'] {
    display: block;
    max-inline-size: 100%;
    max-block-size: 14rem;
    border-radius: var(--_radius);
  }
  .dots::after {
    content: '•••';
    letter-spacing: 0.15em;
    animation: wait 1.4s ease-in-out infinite;
  }
  @keyframes wait {
    50% {
      opacity: 0.3;
    }
  }
  .announcer {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    contain: strict;
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    .dots::after {
      animation: none;
    }
  }
  @media (forced-colors: active) {
    [part='text'] {
      border: 1px solid;
    }
    [part='unheard'] {
      color: GrayText;
    }
    mark:is([part='heard'], [part~='current']) {
      color: HighlightText;
      background: Highlight;
    }
  }
`;
