declare const MediaStreamTrackProcessor: {
  new (init: { track: MediaStreamTrack }): { readable: ReadableStream<AudioData> };
};

/**
 * What the microphone delivers, buffer by buffer, to be handed to a worker.
 * @throws Error where a page cannot read a microphone without an audio graph
 */
export function trackBuffers(stream: MediaStream): ReadableStream<AudioData> {
  const [track] = stream.getAudioTracks();
  if (!track) throw new Error('The stream has no microphone.');
  if (!('MediaStreamTrackProcessor' in globalThis)) {
    throw new Error('The bench needs a browser with MediaStreamTrackProcessor: Chromium, Chrome or Edge.');
  }
  return new MediaStreamTrackProcessor({ track }).readable;
}
