import type { Finding } from '../../schema/schema.ts';
import { createId } from './ids.ts';

/** The inside of OpenAI's error bodies and `error` events. */
export interface ErrorBody {
  /** `requests`: there are too many of them. */
  type: 'invalid_request_error' | 'server_error' | 'requests';
  code: string | null;
  message: string;
  /** Path of the field at fault, such as `session.audio.input.format`. */
  param: string | null;
}

/** A request that cannot be fulfilled; the session goes on. */
export class ProtocolError extends Error {
  readonly body: ErrorBody;

  constructor(
    code: string | null,
    message: string,
    param: string | null = null,
    type: ErrorBody['type'] = 'invalid_request_error',
  ) {
    super(message);
    this.body = { type, code, message, param };
  }
}

/** The `error` event, as JSON, where there is no session to send it. */
export function errorEvent(error: ProtocolError): string {
  return JSON.stringify({
    type: 'error',
    event_id: createId('event'),
    error: { ...error.body, event_id: null },
  });
}

/** What a finding says about itself: which of these, its keyword decides. */
interface Params {
  additionalProperty: string;
  missingProperty: string;
  type: string | string[];
  allowedValue: unknown;
  allowedValues?: unknown[];
  limit: number;
}

/** Says in OpenAI's codes what a schema found. */
export function schemaError(finding: NonNullable<Finding>): ProtocolError {
  const path = pathOf(finding.instancePath);
  const data: unknown = finding.data;
  const params = finding.params as Params;
  const inner = (name: string) => (path ? `${path}.${name}` : name);
  switch (finding.keyword) {
    case 'additionalProperties': {
      const param = inner(params.additionalProperty);
      return new ProtocolError('unknown_parameter', `Unknown parameter: '${param}'.`, param);
    }
    case 'required': {
      const param = inner(params.missingProperty);
      return new ProtocolError(
        'missing_required_parameter',
        `Missing required parameter: '${param}'.`,
        param,
      );
    }
    case 'type':
      return new ProtocolError(
        'invalid_type',
        `Invalid type for '${path}': expected ${expected(params.type)}, but got ${kindOf(data)} instead.`,
        path,
      );
    case 'enum':
    case 'const': {
      const allowed = params.allowedValues ?? [params.allowedValue];
      if (typeof data !== typeof allowed[0]) {
        const wanted = expected(typeof allowed[0]);
        return new ProtocolError(
          'invalid_type',
          `Invalid type for '${path}': expected ${wanted}, but got ${kindOf(data)} instead.`,
          path,
        );
      }
      return new ProtocolError(
        'invalid_value',
        `Invalid value: ${quote(data)}. Supported values are: ${listed(allowed)}.`,
        path,
      );
    }
    case 'minimum':
    case 'maximum':
      return outOfRange(path, finding, data as number);
    case 'minLength':
    case 'maxLength':
      return wrongLength(path, finding.keyword, params.limit, (data as string).length);
    case 'pattern':
      return new ProtocolError(
        'invalid_value',
        `Invalid '${path}': ${quote(data)}. Expected letters, numbers, underscores, or dashes only.`,
        path,
      );
    default:
      return new ProtocolError('invalid_value', `Invalid '${path}': ${finding.message}.`, path);
  }
}

function outOfRange(path: string, finding: NonNullable<Finding>, value: number): ProtocolError {
  const { keyword, parentSchema } = finding;
  const { limit } = finding.params as Params;
  const kind = [parentSchema?.type].flat().includes('integer') ? 'integer' : 'decimal';
  const [side, code, sign] =
    keyword === 'minimum' ? ['below minimum', 'below_min', '>='] : ['above maximum', 'above_max', '<='];
  return new ProtocolError(
    `${kind}_${code}_value`,
    `Invalid '${path}': ${kind} ${side} value. Expected a value ${sign} ${limit}, but got ${value} instead.`,
    path,
  );
}

function wrongLength(path: string, keyword: string, limit: number, length: number): ProtocolError {
  const [side, name, code] =
    keyword === 'maxLength' ? ['long', 'maximum', 'above_max'] : ['short', 'minimum', 'below_min'];
  return new ProtocolError(
    `string_${code}_length`,
    `Invalid '${path}': string too ${side}. Expected a string with ${name} length ${limit}, ` +
      `but got a string with length ${length} instead.`,
    path,
  );
}

/** `/session/tools/0/name` → `session.tools[0].name` */
function pathOf(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, key) => (/^\d+$/.test(key) ? `${path}[${key}]` : path ? `${path}.${key}` : key), '');
}

const NOUNS: Record<string, string> = {
  array: 'an array',
  boolean: 'a boolean',
  integer: 'an integer',
  null: 'null',
  number: 'a decimal',
  object: 'an object',
  string: 'a string',
};

function expected(type: string | string[]): string {
  return [type]
    .flat()
    .map((name) => NOUNS[name])
    .join(' or ');
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return NOUNS.array!;
  return NOUNS[Number.isInteger(value) ? 'integer' : typeof value]!;
}

function quote(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
}

function listed(values: unknown[]): string {
  const quoted = values.map(quote);
  return quoted.length < 2 ? quoted.join() : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}
