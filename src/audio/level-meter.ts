/** What reads as level 0; room noise through a microphone lies about there. */
const FLOOR_DB = -60;
/** Samples looked at: 21–23 ms at the usual rates. */
const WINDOW = 1024;

/** Tells how loud a node sounds, when asked; in between it costs nothing on the main thread. */
export class LevelMeter {
  readonly #analyser: AnalyserNode;
  readonly #samples = new Float32Array(WINDOW);

  constructor(source: AudioNode) {
    this.#analyser = new AnalyserNode(source.context, { fftSize: WINDOW });
    source.connect(this.#analyser);
  }

  /** Loudness of the last 20 ms, dBFS: the root mean square; −Infinity in silence. */
  decibels(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const power = this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / WINDOW;
    return 10 * Math.log10(power);
  }

  /**
   * Loudness of the last 20 ms, from 0 (−60 dBFS or less) to 1 (0 dBFS), linear in decibels, as the ear hears:
   * speech moves between 0.4 and 0.8.
   */
  level(): number {
    return Math.max(0, Math.min(1, 1 - this.decibels() / FLOOR_DB));
  }
}
