/**
 * A piece is cut between these two, at its quietest point. The recogniser takes
 * ever longer per second of audio, and loses its way after half a minute.
 */
const SHORTEST_PIECE_SECONDS = 8;
const LONGEST_PIECE_SECONDS = 15;
/** A pause between words is at least this long. */
const PAUSE_SECONDS = 0.1;

/**
 * Cuts long audio where it is quietest. The cuts depend on what lies before
 * them alone, so that a growing recording keeps its earlier cuts.
 */
export function splitAtPauses(samples: Float32Array, sampleRate: number): Float32Array[] {
  const pieces: Float32Array[] = [];
  let rest = samples;
  while (rest.length > LONGEST_PIECE_SECONDS * sampleRate) {
    const cut = quietestPoint(
      rest,
      SHORTEST_PIECE_SECONDS * sampleRate,
      LONGEST_PIECE_SECONDS * sampleRate,
      PAUSE_SECONDS * sampleRate,
    );
    pieces.push(rest.subarray(0, cut));
    rest = rest.subarray(cut);
  }
  return [...pieces, rest];
}

/** The middle of the quietest window of the given width in [from, to). All are samples. */
function quietestPoint(samples: Float32Array, from: number, to: number, width: number): number {
  let energy = 0;
  for (let i = from; i < from + width; i++) energy += samples[i]! ** 2;
  let least = energy;
  let start = from;
  for (let end = from + width; end < to; end++) {
    energy += samples[end]! ** 2 - samples[end - width]! ** 2;
    if (energy < least) {
      least = energy;
      start = end - width + 1;
    }
  }
  return start + Math.floor(width / 2);
}
