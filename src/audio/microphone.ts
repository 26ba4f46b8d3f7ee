import { assertSecureContext } from './secure-context.js';

/**
 * Opens a microphone: mono, with echo cancellation, noise suppression and automatic gain. Call it inside the click:
 * the browser is asked synchronously. Whoever opened it stops it, with `stopStream`.
 * @param deviceId as `enumerateDevices` names it, `''` for the system's default
 * @throws RealtimeError `microphone-denied`, `microphone-missing`, `microphone-in-use`, `microphone-failed` or
 *   `insecure-context`
 */
export async function openMicrophone(deviceId = ''): Promise<MediaStream> {
  assertSecureContext();
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: {
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
        channelCount: 1,
        ...(deviceId && { deviceId: { exact: deviceId } }),
      },
    });
    if (stream.getAudioTracks().some(({ readyState }) => readyState === 'live')) return stream;
    throw new Error('The browser gave a microphone that is dead already.');
  } catch (cause) {
    const module = await import('./media-failure.js');
    throw module.mediaFailure('microphone', cause);
  }
}

/** Stops all tracks, so that the browser's microphone light goes out. */
export function stopStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
