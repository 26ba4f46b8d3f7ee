import { envSchema } from 'env-schema';

/** Who answers the conversations: the local voice service, OpenAI, or another that speaks its protocol. */
export type ServiceKind = 'local' | 'openai' | 'compatible';

/** The server's settings, checked. */
export interface Config {
  /** The port to listen on; 0 takes any free one. */
  port: number;
  /** The address to listen on. */
  host: string;
  service: ServiceKind;
  /** The standard API key. It stays in this process. */
  apiKey: string | undefined;
  /** Where the service is, without a slash at the end. */
  baseUrl: string;
  model: string;
  voice: string;
  /** Origins of other sites whose pages may ask for tokens. The server's own is always allowed. */
  allowedOrigins: readonly string[];
  /** How long a token may open sessions, s. */
  tokenTtlSeconds: number;
  /** The chat model that takes the local planner's place. */
  localLlm: { url: string; model: string } | undefined;
}

/** Settings that the server cannot start with; the message has one line for each wrong variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const OPENAI_BASE_URL = 'https://api.openai.com/v1';

/** Each `description` completes the sentence "NAME must be …". */
const schema = {
  type: 'object',
  properties: {
    OPENAI_API_KEY: {
      type: 'string',
      pattern: '^[\\x21-\\x7e]+$',
      description: 'the key alone, without spaces or line breaks',
    },
    PORT: {
      type: 'integer',
      minimum: 0,
      maximum: 65_535,
      default: 3000,
      description: 'a port number from 0 (any free one) to 65535',
    },
    HOST: {
      type: 'string',
      pattern: '^[A-Za-z0-9.:_-]+$',
      default: '127.0.0.1',
      description: 'an address or name of this machine, such as 127.0.0.1 or 0.0.0.0',
    },
    REALTIME_BASE_URL: {
      type: 'string',
      format: 'http-url',
      default: OPENAI_BASE_URL,
      description: `an http or https address without user, query or hash, such as ${OPENAI_BASE_URL}`,
    },
    REALTIME_MODEL: {
      type: 'string',
      pattern: '^\\S+$',
      default: 'gpt-realtime-2.1',
      description: 'the name of a model, without spaces, such as gpt-realtime-2.1',
    },
    REALTIME_VOICE: {
      type: 'string',
      pattern: '^\\S+$',
      default: 'marin',
      description: 'the name of a voice, without spaces, such as marin or cedar',
    },
    ALLOWED_ORIGINS: {
      type: 'string',
      format: 'origins',
      default: '',
      description: 'origins separated by commas, such as https://example.com,http://localhost:5173',
    },
    TOKEN_TTL_SECONDS: {
      type: 'integer',
      minimum: 10,
      maximum: 7200,
      default: 600,
      description: 'a whole number of seconds from 10 to 7200',
    },
    LOCAL_LLM_URL: {
      type: 'string',
      format: 'http-url',
      description:
        'the http or https address of an OpenAI-compatible chat service, such as http://localhost:11434/v1',
    },
    LOCAL_LLM_MODEL: {
      type: 'string',
      pattern: '^\\S+$',
      description: 'the name of a model that LOCAL_LLM_URL offers, without spaces',
    },
  },
  dependencies: { LOCAL_LLM_URL: ['LOCAL_LLM_MODEL'] },
} as const;

interface Values {
  OPENAI_API_KEY?: string;
  PORT: number;
  HOST: string;
  REALTIME_BASE_URL: string;
  REALTIME_MODEL: string;
  REALTIME_VOICE: string;
  ALLOWED_ORIGINS: string;
  TOKEN_TTL_SECONDS: number;
  LOCAL_LLM_URL?: string;
  LOCAL_LLM_MODEL?: string;
}

/**
 * Reads the settings from environment variables; an empty one counts as not set.
 *
 * @throws ConfigError naming each wrong variable and what it may be, never its value
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const values = validate(env);
  const { OPENAI_API_KEY: apiKey, LOCAL_LLM_URL: llmUrl, LOCAL_LLM_MODEL: llmModel } = values;
  const baseUrl = withoutSlash(values.REALTIME_BASE_URL);
  return {
    port: values.PORT,
    host: values.HOST,
    service: serviceKind(baseUrl, apiKey),
    apiKey,
    baseUrl,
    model: values.REALTIME_MODEL,
    voice: values.REALTIME_VOICE,
    allowedOrigins: parseOrigins(values.ALLOWED_ORIGINS) ?? [],
    tokenTtlSeconds: values.TOKEN_TTL_SECONDS,
    localLlm: llmUrl && llmModel ? { url: withoutSlash(llmUrl), model: llmModel } : undefined,
  };
}

function validate(env: Readonly<Record<string, string | undefined>>): Values {
  const set = Object.entries(env).filter(([, value]) => value?.trim());
  const data = Object.fromEntries(set.map(([name, value]) => [name, value?.trim()]));
  try {
    return envSchema<Values>({
      schema,
      data,
      env: false,
      ajv: {
        customOptions: (ajv) =>
          ajv
            .addFormat('http-url', isHttpUrl)
            .addFormat('origins', (list: string) => parseOrigins(list) !== undefined),
      },
    });
  } catch (error) {
    throw new ConfigError(explain(error));
  }
}

/** One line for each wrong variable, in the order of the schema. */
function explain(error: unknown): string {
  const issues = (error as { errors?: { instancePath: string; params: Record<string, unknown> }[] }).errors;
  if (!issues) throw error;
  const wrong = new Set(issues.map((issue) => issue.params.missingProperty ?? issue.instancePath.slice(1)));
  return Object.entries(schema.properties)
    .filter(([name]) => wrong.has(name))
    .map(([name, { description }]) => `${name} must be ${description}.`)
    .join('\n');
}

function serviceKind(baseUrl: string, apiKey: string | undefined): ServiceKind {
  if (new URL(baseUrl).origin !== new URL(OPENAI_BASE_URL).origin) return 'compatible';
  return apiKey ? 'openai' : 'local';
}

function isHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && !(username || password || search || hash);
}

/** @returns the origins of a comma list, or nothing when one of them is not an origin */
function parseOrigins(list: string): string[] | undefined {
  const urls = list
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
  if (!urls.every((entry) => isHttpUrl(entry) && new URL(entry).pathname === '/')) return undefined;
  return urls.map((entry) => new URL(entry).origin);
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
