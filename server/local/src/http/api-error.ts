import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ProtocolError, type ErrorBody } from '../realtime/protocol-error.ts';

/** An error that is answered over HTTP. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: ErrorBody;

  constructor(status: number, error: ProtocolError) {
    super(error.message);
    this.status = status;
    this.body = error.body;
  }
}

/** Answers every failure in OpenAI's form, `{error: {message, type, param, code}}`. */
export function answerError(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void {
  const known = toApiError(error);
  if (!known) request.log.error(error);
  const { message, type, param, code } = known?.body ?? {
    message: 'The server had an error while processing your request.',
    type: 'server_error',
    param: null,
    code: null,
  };
  void reply.status(known?.status ?? 500).send({ error: { message, type, param, code } });
}

function toApiError(error: FastifyError | Error): ApiError | null {
  if (error instanceof ApiError) return error;
  if (error instanceof ProtocolError) return new ApiError(400, error);
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  if (status >= 500) return null;
  // Fastify's own: a body that is no JSON, too large, or of another content type.
  const message = status === 400 ? 'We could not parse the JSON body of your request.' : error.message;
  return new ApiError(status, new ProtocolError(null, message));
}
