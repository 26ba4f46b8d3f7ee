import { CLIENT_SETTINGS } from './session.ts';

export const OPENAI_BASE_URL = 'https://api.openai.com/v1';

/** Each `description` completes the sentence "NAME must be …". */
export const schema = {
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
    REALTIME_INSTRUCTIONS: {
      type: 'string',
      description: 'what the assistant is and how it behaves, in words for the model',
    },
    ALLOWED_ORIGINS: {
      type: 'string',
      format: 'origins',
      default: '',
      description: 'origins separated by commas, such as https://example.com,http://localhost:5173',
    },
    TRUST_PROXY: {
      type: 'string',
      format: 'proxies',
      default: 'loopback',
      description:
        'addresses or subnets of proxies separated by commas, such as 10.0.0.5,10.1.0.0/16, or loopback, linklocal, uniquelocal',
    },
    TOKEN_TTL_SECONDS: {
      type: 'integer',
      minimum: 10,
      maximum: 7200,
      default: 600,
      description: 'a whole number of seconds from 10 to 7200',
    },
    CLIENT_MAY_SET: {
      type: 'string',
      format: 'client-settings',
      default: '',
      description: `what pages may choose for their session, separated by commas: ${CLIENT_SETTINGS.join(', ')}`,
    },
    MAX_CALL_SECONDS: {
      type: 'integer',
      minimum: 10,
      maximum: 3600,
      description: 'a whole number of seconds from 10 to 3600',
    },
    HTTPS: {
      type: 'string',
      enum: ['1', '0'],
      default: '0',
      description: '1 for https, or 0',
    },
    TLS_CERT: {
      type: 'string',
      description: 'the path of a certificate in PEM format, with TLS_KEY beside it',
    },
    TLS_KEY: {
      type: 'string',
      description: 'the path of the private key of TLS_CERT in PEM format, without a passphrase',
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
    LOCAL_LLM_KEY: {
      type: 'string',
      pattern: '^[\\x21-\\x7e]+$',
      description: 'the key for LOCAL_LLM_URL alone, without spaces or line breaks',
    },
  },
  dependencies: {
    LOCAL_LLM_URL: ['LOCAL_LLM_MODEL'],
    LOCAL_LLM_KEY: ['LOCAL_LLM_URL'],
    TLS_CERT: ['TLS_KEY'],
    TLS_KEY: ['TLS_CERT'],
  },
} as const;

/** What the variables hold once they are checked; those that are not set are missing. */
export interface Values {
  OPENAI_API_KEY?: string;
  PORT: number;
  HOST: string;
  REALTIME_BASE_URL: string;
  REALTIME_MODEL: string;
  REALTIME_VOICE: string;
  REALTIME_INSTRUCTIONS?: string;
  ALLOWED_ORIGINS: string;
  TRUST_PROXY: string;
  TOKEN_TTL_SECONDS: number;
  CLIENT_MAY_SET: string;
  MAX_CALL_SECONDS?: number;
  HTTPS: '1' | '0';
  TLS_CERT?: string;
  TLS_KEY?: string;
  LOCAL_LLM_URL?: string;
  LOCAL_LLM_MODEL?: string;
  LOCAL_LLM_KEY?: string;
}
