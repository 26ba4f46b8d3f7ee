import { ClickFinder } from '../clicks.ts';

/** Tells the service of each buffer of the microphone: `{type: 'buffer', timestamp, lengthMs, clicks}`, all in ms. */
onmessage = async ({ data }: MessageEvent<{ buffers: ReadableStream<AudioData>; url: string }>) => {
  const socket = new WebSocket(data.url);
  await new Promise((resolve) => (socket.onopen = resolve));
  const finder = new ClickFinder();
  const reader = data.buffers.getReader();
  for (;;) {
    const { value: buffer, done } = await reader.read();
    if (done) return;
    const samples = new Float32Array(buffer.numberOfFrames);
    buffer.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
    const toMs = 1000 / buffer.sampleRate;
    socket.send(
      JSON.stringify({
        type: 'buffer',
        timestamp: buffer.timestamp / 1000,
        lengthMs: buffer.numberOfFrames * toMs,
        clicks: finder.find(samples, buffer.sampleRate).map((index) => index * toMs),
      }),
    );
    buffer.close();
  }
};
