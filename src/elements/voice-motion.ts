import { css, html, LitElement, svg, type TemplateResult } from 'lit';
import { SessionController } from '../context/session-controller.js';
import { displayState, reflectState } from './reflect-state.js';
import { tokens } from './shared-styles.js';

/** Of each curve. */
const STEPS = 64;
/** Speech lies between these levels. */
const QUIET = 0.3;
const LOUD = 0.8;
/** How fast it follows a louder and a softer voice, for each frame. */
const ATTACK = 0.35;
const DECAY = 0.1;
/** How high a voice stands that is awaited, and one that is not to move; 0…1. */
const BREATH = 0.12;
const STILL = 0.6;
/** Nothing is seen below. */
const FLAT = 0.01;
/** Two strands for each voice: how many waves, and how fast they go, radians a second. */
const STRANDS = [
  [1.5, 3.1],
  [2.3, -2.3],
] as const;
/** Whose level it is, and in which state it moves before there is one. */
const VOICES = [
  ['user', 'input', 'hearing'],
  ['assistant', 'output', 'speaking'],
] as const;

type Voice = 'user' | 'assistant';

/**
 * The motion of both voices on one line: at rest it is flat, and each side moves it in a colour of its own.
 * It says by its shape what the conversation is doing; under reduced motion it stands still. It does nothing
 * while it is not seen, and is for the eye alone: `<connection-status>` has the words.
 *
 * @tag voice-motion
 * @csspart picture - the drawing, an `svg`
 * @csspart line - the line at rest
 * @csspart user - what the person's voice moves
 * @csspart assistant - what the assistant's voice moves
 * @cssprop [--realtime-accent] - colour of the person's voice
 * @cssprop [--realtime-assistant] - colour of the assistant's voice
 * @cssprop [--realtime-line] - colour of the line at rest
 * @cssstate idle, asking, connecting, connected, failed, listening, hearing, thinking, speaking, interrupted, muted -
 *   also as `data-state`
 */
export class VoiceMotion extends LitElement {
  static override properties = {
    htmlFor: { attribute: 'for' },
  };
  static override styles = [
    tokens,
    css`
      :host {
        display: block;
        block-size: 3rem;
      }
      svg {
        display: block;
        inline-size: 100%;
        block-size: 100%;
        overflow: visible;
      }
      path {
        fill: none;
        stroke: var(--_voice);
        stroke-width: 1.5;
        stroke-linecap: round;
        vector-effect: non-scaling-stroke;
      }
      .strand {
        fill: var(--_voice);
        fill-opacity: 0.22;
        stroke-opacity: 0.85;
      }
      [part='user'] {
        --_voice: var(--_accent);
      }
      [part='assistant'] {
        --_voice: var(--_assistant);
      }
      [part='line'] {
        --_voice: var(--_line);
        transition: stroke 0.3s;
      }
      :host(:is([data-state='asking'], [data-state='connecting'])) [part='line'] {
        --_voice: var(--_accent);
        stroke-width: 2.5;
        stroke-dasharray: 0.01 9;
        animation: travel 0.6s linear infinite;
      }
      :host([data-state='thinking']) [part='line'] {
        --_voice: var(--_assistant);
        stroke-width: 4;
        stroke-dasharray: 0.01 9;
        animation: travel 1.2s linear infinite;
      }
      :host([data-state='muted']) [part='line'] {
        --_voice: var(--_quiet);
        stroke-width: 2;
        stroke-dasharray: 8 8;
      }
      :host([data-state='interrupted']) [part='line'] {
        --_voice: var(--_accent);
        stroke-dasharray: 24 10;
      }
      :host([data-state='listening']) [part='line'] {
        --_voice: var(--_accent);
      }
      :host([data-state='failed']) [part='line'] {
        --_voice: var(--_danger);
        stroke-width: 2.5;
      }
      @keyframes travel {
        to {
          stroke-dashoffset: -9;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        [part='line'] {
          animation: none !important;
        }
      }
      @media (forced-colors: active) {
        path {
          --_voice: CanvasText !important;
        }
        .strand {
          --_voice: Highlight !important;
        }
      }
    `,
  ];

  /** The id of the `<realtime-voice-chat>` to show, when it is not around this element. */
  declare htmlFor?: string;

  readonly #internals = this.attachInternals();
  readonly #state = new SessionController(this, displayState);
  readonly #calm = matchMedia('(prefers-reduced-motion: reduce)');
  readonly #seen = new IntersectionObserver((entries) => {
    this.#visible = entries.at(-1)?.isIntersecting ?? false;
    this.#move();
  });
  #visible = false;
  #frame = 0;
  readonly #heights: Record<Voice, number> = { user: 0, assistant: 0 };

  override connectedCallback(): void {
    super.connectedCallback();
    this.#seen.observe(this);
    this.#calm.addEventListener('change', this.#move);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#seen.disconnect();
    this.#calm.removeEventListener('change', this.#move);
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#visible = false;
  }

  protected override render(): TemplateResult {
    reflectState(this, this.#internals, this.#state.value);
    const strand = (part: Voice) => svg`<path part=${part} class="strand" />`;
    return html`<svg part="picture" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
      <path part="line" d="M0 50H100" />
      ${VOICES.map(([voice]) => STRANDS.map(() => strand(voice)))}
    </svg>`;
  }

  protected override updated(): void {
    this.#move();
  }

  /** Begins to move if there is somebody to see it and something to be seen. */
  readonly #move = () => {
    if (this.#frame || !this.#visible) return;
    this.#draw(performance.now());
  };

  readonly #draw = (now: number) => {
    const state = this.#state.value;
    const calm = this.#calm.matches;
    const session = this.#state.session;
    let highest = 0;
    const paths = this.renderRoot.querySelectorAll('.strand');
    VOICES.forEach(([voice, direction, at], index) => {
      const level = ((calm ? 0 : (session?.getLevel(direction) ?? 0)) - QUIET) / (LOUD - QUIET);
      const wanted = Math.max(state === at ? (calm ? STILL : BREATH) : 0, Math.min(1, level));
      const height = this.#heights[voice];
      const pace = calm ? 1 : wanted > height ? ATTACK : DECAY;
      const next = (this.#heights[voice] = height + (wanted - height) * pace);
      highest = Math.max(highest, next);
      STRANDS.forEach(([waves, speed], strand) => {
        const path = paths[index * STRANDS.length + strand];
        path?.setAttribute('d', next < FLAT ? '' : curve(next, waves, calm ? strand : (now / 1000) * speed));
      });
    });
    const goes = this.#visible && !calm && (session?.media || highest > FLAT);
    this.#frame = goes ? requestAnimationFrame(this.#draw) : 0;
  };
}

/** A wave that comes out of the line and goes back into it. */
function curve(height: number, waves: number, phase: number): string {
  const points = Array.from({ length: STEPS + 1 }, (_, step) => {
    const x = step / STEPS;
    const swing = Math.sin(Math.PI * x) ** 2 * Math.sin(2 * Math.PI * waves * x + phase);
    return `${(x * 100).toFixed(1)} ${(50 - 48 * height * swing).toFixed(1)}`;
  });
  return `M${points.join('L')}`;
}

if (!customElements.get('voice-motion')) customElements.define('voice-motion', VoiceMotion);

declare global {
  interface HTMLElementTagNameMap {
    'voice-motion': VoiceMotion;
  }
}
