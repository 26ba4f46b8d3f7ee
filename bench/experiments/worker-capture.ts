import { trackBuffers } from '../page/track-buffers.ts';

/**
 * Experiment: a worker reads the microphone with MediaStreamTrackProcessor and owns the socket on which it sends,
 * so that sound passes neither an audio graph nor the page's thread.
 */
export class WorkerCapture {
  /** Resolves when the socket is open. */
  readonly ready: Promise<void>;
  readonly #worker = new Worker(new URL('./worker-capture.worker.ts', import.meta.url), { type: 'module' });

  constructor(microphone: MediaStream, url: string) {
    this.ready = new Promise((resolve) => (this.#worker.onmessage = () => resolve()));
    const buffers = trackBuffers(microphone);
    this.#worker.postMessage({ buffers, url }, { transfer: [buffers] });
  }

  close(): void {
    this.#worker.terminate();
  }
}
