/**
 * The way of plain-JavaScript voice demos, kept as small as they are: a context at the service's rate, so that the
 * browser resamples; 200 ms chunks from a worklet; each delta of the answer a buffer source that is scheduled
 * after the one before. Better than many, it remembers those it scheduled and stops them on an interruption; the
 * others go on talking to the end of what was sent.
 */
export class Demo {
  static readonly SAMPLE_RATE = 24_000;

  readonly #context: AudioContext;
  readonly #socket: WebSocket;
  readonly #scheduled = new Set<AudioBufferSourceNode>();
  #nextTime = 0;

  static async open(context: AudioContext, url: string, microphone: MediaStream): Promise<Demo> {
    await context.audioWorklet.addModule(new URL('./chunks.worklet.js', import.meta.url));
    const socket = new WebSocket(url);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    return new Demo(context, socket, microphone);
  }

  private constructor(context: AudioContext, socket: WebSocket, microphone: MediaStream) {
    this.#context = context;
    this.#socket = socket;
    socket.onmessage = ({ data }: MessageEvent<string>) => {
      const event = JSON.parse(data) as { type: string; delta: string };
      if (event.type === 'response.output_audio.delta') this.#play(event.delta);
      if (event.type === 'input_audio_buffer.speech_started') this.#stop();
    };
    const node = new AudioWorkletNode(context, 'chunks', { numberOfOutputs: 0 });
    node.port.onmessage = ({ data }: MessageEvent<Float32Array>) => this.#send(data);
    context.createMediaStreamSource(microphone).connect(node);
  }

  close(): void {
    this.#socket.close();
  }

  #send(chunk: Float32Array): void {
    const samples = Int16Array.from(chunk, (sample) => Math.max(-1, Math.min(1, sample)) * 0x7fff);
    let binary = '';
    for (const byte of new Uint8Array(samples.buffer)) binary += String.fromCharCode(byte);
    this.#socket.send(JSON.stringify({ type: 'input_audio_buffer.append', audio: btoa(binary) }));
  }

  #play(delta: string): void {
    const bytes = Uint8Array.from(atob(delta), (char) => char.charCodeAt(0));
    const samples = Float32Array.from(new Int16Array(bytes.buffer), (sample) => sample / 0x8000);
    const buffer = this.#context.createBuffer(1, samples.length, Demo.SAMPLE_RATE);
    buffer.copyToChannel(samples, 0);
    const source = new AudioBufferSourceNode(this.#context, { buffer });
    source.connect(this.#context.destination);
    source.onended = () => this.#scheduled.delete(source);
    this.#scheduled.add(source);
    const start = Math.max(this.#context.currentTime, this.#nextTime);
    source.start(start);
    this.#nextTime = start + buffer.duration;
  }

  #stop(): void {
    for (const source of this.#scheduled) source.stop();
    this.#scheduled.clear();
    this.#nextTime = 0;
  }
}
