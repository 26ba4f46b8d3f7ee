import { envSchema } from 'env-schema';
import { isIP } from 'node:net';
import { isLoopback } from './addresses.ts';
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
  /** What the assistant is and how it behaves; without them the service has its own. */
  instructions: string | undefined;
  /** Origins of other sites whose pages may ask for tokens and calls. The server's own is always allowed. */
  allowedOrigins: readonly string[];
  /** Proxies that are believed what they tell of the page, as Fastify's `trustProxy` takes them. */
  trustProxy: readonly string[];
  /** How long a token may open sessions, s. */
  tokenTtlSeconds: number;
  /** What a page may choose for a session that this server opens. */
  clientMaySet: readonly ClientSetting[];
  /** When calls that this server opened are hung up, s; without it the service's own limit holds. */
  maxCallSeconds: number | undefined;
  /** The certificate for https, self-signed or in files of these paths; without it the server speaks http. */
  tls: 'self-signed' | CertificateFiles | undefined;
  /** The chat model that takes the local planner's place. */
  localLlm: { url: string; model: string; apiKey: string | undefined } | undefined;
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

/** Fastify's names for groups of addresses. */
const PROXY_NAMES: readonly string[] = ['loopback', 'linklocal', 'uniquelocal'];

/**
 * Reads the settings from environment variables; an empty one counts as not set.
 *
 * @throws ConfigError naming each wrong variable and what it may be, never its value
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const values = validate(env);
  checkKeysAreHidden(values);
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
    instructions: values.REALTIME_INSTRUCTIONS,
    allowedOrigins: parseOrigins(values.ALLOWED_ORIGINS) ?? [],
    trustProxy: parseProxies(values.TRUST_PROXY) ?? [],
    tokenTtlSeconds: values.TOKEN_TTL_SECONDS,
    clientMaySet: parseClientSettings(values.CLIENT_MAY_SET) ?? [],
    maxCallSeconds: values.MAX_CALL_SECONDS,
    tls: cert && key ? { cert, key } : values.HTTPS === '1' ? 'self-signed' : undefined,
    localLlm:
      llmUrl && llmModel
        ? { url: withoutSlash(llmUrl), model: llmModel, apiKey: values.LOCAL_LLM_KEY }
        : undefined,
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
            .addFormat('proxies', (list: string) => parseProxies(list) !== undefined)
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

/** @throws ConfigError where a key would travel in clear text */
function checkKeysAreHidden(values: Values): void {
  const sent = [
    ['OPENAI_API_KEY', 'REALTIME_BASE_URL'],
    ['LOCAL_LLM_KEY', 'LOCAL_LLM_URL'],
  ] as const;
  const lines = sent
    .filter(([key, url]) => values[key] && isInClear(values[url]))
    .map(([key, url]) => `${url} must be an https address, or be on this machine: ${key} is sent to it.`);
  if (lines.length > 0) throw new ConfigError(lines.join('\n'));
}

function isInClear(url = ''): boolean {
  return /^http:/i.test(url) && !isLoopback(new URL(url).hostname);
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

/** @returns the proxies of a comma list, or nothing when one of them is none */
function parseProxies(list: string): string[] | undefined {
  const proxies = entries(list);
  return proxies.every((proxy) => PROXY_NAMES.includes(proxy) || isSubnet(proxy)) ? proxies : undefined;
}

/** An address, or several as in `10.0.0.0/8`. */
function isSubnet(text: string): boolean {
  const [, address = '', bits = '1'] = /^([^/]+)(?:\/(\d+))?$/.exec(text) ?? [];
  const most = { 4: 32, 6: 128 }[isIP(address)] ?? 0;
  return Number(bits) >= 1 && Number(bits) <= most;
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
