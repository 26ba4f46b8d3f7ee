import { RealtimeError } from '../protocol/realtime-error.js';

export interface PictureLimits {
  /** The longer side, px; default 1024. */
  maxSide?: number;
  /** The length of the `data:` URL, bytes; default 190 000: more does not fit into a message over WebRTC. */
  maxBytes?: number;
}

/** Tried in turn before the picture is made smaller. */
const QUALITIES = [0.85, 0.7, 0.55];
const SHRINK = 0.75;
/** A picture of fewer pixels shows nothing. */
const SMALLEST_SIDE = 16;

/**
 * Takes what a video, picture or canvas shows at this moment, scaled down until it fits, never up.
 * @returns a JPEG as a `data:` URL
 * @throws RealtimeError `picture-refused` when there is no picture, or none that small
 */
export function takePicture(
  source: HTMLVideoElement | HTMLCanvasElement | ImageBitmap,
  { maxSide = 1024, maxBytes = 190_000 }: PictureLimits = {},
): string {
  const { width, height } =
    source instanceof HTMLVideoElement ? { width: source.videoWidth, height: source.videoHeight } : source;
  const canvas = document.createElement('canvas');
  const longer = Math.max(width, height);
  for (
    let side = Math.min(maxSide, longer);
    side >= Math.min(SMALLEST_SIDE, longer) && side > 0;
    side *= SHRINK
  ) {
    canvas.width = Math.max(1, Math.round((width * side) / longer));
    canvas.height = Math.max(1, Math.round((height * side) / longer));
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    // What is transparent would become black.
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(source, 0, 0, canvas.width, canvas.height);
    for (const quality of QUALITIES) {
      const url = canvas.toDataURL('image/jpeg', quality);
      if (url.length <= maxBytes) return url;
    }
  }
  throw new RealtimeError(
    'picture-refused',
    longer
      ? `The picture cannot be made as small as ${maxBytes} bytes.`
      : 'There is no picture yet: wait a moment, then try again.',
  );
}

/**
 * Makes a file fit to be sent, whatever kind of picture the browser can read.
 * @returns a JPEG as a `data:` URL, for `session.sendImage`
 * @throws RealtimeError `picture-refused`
 */
export async function fitPicture(file: Blob, limits?: PictureLimits): Promise<string> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch (cause) {
    throw new RealtimeError(
      'picture-refused',
      'This file is no picture that can be read: use a PNG or JPEG.',
      {
        cause,
      },
    );
  }
  try {
    return takePicture(bitmap, limits);
  } finally {
    bitmap.close();
  }
}
