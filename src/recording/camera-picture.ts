/** Pictures a second: a face that talks, at a third of what a camera costs. */
const RATE = 15;
/** The picture's size while no camera has told another, px. */
const SIZE = { width: 640, height: 480 };
/** Larger pictures are scaled down to that, px. */
const LONGEST_SIDE = 960;

/**
 * The camera as one track that lasts: black while no camera is there. MediaRecorder takes no tracks that
 * come later, and ends when one does.
 */
export class CameraPicture {
  readonly track: MediaStreamTrack;
  /** A camera was there at some time. */
  seen = false;
  readonly #canvas = document.createElement('canvas');
  readonly #video = document.createElement('video');
  readonly #camera: () => MediaStream | null;
  readonly #timer: ReturnType<typeof setInterval>;
  #ticks = 0;
  #blank = true;

  /** @param camera asked for each picture */
  constructor(camera: () => MediaStream | null) {
    this.#camera = camera;
    const { width = SIZE.width, height = SIZE.height } = camera()?.getVideoTracks()[0]?.getSettings() ?? {};
    const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
    this.#canvas.width = width * scale;
    this.#canvas.height = height * scale;
    this.#video.muted = this.#video.playsInline = true;
    this.#draw();
    // Not requestAnimationFrame, which rests while the page is behind another.
    this.#timer = setInterval(() => this.#draw(), 1000 / RATE);
    this.track = this.#canvas.captureStream().getVideoTracks()[0]!;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#video.srcObject = null;
    this.track.stop();
  }

  #draw(): void {
    this.#ticks += 1;
    const video = this.#video;
    const camera = this.#camera();
    if (video.srcObject !== camera) {
      video.srcObject = camera;
      // A silent video that is on no page starts by itself nowhere, unless it is told to.
      if (camera) void video.play().catch(() => {});
    }
    const blank = !camera || !video.videoWidth;
    if (blank !== this.#blank) this.#ticks = 0;
    this.#blank = blank;
    // While nothing is to be seen the recording goes on, but after a second needs no more than a picture a second.
    if (blank && this.#ticks > RATE && this.#ticks % RATE) return;
    const { width, height } = this.#canvas;
    const context = this.#canvas.getContext('2d', { alpha: false })!;
    context.fillRect(0, 0, width, height);
    if (blank) return;
    this.seen = true;
    const scale = Math.min(width / video.videoWidth, height / video.videoHeight);
    const [w, h] = [video.videoWidth * scale, video.videoHeight * scale];
    context.drawImage(video, (width - w) / 2, (height - h) / 2, w, h);
  }
}
