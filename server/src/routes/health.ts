import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';

const healthSchema = {
  type: 'object',
  properties: {
    status: { type: 'string' },
    service: { type: 'string', enum: ['local', 'openai', 'compatible'] },
    model: { type: 'string' },
  },
  required: ['status', 'service', 'model'],
  additionalProperties: false,
} as const;

/** `GET /health`: that the server is up, and whom its pages talk to. */
export async function healthRoute(
  app: FastifyInstance,
  { service, model }: Pick<Config, 'service' | 'model'>,
): Promise<void> {
  app.get('/health', { schema: { response: { 200: healthSchema } } }, async (_request, reply) => {
    void reply.header('cache-control', 'no-store');
    return { status: 'ok', service, model };
  });
}
