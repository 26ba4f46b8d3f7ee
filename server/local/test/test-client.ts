import { once } from 'node:events';
import { WebSocket } from 'ws';
import { EventClient } from './event-client.ts';

export type { AnyEvent } from './event-client.ts';

export interface ConnectOptions {
  /** A standard or ephemeral key; `null` for none. */
  key?: string | null;
  /** As a browser does it: the key among the subprotocols. */
  browser?: boolean;
  headers?: Record<string, string>;
}

/** A client by WebSocket. */
export class TestClient extends EventClient {
  readonly socket: WebSocket;
  /** Resolves with how the service closed the connection. */
  readonly closed: Promise<{ code: number; reason: string }>;

  constructor(url: string, { key = 'sk-test', browser = false, headers = {} }: ConnectOptions = {}) {
    super();
    const protocols = ['realtime', ...(browser && key ? [`openai-insecure-api-key.${key}`] : [])];
    const authorization = !browser && key ? { authorization: `Bearer ${key}` } : {};
    this.socket = new WebSocket(url, protocols, { headers: { ...authorization, ...headers } });
    this.socket.on('message', (data) => this.received(JSON.parse(data.toString())));
    this.closed = new Promise((resolve) =>
      this.socket.on('close', (code, reason) => {
        resolve({ code, reason: reason.toString() });
        this.disconnected();
      }),
    );
  }

  /** Connects, and waits for `session.created`. */
  static async open(url: string, options?: ConnectOptions): Promise<TestClient> {
    const client = new TestClient(url, options);
    await client.next('session.created');
    return client;
  }

  protected get isClosed(): boolean {
    return this.socket.readyState > WebSocket.OPEN;
  }

  sendAnything(event: unknown): void {
    this.socket.send(typeof event === 'string' || event instanceof Buffer ? event : JSON.stringify(event));
  }

  async close(): Promise<void> {
    if (this.socket.readyState === WebSocket.CLOSED) return;
    this.socket.close();
    await once(this.socket, 'close');
    this.checkEvents();
  }
}
