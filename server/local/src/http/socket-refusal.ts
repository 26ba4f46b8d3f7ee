import type { WebSocket } from 'ws';
import { errorEvent, ProtocolError } from '../realtime/protocol-error.ts';

/** WebSocket close codes of the service for a refused key, and for a refused request. */
export const REFUSED_KEY = 3000;
export const REFUSED_REQUEST = 4000;

/** Why a client gets no session. */
export class Refusal extends Error {
  readonly closeCode: number;
  readonly error: ProtocolError;

  constructor(closeCode: number, error: ProtocolError) {
    super(error.message);
    this.closeCode = closeCode;
    this.error = error;
  }
}

/** @throws Refusal where the action throws a ProtocolError */
export function attempt<T>(closeCode: number, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof ProtocolError ? new Refusal(closeCode, error) : error;
  }
}

/** A browser cannot read the answer to a refused upgrade, so the error comes after it. */
export function refuse(socket: WebSocket, { closeCode, error }: Refusal): void {
  const { type, code } = error.body;
  socket.send(errorEvent(error));
  socket.close(closeCode, [type, code].filter(Boolean).join('.'));
}
