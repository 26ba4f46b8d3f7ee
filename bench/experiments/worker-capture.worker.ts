import { encodeBase64, SAMPLE_RATE } from '../../src/audio/pcm.ts';

/** Half-band filter, a Blackman-windowed sinc; enough for an experiment, in which only whole ratios occur. */
const TAPS = 31;

/** Halves the rate of a sound that comes piece by piece. */
class Halver {
  readonly #filter = Float32Array.from({ length: TAPS }, (_, tap) => {
    const x = Math.PI * (tap - (TAPS - 1) / 2);
    const angle = (2 * Math.PI * (tap + 1)) / (TAPS + 1);
    const window = 0.42 - 0.5 * Math.cos(angle) + 0.08 * Math.cos(2 * angle);
    return (x ? Math.sin(x / 2) / x : 0.5) * window;
  });
  #rest = new Float32Array(TAPS - 1);

  halve(input: Float32Array): Float32Array {
    const all = new Float32Array(this.#rest.length + input.length);
    all.set(this.#rest);
    all.set(input, this.#rest.length);
    this.#rest = all.slice(input.length);
    return Float32Array.from({ length: input.length / 2 }, (_, i) =>
      this.#filter.reduce((sum, weight, tap) => sum + weight * (all[2 * i + tap] ?? 0), 0),
    );
  }
}

onmessage = async ({ data }: MessageEvent<{ buffers: ReadableStream<AudioData>; url: string }>) => {
  const socket = new WebSocket(data.url);
  await new Promise((resolve) => (socket.onopen = resolve));
  (self as unknown as Worker).postMessage('ready');
  const halver = new Halver();
  const reader = data.buffers.getReader();
  for (;;) {
    const { value: buffer, done } = await reader.read();
    if (done) return;
    if (buffer.sampleRate !== 2 * SAMPLE_RATE) throw new Error(`No filter for ${buffer.sampleRate} Hz.`);
    const input = new Float32Array(buffer.numberOfFrames);
    buffer.copyTo(input, { planeIndex: 0, format: 'f32-planar' });
    buffer.close();
    const samples = Int16Array.from(halver.halve(input), (sample) =>
      Math.max(-0x8000, Math.min(0x7fff, Math.round(sample * 0x8000))),
    );
    socket.send(JSON.stringify({ type: 'input_audio_buffer.append', audio: encodeBase64(samples) }));
  }
};
