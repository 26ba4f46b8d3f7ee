import { Demo } from '../baseline/demo.ts';
import { WorkerCapture } from '../experiments/worker-capture.ts';
import { WebSocketTransport } from '../../src/transports/websocket-transport.ts';
import { TokenSource } from '../../src/transports/token-source.ts';
import { type Edge, tappedContext } from './output-tap.ts';

/** What is compared: the kit, the demo's method, and a worker that captures and sends. */
export type ClientName = 'kit' | 'demo' | 'worker';

/** A connected client that sends the microphone's sound and plays what it is sent. */
export interface Client {
  takeEdges(): Edge[];
  close(): Promise<void>;
}

export function openClient(name: ClientName, serviceUrl: string, microphone: MediaStream): Promise<Client> {
  return { kit: openKit, demo: openDemo, worker: openWorker }[name](serviceUrl, microphone);
}

async function openKit(serviceUrl: string, microphone: MediaStream): Promise<Client> {
  // As RealtimeSession makes it.
  const { context, takeEdges } = await tappedContext({ latencyHint: 'interactive' });
  const transport = new WebSocketTransport(context);
  await transport.connect({
    token: new TokenSource(() => 'ek_bench'),
    serviceUrl,
    model: 'kit',
    config: { type: 'realtime' },
    signal: new AbortController().signal,
  });
  await transport.setMicrophone(microphone);
  const close = () => {
    transport.close();
    return context.close();
  };
  return { takeEdges, close };
}

async function openDemo(serviceUrl: string, microphone: MediaStream): Promise<Client> {
  const { context, takeEdges } = await tappedContext({ sampleRate: Demo.SAMPLE_RATE });
  const demo = await Demo.open(context, socketUrl(serviceUrl, 'demo'), microphone);
  const close = () => {
    demo.close();
    return context.close();
  };
  return { takeEdges, close };
}

async function openWorker(serviceUrl: string, microphone: MediaStream): Promise<Client> {
  const capture = new WorkerCapture(microphone, socketUrl(serviceUrl, 'worker'));
  await capture.ready;
  return { takeEdges: () => [], close: async () => capture.close() };
}

export function socketUrl(serviceUrl: string, name: string): string {
  return `${serviceUrl.replace('http', 'ws')}/realtime?model=${name}`;
}
