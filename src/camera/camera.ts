import { assertSecureContext } from '../audio/secure-context.js';

/**
 * Opens a camera, without a microphone, at 1280 × 720 where it can. Call it inside the click: the browser is
 * asked synchronously. Whoever opened it stops it, with `stopStream`.
 * @param deviceId as `enumerateDevices` names it, `''` for the system's default
 * @throws RealtimeError `camera-denied`, `camera-missing`, `camera-in-use`, `camera-failed` or `insecure-context`
 */
export async function openCamera(deviceId = ''): Promise<MediaStream> {
  assertSecureContext();
  try {
    return await navigator.mediaDevices.getUserMedia({
      video: {
        width: { ideal: 1280 },
        height: { ideal: 720 },
        ...(deviceId && { deviceId: { exact: deviceId } }),
      },
    });
  } catch (cause) {
    const module = await import('../audio/media-failure.js');
    throw module.mediaFailure('camera', cause);
  }
}
