import { css, html, LitElement, type TemplateResult } from 'lit';
import { SessionController } from '../context/session-controller.js';
import type { SessionState } from '../session/session-state.js';
import { reflectState } from './reflect-state.js';
import { tokens } from './shared-styles.js';

/** Samples looked at, 21 ms at 48 kHz. */
const WINDOW = 1024;
/** From one bar or step of the wave to the next, px. */
const PITCH = 7;
const WAVE_STEP = 3;
/** What the bars show, Hz: the lowest in the middle, the highest outside. */
const LOWEST_HZ = 120;
const HIGHEST_HZ = 6000;
/** Speech moves within a third of full scale. */
const WAVE_GAIN = 2.5;
/** Under reduced motion it changes no more often than this, ms. */
const CALM_MS = 500;
/** Below this nothing is seen to move. */
const QUIET = 0.02;
/** A bar of silence: a line as short as it is wide, a dot. */
const DOT = 0.001;
/** Of the line, px. */
const STROKE = 3;

/**
 * Shows the voice as it sounds: bars of its frequencies or its wave, in step with the display; under reduced
 * motion how loud it is, now and then. It does nothing while it is not seen or nothing can sound, and is for
 * the eye alone: what the conversation is doing is told in words by `<connection-status>`.
 *
 * @tag voice-meter
 * @csspart picture - the drawing, an `svg`
 * @csspart line - the bars or the wave, one `path` with a stroke
 * @cssprop [--realtime-accent] - colour while the voice may sound
 * @cssprop [--realtime-quiet] - colour at rest
 * @cssstate active, resting - whether the microphone is open, or the answer sounds; also as `data-state`
 */
export class VoiceMeter extends LitElement {
  static override properties = {
    htmlFor: { attribute: 'for' },
    source: {},
    variant: {},
  };
  static override styles = [
    tokens,
    css`
      :host {
        display: inline-block;
        inline-size: 10rem;
        max-inline-size: 100%;
        block-size: 2.5rem;
        vertical-align: middle;
      }
      svg {
        display: block;
        inline-size: 100%;
        block-size: 100%;
      }
      path {
        fill: none;
        stroke: var(--_accent);
        stroke-width: 3;
        stroke-linecap: round;
        stroke-linejoin: round;
        transition: stroke 0.3s;
      }
      :host([data-state='resting']) path {
        stroke: var(--_quiet);
      }
      @media (forced-colors: active) {
        path {
          stroke: Highlight;
        }
        :host([data-state='resting']) path {
          stroke: CanvasText;
        }
      }
    `,
  ];

  /** The id of the `<realtime-voice-chat>` to listen to, when it is not around this element. */
  declare htmlFor?: string;
  /** `input` (default): the microphone; `output`: the answers. */
  declare source: 'input' | 'output';
  /** `bars` (default) or `wave`. */
  declare variant: 'bars' | 'wave';

  readonly #internals = this.attachInternals();
  /** Who may sound; any change is a reason to look. */
  readonly #state = new SessionController(this, sounding);
  readonly #calm = matchMedia('(prefers-reduced-motion: reduce)');
  readonly #seen = new IntersectionObserver((entries) => {
    this.#visible = entries.at(-1)?.isIntersecting ?? false;
    this.#wake();
  });
  readonly #sized = new ResizeObserver(([entry]) => {
    const { width, height } = (entry as ResizeObserverEntry).contentRect;
    this.#size = [width, height];
    this.#draw();
  });
  #visible = false;
  #size: readonly [width: number, height: number] = [0, 0];
  #analyser: AnalyserNode | null = null;
  /** What the analyser listens to. */
  #node: AudioNode | undefined;
  readonly #samples = new Float32Array(WINDOW);
  readonly #spectrum = new Uint8Array(WINDOW / 2);
  #frame = 0;
  #drawnAt = 0;
  /** The loudest since it was drawn. */
  #peak = 0;

  constructor() {
    super();
    this.source = 'input';
    this.variant = 'bars';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#seen.observe(this);
    this.#sized.observe(this);
    document.addEventListener('visibilitychange', this.#wake);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#seen.disconnect();
    this.#sized.disconnect();
    document.removeEventListener('visibilitychange', this.#wake);
    this.#visible = false;
    this.#rest();
  }

  protected override render(): TemplateResult {
    reflectState(this, this.#internals, this.#active ? 'active' : 'resting');
    return html`<svg part="picture" aria-hidden="true"><path part="line" /></svg>`;
  }

  protected override updated(): void {
    this.#wake();
  }

  get #active(): boolean {
    return this.#state.value.split(' ').includes(this.source);
  }

  /** Begins to draw if there is somebody to see it; stops if not. */
  readonly #wake = () => {
    const media = this.#state.session?.media;
    // Another source or session.
    if (this.#node !== media?.[this.source]) this.#rest();
    if (!media || !this.#visible || document.hidden) return this.#rest();
    if (this.#frame) return;
    this.#analyser = new AnalyserNode(media.context, {
      fftSize: WINDOW,
      smoothingTimeConstant: 0.7,
      minDecibels: -75,
      maxDecibels: -25,
    });
    this.#node = media[this.source];
    this.#node.connect(this.#analyser);
    this.#frame = requestAnimationFrame(this.#next);
  };

  #rest(): void {
    cancelAnimationFrame(this.#frame);
    if (this.#analyser) this.#node?.disconnect(this.#analyser);
    this.#analyser = null;
    this.#frame = 0;
    this.#draw();
  }

  readonly #next = (now: number) => {
    this.#frame = requestAnimationFrame(this.#next);
    if (this.#calm.matches) {
      this.#peak = Math.max(this.#peak, this.#state.session?.getLevel(this.source) ?? 0);
      if (now - this.#drawnAt < CALM_MS) return;
    }
    this.#drawnAt = now;
    // What sounded last ebbs away before it comes to rest.
    if (this.#draw() < QUIET && !this.#active) this.#rest();
  };

  /** @returns how much there is to see, 0…1 */
  #draw(): number {
    const [width, height] = this.#size;
    if (width === 0) return 0;
    const calm = this.#calm.matches;
    const isWave = !calm && this.variant === 'wave';
    const values = calm ? this.#level() : isWave ? this.#wave() : this.#bars();
    const y = (value: number) => (height / 2 - (value * (height - STROKE)) / 2).toFixed(2);
    const line = values.map((value, index) => {
      const x = (((index + 0.5) * width) / values.length).toFixed(1);
      if (isWave) return `${index ? 'L' : 'M'}${x} ${y(value)}`;
      return `M${x} ${y(value)}V${y(-value)}`;
    });
    this.renderRoot.querySelector('path')?.setAttribute('d', line.join(''));
    return Math.max(...values.map(Math.abs));
  }

  /** The frequencies of speech, the lowest in the middle; as many bars as there is room for. */
  #bars(): number[] {
    const spectrum = this.#spectrum.fill(0);
    this.#analyser?.getByteFrequencyData(spectrum);
    const binHz = (this.#analyser?.context.sampleRate ?? 48_000) / WINDOW;
    return this.#values(PITCH, (at) => {
      const hz = LOWEST_HZ * (HIGHEST_HZ / LOWEST_HZ) ** Math.abs(2 * at - 1);
      return Math.max(DOT, (spectrum[Math.round(hz / binHz)] ?? 0) / 255);
    });
  }

  /** The last window of sound, fading out to both sides. */
  #wave(): number[] {
    const samples = this.#samples.fill(0);
    this.#analyser?.getFloatTimeDomainData(samples);
    return this.#values(WAVE_STEP, (at) => {
      const sample = (samples[Math.floor(at * (WINDOW - 1))] ?? 0) * WAVE_GAIN;
      return Math.max(-1, Math.min(1, sample)) * Math.sin(Math.PI * at);
    });
  }

  /** How loud it is, as so many bars of all. */
  #level(): number[] {
    const level = this.#analyser ? this.#peak : 0;
    this.#peak = 0;
    return this.#values(PITCH, (at) => (at < level ? 0.5 : DOT));
  }

  /** As many as there is room for. @param value what to show there, `at` 0 at the start and 1 at the end */
  #values(pitch: number, value: (at: number) => number): number[] {
    const length = Math.max(3, Math.floor(this.#size[0] / pitch));
    return Array.from({ length }, (_, index) => value(index / (length - 1)));
  }
}

/** Which of the two may sound, and whether there is a connection: `input`, `output`, both or none. */
function sounding({ status, recording, muted, activity }: SessionState): string {
  return `${status} ${recording && !muted ? 'input' : ''} ${activity === 'speaking' ? 'output' : ''}`;
}

if (!customElements.get('voice-meter')) customElements.define('voice-meter', VoiceMeter);

declare global {
  interface HTMLElementTagNameMap {
    'voice-meter': VoiceMeter;
  }
}
