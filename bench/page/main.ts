import { openMicrophone } from '../../src/audio/microphone.ts';
import { type Client, type ClientName, openClient, socketUrl } from './clients.ts';
import type { Edge } from './output-tap.ts';
import { trackBuffers } from './track-buffers.ts';

/** A message that reached the page. */
export interface Receipt {
  type: string;
  /** ms of the page's clock */
  at: number;
}

/** What the bench's process asks of the page. */
export interface BenchPage {
  /**
   * Opens the microphone, once for all clients.
   * @throws Error when the browser cannot tell when it hears
   */
  start(serviceUrl: string): Promise<void>;
  open(name: ClientName): Promise<void>;
  close(): Promise<void>;
  /** What arrived and what sounded since the last time. */
  take(): { receipts: Receipt[]; edges: Edge[] };
}

declare global {
  interface Window {
    bench: BenchPage;
  }
}

const TYPE = /"type":"([^"]+)"/;

const receipts: Receipt[] = [];

/** Notes when messages arrive, before the client that owns the socket hears of them. */
window.WebSocket = class extends WebSocket {
  constructor(...args: ConstructorParameters<typeof WebSocket>) {
    super(...args);
    this.addEventListener('message', ({ data }: MessageEvent<string>) => {
      const at = performance.now();
      receipts.push({ type: TYPE.exec(data)?.[1] ?? '', at });
    });
  }
};

let service = '';
let microphone: MediaStream;
let client: Client;

window.bench = {
  async start(serviceUrl) {
    service = serviceUrl;
    microphone = await openMicrophone();
    const clock = new Worker(new URL('./microphone-clock.worker.ts', import.meta.url), { type: 'module' });
    const buffers = trackBuffers(microphone);
    clock.postMessage({ buffers, url: socketUrl(service, 'clock') }, [buffers]);
  },
  async open(name) {
    client = await openClient(name, service, microphone);
  },
  close: () => client.close(),
  take: () => ({ receipts: receipts.splice(0), edges: client.takeEdges() }),
};
