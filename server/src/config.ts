import { envSchema } from 'env-schema';
import { CLIENT_SETTINGS, type ClientSetting } from './session.ts';
import { OPENAI_BASE_URL, schema, type Values } from './variables.ts';

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
  /** Origins of other sites whose pages may ask for tokens and calls. The server's own is always allowed. */
  allowedOrigins: readonly string[];
  /** How long a token may open sessions, s. */
  tokenTtlSeconds: number;
  /** What a page may choose for a session that this server opens. */
  clientMaySet: readonly ClientSetting[];
  /** When calls that this server opened are hung up, s; without it the service's own limit holds. */
  maxCallSeconds: number | undefined;
  /** The certificate for https, self-signed or in files of these paths; without it the server speaks http. */
  tls: 'self-signed' | CertificateFiles | undefined;
  /** The chat model that takes the local planner's place. */
  localLlm: { url: string; model: string } | undefined;
}

/** Paths of files in PEM format. */
export interface CertificateFiles {
  cert: string;
  key: string;
}

/** Settings that the server cannot start with; the message has one line for each wrong variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the settings from environment variables; an empty one counts as not set.
 *
 * @throws ConfigError naming each wrong variable and what it may be, never its value
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const values = validate(env);
  const { OPENAI_API_KEY: apiKey, LOCAL_LLM_URL: llmUrl, LOCAL_LLM_MODEL: llmModel } = values;
  const { TLS_CERT: cert, TLS_KEY: key } = values;
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
    clientMaySet: parseClientSettings(values.CLIENT_MAY_SET) ?? [],
    maxCallSeconds: values.MAX_CALL_SECONDS,
    tls: cert && key ? { cert, key } : values.HTTPS === '1' ? 'self-signed' : undefined,
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
            .addFormat('origins', (list: string) => parseOrigins(list) !== undefined)
            .addFormat('client-settings', (list: string) => parseClientSettings(list) !== undefined),
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
  const urls = entries(list);
  if (!urls.every((entry) => isHttpUrl(entry) && new URL(entry).pathname === '/')) return undefined;
  return urls.map((entry) => new URL(entry).origin);
}

/** @returns the settings of a comma list, or nothing when one of them is not known */
function parseClientSettings(list: string): ClientSetting[] | undefined {
  const names = entries(list);
  const known = CLIENT_SETTINGS.filter((name) => names.includes(name));
  return known.length === new Set(names).size ? known : undefined;
}

function entries(list: string): string[] {
  return list
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
