import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

/** A failure with its answer: `{error: {code, message}}` under a status. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly statusCode: number;
  readonly code: string;

  /** @param message one sentence for the person in front of the page; never a secret, nor another service's text */
  constructor(statusCode: number, code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.statusCode = statusCode;
    this.code = code;
  }

  /** What the log should hear of it, when it is not the page's fault; no secret, nor another service's text. */
  get forLog(): Record<string, unknown> | undefined {
    return undefined;
  }
}

const CODES: Readonly<Record<number, string>> = {
  404: 'not_found',
  413: 'body_too_large',
  429: 'rate_limited',
};

/** Answers every failure in the one shape; what is not meant for the page goes to the log alone. */
export function sendError(
  error: FastifyError | ApiError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const status = error.statusCode ?? 500;
  if (error instanceof ApiError) {
    if (error.forLog) request.log.warn(error.forLog, error.message);
    return sendJson(reply, status, error.code, error.message);
  }
  if (status < 500) return sendJson(reply, status, CODES[status] ?? 'bad_request', error.message);
  request.log.error({ err: error }, 'a request failed');
  sendJson(reply, 500, 'internal_error', 'Something went wrong in the server; its log says what.');
}

export function sendNotFound(_request: FastifyRequest, reply: FastifyReply): void {
  sendJson(reply, 404, 'not_found', 'There is nothing at this address.');
}

function sendJson(reply: FastifyReply, status: number, code: string, message: string): void {
  void reply.code(status).send({ error: { code, message } });
}
