import { REALTIME_MODELS } from '../../schema/schema.ts';
import { createId } from '../realtime/ids.ts';
import { ProtocolError } from '../realtime/protocol-error.ts';
import { createConfig, type SessionConfig, type SessionRequest } from '../realtime/session-config.ts';

/**
 * The settings of a session that begins now.
 * @param model goes over the one of the request
 * @param maxSeconds how long the session may last
 * @throws ProtocolError when there can be no such session
 */
export function newSession(
  request: SessionRequest,
  model: string | undefined,
  maxSeconds: number,
): SessionConfig {
  const wanted =
    request.type === 'realtime' ? { ...request, model: checkModel(model ?? request.model) } : request;
  return createConfig(wanted, createId('sess'), Math.floor(Date.now() / 1000) + maxSeconds);
}

function checkModel(model: string | undefined): string {
  if (!model) throw new ProtocolError('missing_model', 'You must provide a model parameter.', 'model');
  if (REALTIME_MODELS.includes(model)) return model;
  throw new ProtocolError('invalid_model', `Model '${model}' is not supported in realtime mode.`, 'model');
}
