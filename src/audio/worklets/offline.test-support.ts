import { loadWorklet } from '../worklet.js';

/** Frames that a context renders at a time; suspensions fall between them. */
export const QUANTUM = 128;

/** A message to a processor, as the worklet file documents them. */
export type Request =
  | { type: 'play'; id: string; samples: Int16Array }
  | { type: 'end'; id: string }
  | { type: 'interrupt' }
  | { type: 'flush' };

/** A message from a processor, as the worklet file documents them. */
export interface Report {
  type: string;
  id?: string | null;
  frames?: number;
  samples?: Int16Array;
}

export interface Rendering {
  /** What the node put out; empty for a node without outputs. */
  sound: Float32Array;
  reports: Report[];
}

interface Options {
  /** Of the context, in Hz. */
  sampleRate: number;
  frames: number;
  processor: 'realtime-capture' | 'realtime-playback';
  processorOptions: object;
  /** Connected to the node before rendering. */
  source?: (context: OfflineAudioContext) => AudioScheduledSourceNode;
  /** Sent when the context has rendered that many frames (a multiple of 128); `frames` means after the end. */
  script: [frame: number, ...requests: Request[]][];
}

const PING = `registerProcessor('ping', class extends AudioWorkletProcessor {
  constructor() { super(); this.port.onmessage = () => this.port.postMessage(null); }
  process() { return true; }
});`;

/** Renders a processor in an OfflineAudioContext that stops for each message until the processor has had it. */
export async function renderOffline(options: Options): Promise<Rendering> {
  const { sampleRate, frames, processor, processorOptions, source, script } = options;
  const context = new OfflineAudioContext(1, frames, sampleRate);
  await loadWorklet(context);
  const pingUrl = URL.createObjectURL(new Blob([PING], { type: 'text/javascript' }));
  await context.audioWorklet.addModule(pingUrl);
  URL.revokeObjectURL(pingUrl);

  const capture = processor === 'realtime-capture';
  const node = new AudioWorkletNode(context, processor, {
    ...(capture ? { numberOfOutputs: 0 } : { numberOfInputs: 0, outputChannelCount: [1] }),
    processorOptions,
  });
  const reports: Report[] = [];
  node.port.onmessage = ({ data }: MessageEvent<Report>) => reports.push(data);
  if (!capture) node.connect(context.destination);
  const input = source?.(context);
  input?.connect(node);
  input?.start();

  // One thread serves both ports in order: what answers a ping has had all messages before it.
  const ping = new AudioWorkletNode(context, 'ping');
  const delivered = () =>
    new Promise<void>((resolve) => {
      ping.port.onmessage = () => resolve();
      ping.port.postMessage(null);
    });
  const send = (requests: Request[]) => {
    for (const request of requests) node.port.postMessage(request);
    return delivered();
  };

  for (const [frame, ...requests] of script) {
    if (frame === 0) await send(requests);
    else if (frame < frames) {
      void context.suspend(frame / sampleRate).then(async () => {
        await send(requests);
        await context.resume();
      });
    }
  }
  const buffer = await context.startRendering();
  for (const [frame, ...requests] of script) if (frame >= frames) await send(requests);
  await delivered();
  return { sound: buffer.getChannelData(0), reports };
}

/** A sine of the given level (1 = full scale). */
export function sine(frequency: number, rate: number, frames: number, level = 0.5): Float32Array {
  return Float32Array.from(
    { length: frames },
    (_, n) => level * Math.sin((2 * Math.PI * frequency * n) / rate),
  );
}

export function toInt16(samples: Float32Array): Int16Array<ArrayBuffer> {
  return Int16Array.from(samples, (sample) => Math.round(sample * 0x7fff));
}

export function toFloat(samples: Int16Array): Float32Array {
  return Float32Array.from(samples, (sample) => sample / 0x8000);
}

/** Root mean square. */
export function rms(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}

/** Amplitude of one frequency in a stretch of sound (Hann-windowed, so that neighbours do not leak in). */
export function amplitude(samples: Float32Array, frequency: number, rate: number): number {
  let re = 0;
  let im = 0;
  let sum = 0;
  samples.forEach((sample, n) => {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * (n + 0.5)) / samples.length);
    re += window * sample * Math.cos((2 * Math.PI * frequency * n) / rate);
    im += window * sample * Math.sin((2 * Math.PI * frequency * n) / rate);
    sum += window;
  });
  return (2 * Math.hypot(re, im)) / sum;
}

/** The largest step between neighbouring samples: what is heard as a click. */
export function maxStep(samples: Float32Array): number {
  return samples.reduce((max, sample, n) => Math.max(max, Math.abs(sample - (samples[n - 1] ?? 0))), 0);
}

/** One array of all. */
export function concat(parts: Int16Array[]): Int16Array {
  const all = new Int16Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
