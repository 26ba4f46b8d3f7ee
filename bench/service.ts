import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

interface ClientMessage {
  type: string;
  [field: string]: unknown;
}

export interface Arrival {
  /** When it arrived, ms of this process's clock. */
  at: number;
  message: ClientMessage;
}

/** One client of the service. */
export class Connection {
  readonly #socket: WebSocket;
  #arrivals: Arrival[] = [];

  constructor(socket: WebSocket) {
    this.#socket = socket;
    this.send({ type: 'session.created', session: { type: 'realtime' } });
    socket.on('message', (data) => {
      const at = performance.now();
      const message = JSON.parse(String(data)) as ClientMessage;
      if (message.type === 'session.update') this.send({ type: 'session.updated', session: message.session });
      this.#arrivals.push({ at, message });
    });
  }

  send(event: Record<string, unknown>): void {
    this.#socket.send(JSON.stringify(event));
  }

  /** What arrived since the last time. */
  take(): Arrival[] {
    return this.#arrivals.splice(0);
  }
}

/** As much of a realtime service as it takes to carry sound: it says what the bench tells it to. */
export class Service {
  readonly #server: WebSocketServer;
  readonly #connections = new Map<string, Connection>();

  static async listen(): Promise<Service> {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    return new Service(server);
  }

  private constructor(server: WebSocketServer) {
    this.#server = server;
    server.on('connection', (socket, { url }) => {
      const name = new URL(url ?? '', this.url).searchParams.get('model') ?? '';
      this.#connections.set(name, new Connection(socket));
    });
  }

  /** Where clients find it; they add `/realtime?model=` and their name. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /**
   * The newest connection of a client.
   * @throws Error when it never connected
   */
  connection(name: string): Connection {
    const connection = this.#connections.get(name);
    if (!connection) throw new Error(`The client "${name}" has not connected to the bench's service.`);
    return connection;
  }

  close(): void {
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
  }
}
