import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';

/** What is wrong with a message, or `null`. With `verbose`, so that each error knows the value. */
export type Finding = ErrorObject | null;

const schema = JSON.parse(readFileSync(new URL('./realtime.schema.json', import.meta.url), 'utf8'));
const ajv = new Ajv({
  strict: false,
  verbose: true,
  validateFormats: false,
});
ajv.addSchema(schema, 'realtime');

/** Types of events that a client may send, whatever the transport. */
export const CLIENT_EVENT_TYPES: readonly string[] = Object.keys(schema.client);

/** Models that a realtime session may have. */
export const REALTIME_MODELS: readonly string[] =
  schema.definitions['client.RealtimeSessionCreateRequest'].properties.model.enum;

export function validateClientEvent(event: { type: string }): Finding {
  return find(`client/${event.type}`, event);
}

/** For tests: what the service sends must be what the published types describe. */
export function validateServerEvent(event: { type: string }): Finding {
  return find(`server/${event.type}`, event);
}

/** The body of `POST /realtime/client_secrets`. */
export function validateClientSecretRequest(body: unknown): Finding {
  return find('request/client_secrets', body);
}

/** For tests: the answer to it. */
export function validateClientSecretAnswer(body: unknown): Finding {
  return find('answer/client_secrets', body);
}

function find(path: string, value: unknown): Finding {
  const validate = ajv.getSchema(`realtime#/${path}`) as ValidateFunction | undefined;
  if (!validate) throw new Error(`The schema has no ${path}`);
  if (validate(value)) return null;
  // What encloses an error (`if`, `allOf`) comes after it.
  return validate.errors![0]!;
}
