import type { WebSocket } from 'ws';

const PING_INTERVAL_MS = 20_000;

/** Ends a connection whose other side is gone without a word: it answers no ping. */
export function keepAlive(socket: WebSocket): void {
  let alive = true;
  socket.on('pong', () => (alive = true));
  const heartbeat = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, PING_INTERVAL_MS);
  socket.on('close', () => clearInterval(heartbeat));
}
