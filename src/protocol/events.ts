import type { EffectiveSession, SessionConfig } from './session-config.js';

/** One piece of an item. Audio carries a transcript, text carries text. */
export interface ItemContent {
  type?: string;
  text?: string;
  transcript?: string | null;
  image_url?: string;
}

/** One item of the conversation: a message, a function call, its result, … */
export interface ConversationItem {
  id?: string;
  type: string;
  role?: 'system' | 'user' | 'assistant';
  status?: 'completed' | 'incomplete' | 'in_progress';
  content?: ItemContent[];
}

/** What the service says of one answer. */
export interface ServiceResponse {
  id?: string;
  status?: 'completed' | 'cancelled' | 'failed' | 'incomplete' | 'in_progress';
  status_details?: { error?: { code?: string; type?: string; message?: string } } | null;
  output?: ConversationItem[];
}

/** A message that the client may create. */
export interface NewMessage {
  /** At most 32 characters; the service makes one where there is none. */
  id?: string;
  type: 'message';
  role: 'user';
  content: ({ type: 'input_text'; text: string } | { type: 'input_image'; image_url: string })[];
}

/** What a function that the assistant called gave. */
export interface FunctionCallOutput {
  id?: string;
  type: 'function_call_output';
  /** Of the call, as `response.function_call_arguments.done` names it. */
  call_id: string;
  /** Text, JSON as a rule. */
  output: string;
}

/** An event of the protocol that the kit has no use for. */
export interface OtherEvent {
  type: string;
  [field: string]: unknown;
}

/** The events that the kit sends or knows. Pages may send any other through `session.send()`. */
export type ClientEvent =
  | { type: 'session.update'; session: SessionConfig }
  | { type: 'input_audio_buffer.append'; audio: string }
  | { type: 'input_audio_buffer.commit' }
  | { type: 'input_audio_buffer.clear' }
  | { type: 'output_audio_buffer.clear' }
  | { type: 'conversation.item.create'; item: NewMessage | FunctionCallOutput }
  | { type: 'conversation.item.truncate'; item_id: string; content_index: number; audio_end_ms: number }
  | { type: 'response.create' }
  | { type: 'response.cancel' };

interface ItemEvent<T extends string> {
  type: T;
  item: ConversationItem & { id: string };
  /** `null` when the item is the first; absent in some of the service's events. */
  previous_item_id?: string | null;
}

interface PartEvent<T extends string> {
  type: T;
  item_id: string;
  /** Which of the item's contents, default 0. */
  content_index?: number;
}

/** The events that the kit acts on. Every other one is passed on and otherwise ignored. */
export type ServerEvent =
  | { type: 'session.created' | 'session.updated'; session: EffectiveSession }
  | ItemEvent<'conversation.item.added' | 'conversation.item.created' | 'conversation.item.done'>
  | { type: 'conversation.item.deleted'; item_id: string }
  | (PartEvent<'conversation.item.truncated'> & { audio_end_ms: number })
  | (PartEvent<'conversation.item.input_audio_transcription.delta'> & { delta?: string })
  | (PartEvent<'conversation.item.input_audio_transcription.completed'> & { transcript: string })
  | (PartEvent<'conversation.item.input_audio_transcription.failed'> & { error: { message?: string } })
  | { type: 'input_audio_buffer.committed'; item_id: string; previous_item_id?: string | null }
  | { type: 'input_audio_buffer.cleared' }
  | { type: 'input_audio_buffer.speech_started'; item_id: string; audio_start_ms: number }
  | { type: 'input_audio_buffer.speech_stopped'; item_id: string; audio_end_ms: number }
  | {
      type: 'output_audio_buffer.started' | 'output_audio_buffer.stopped' | 'output_audio_buffer.cleared';
      response_id: string;
    }
  | { type: 'response.created' | 'response.done'; response: ServiceResponse }
  /** The assistant calls a function of the page; the kit leaves that to the page. */
  | (PartEvent<'response.function_call_arguments.done'> & {
      response_id?: string;
      call_id: string;
      name: string;
      /** JSON. */
      arguments: string;
    })
  | (PartEvent<'response.content_part.added'> & { response_id?: string; part: { type?: string } })
  | {
      type: 'response.output_item.added' | 'response.output_item.done';
      item: ConversationItem & { id: string };
    }
  | (PartEvent<
      'response.output_text.delta' | 'response.output_audio.delta' | 'response.output_audio_transcript.delta'
    > & { delta: string })
  | (PartEvent<'response.output_text.done'> & { text: string })
  | (PartEvent<'response.output_audio_transcript.done'> & { transcript: string })
  | PartEvent<'response.output_audio.done'>
  | {
      type: 'error';
      error: { type?: string; code?: string | null; message: string; event_id?: string | null };
    };

export type ServerEventType = ServerEvent['type'];
