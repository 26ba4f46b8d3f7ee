import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { Brain, BrainMessage, BrainRequest } from './brain.ts';

export interface ChatBrainOptions {
  /** Base URL of any service with OpenAI's chat completions, e.g. `http://127.0.0.1:11434/v1`. */
  url: string;
  model: string;
  /** Sent as a bearer token, for services that want one. */
  apiKey?: string;
  fetch?: typeof globalThis.fetch;
  /** Silence of the service after which a reply is given up, ms. Default 60 000: a model may load first. */
  stallTimeoutMs?: number;
}

/** What a streamed chat completion carries, as far as it is used here. */
interface Chunk {
  choices?: { delta?: { content?: string | null } | null }[];
  error?: unknown;
}

const defaultStallTimeoutMs = 60_000;

/** Why a chat service gave no reply, in one sentence; never its own words, nor the key. */
export class ChatBrainError extends Error {
  override name = 'ChatBrainError';
}

/** What to do about a refusal. */
function adviceFor(status: number, model: string, { messages }: BrainRequest): string {
  if (status < 400) return 'check its URL';
  if (status === 401 || status === 403) return 'check its API key';
  if (status === 404) return `check its URL and that it has the model "${model}"`;
  if (status === 429) return 'it is busy or the quota is used up';
  if (status < 500 && messages.some(({ pictures }) => pictures))
    return `there are pictures in the conversation, so check that the model "${model}" can see`;
  return status >= 500 ? 'see its log' : `check that it accepts the model "${model}"`;
}

function messagesFor({ instructions, messages }: BrainRequest): object[] {
  const system = instructions.trim() ? [{ role: 'system', content: instructions }] : [];
  const said = messages.filter(({ text, pictures }) => text.trim() || pictures);
  return [...system, ...said.map((message) => ({ role: message.role, content: contentOf(message) }))];
}

/** Words alone stay a plain string, which every service takes. */
function contentOf({ text, pictures }: BrainMessage): string | object[] {
  if (!pictures) return text;
  return [
    ...(text.trim() ? [{ type: 'text', text }] : []),
    ...pictures.map((picture) => ({ type: 'image_url', image_url: picture })),
  ];
}

function textOf(data: string, where: string): string {
  let chunk: Chunk | null;
  try {
    chunk = JSON.parse(data) as Chunk | null;
  } catch {
    throw new ChatBrainError(`The language model at ${where} sent an event that is not JSON.`);
  }
  if (chunk?.error)
    throw new ChatBrainError(`The language model at ${where} failed while it answered; see its log.`);
  const content = chunk?.choices?.[0]?.delta?.content;
  return typeof content === 'string' ? content : '';
}

/**
 * Lets a language model decide what is said.
 * @throws TypeError at once for a URL that will not do; `ChatBrainError` from
 *   `reply` when the service cannot be reached, refuses, does not stream, stalls
 *   or says nothing. An abort just ends the reply.
 */
export function createChatBrain(options: ChatBrainOptions): Brain {
  const { url, model, apiKey, fetch = globalThis.fetch, stallTimeoutMs = defaultStallTimeoutMs } = options;
  const endpoint = new URL(`${url.replace(/\/+$/, '')}/chat/completions`);
  const where = endpoint.origin;
  if (!/^https?:$/.test(endpoint.protocol) || endpoint.username || endpoint.password)
    throw new TypeError(
      'The URL of the language model must be http(s)://host/v1, without a user or password in it.',
    );

  async function open(
    request: BrainRequest,
    signal: AbortSignal,
  ): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
      },
      body: JSON.stringify({ model, messages: messagesFor(request), stream: true }),
      // A redirect would carry the conversation to an address that nobody configured.
      redirect: 'manual',
      signal,
    });
    const refuse = async (why: string): Promise<never> => {
      await response.body?.cancel();
      throw new ChatBrainError(`The language model at ${where} ${why}.`);
    };
    if (response.status !== 200)
      return refuse(`answered with status ${response.status}: ${adviceFor(response.status, model, request)}`);
    if (!/^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '') || !response.body)
      return refuse(
        'did not answer with a stream of events: check that the URL ends in /v1 and that it can stream',
      );
    return response.body;
  }

  return {
    async *reply(request) {
      if (request.signal.aborted) return;
      const stalled = new AbortController();
      const signal = AbortSignal.any([request.signal, stalled.signal]);
      const timer = setTimeout(() => stalled.abort(), stallTimeoutMs);
      let reached = false;
      let said = false;
      try {
        const body = await open(request, signal);
        reached = true;
        const events = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
        for await (const { data } of events) {
          timer.refresh();
          if (data === '[DONE]') break;
          const text = textOf(data, where);
          if (text === '') continue;
          said = true;
          yield text;
        }
      } catch (error) {
        if (request.signal.aborted) return;
        if (error instanceof ChatBrainError) throw error;
        const seconds = Math.round(stallTimeoutMs / 1000);
        const why = stalled.signal.aborted
          ? `was silent for ${seconds} s`
          : reached
            ? 'broke off in the middle of its answer'
            : 'cannot be reached: check that it runs and that its URL is right';
        throw new ChatBrainError(`The language model at ${where} ${why}.`);
      } finally {
        clearTimeout(timer);
        // Also ends the request of a reply that its reader has left.
        stalled.abort();
      }
      if (!said && !request.signal.aborted)
        throw new ChatBrainError(`The language model at ${where} answered without a word.`);
    },
  };
}
