import type { WebSocket } from 'ws';
import { ProtocolError } from '../realtime/protocol-error.ts';
import type { Calls } from '../webrtc/calls.ts';
import { keepAlive } from './keep-alive.ts';
import { Refusal, REFUSED_REQUEST } from './socket-refusal.ts';

/**
 * Lets a server take part in a call by its id: it sees the events that the client sees, and may
 * send its own.
 * @throws Refusal when there is no such call
 */
export function joinCall(socket: WebSocket, calls: Calls, id: string): void {
  const call = calls.get(id);
  if (!call) throw new Refusal(REFUSED_REQUEST, callNotFound(id));
  const leave = call.join({
    send: (json) => socket.send(json),
    close: (code, reason) => socket.close(code, reason),
  });
  socket.on('message', (data, isBinary) =>
    call.receive(isBinary ? (data as Buffer) : (data as Buffer).toString()),
  );
  socket.on('close', leave);
  keepAlive(socket);
}

export function callNotFound(id: string): ProtocolError {
  return new ProtocolError('call_id_not_found', `No call with the id '${id}' is going on.`, 'call_id');
}
