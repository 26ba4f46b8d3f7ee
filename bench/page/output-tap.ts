/** A moment at which sound began or ended. */
export interface Edge {
  loud: boolean;
  /** Length of the output before it, in ms. */
  position: number;
  /** When the audio thread made it, ms of the page's clock. */
  renderedAt: number;
  /** When it comes out of the loudspeaker, as the browser reckons, ms of the page's clock. */
  audibleAt: number;
}

interface TapMessage {
  loud: boolean;
  passed: number;
  frame: number;
  renderedAt: number;
}

/** An audio thread has no clock but `Date.now()`, whole ms rounded down. */
const HALF_TICK_MS = 0.5;

/** `Date.now()` minus `performance.now()`, seen where the former moves. */
function clockDifference(): number {
  const before = Date.now();
  while (Date.now() === before);
  return Date.now() - performance.now();
}

/** A context of which the bench hears the output: all that is connected to its destination passes through a tap. */
export async function tappedContext(
  options: AudioContextOptions,
): Promise<{ context: AudioContext; takeEdges: () => Edge[] }> {
  const context = new AudioContext(options);
  await context.audioWorklet.addModule(new URL('./output-tap.worklet.js', import.meta.url));
  const tap = new AudioWorkletNode(context, 'output-tap', { channelCount: 1, channelCountMode: 'explicit' });
  tap.connect(context.destination);
  Object.defineProperty(context, 'destination', { value: tap });

  const difference = clockDifference();
  const edges: Edge[] = [];
  tap.port.onmessage = ({ data: { loud, passed, frame, renderedAt } }: MessageEvent<TapMessage>) => {
    const toMs = 1000 / context.sampleRate;
    const { contextTime = NaN, performanceTime = NaN } = context.getOutputTimestamp();
    edges.push({
      loud,
      position: passed * toMs,
      renderedAt: renderedAt + HALF_TICK_MS - difference,
      audibleAt: performanceTime + frame * toMs - contextTime * 1000,
    });
  };
  return { context, takeEdges: () => edges.splice(0) };
}
