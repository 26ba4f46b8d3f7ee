import type { SpeechEngine } from '../speech/speech-engine.ts';
import type { Conversation, Entry } from './conversation.ts';
import type { ClientEventOf, Send } from './events.ts';
import { createEntry, withoutPictures, withSound } from './items.ts';
import { ProtocolError } from './protocol-error.ts';
import type { AudioFormat } from './session-config.ts';

interface Context {
  conversation: Conversation;
  engine: SpeechEngine;
  send: Send;
  /** The input format of the session. */
  format: () => AudioFormat;
}

/** The `conversation.item.*` events of a client. */
export class ConversationEvents {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  /** @throws ProtocolError, as all of them do; then nothing has changed */
  create({ item, previous_item_id }: ClientEventOf<'conversation.item.create'>): void {
    const { conversation, engine, format } = this.#context;
    if (item.type === 'function_call_output' && !this.#hasCall(item.call_id)) {
      const message = `Tool call ID '${item.call_id}' not found in conversation.`;
      throw new ProtocolError('invalid_tool_call_id', message, 'item.call_id');
    }
    const entry = createEntry(item, 'item', format(), engine);
    conversation.insert(entry, previous_item_id);
    this.announce(entry);
  }

  /** Tells the client of an item that is complete; its sound and its pictures it may retrieve. */
  announce(entry: Entry): void {
    const { conversation, send } = this.#context;
    const event = {
      previous_item_id: conversation.previousOf(entry.item.id),
      item: withoutPictures(entry.item),
    };
    send({ type: 'conversation.item.added', ...event });
    send({ type: 'conversation.item.done', ...event });
  }

  retrieve({ item_id }: ClientEventOf<'conversation.item.retrieve'>): void {
    const entry = this.#find(item_id, 'retrieving', 'item_retrieve_invalid_item_id');
    this.#context.send({
      type: 'conversation.item.retrieved',
      item: withSound(entry, this.#context.format()),
    });
  }

  delete({ item_id }: ClientEventOf<'conversation.item.delete'>): void {
    this.#find(item_id, 'deleting', 'item_delete_invalid_item_id');
    this.#context.conversation.remove(item_id);
    this.#context.send({ type: 'conversation.item.deleted', item_id });
  }

  truncate({ item_id, content_index, audio_end_ms }: ClientEventOf<'conversation.item.truncate'>): void {
    const { spoken } = this.#find(item_id, 'truncating', 'item_truncate_invalid_item_id');
    if (!spoken || content_index !== 0) {
      throw new ProtocolError(null, 'Only model output audio messages can be truncated');
    }
    const lengthMs = Math.floor(spoken.durationMs);
    if (audio_end_ms > lengthMs) {
      const message = `Audio content of ${lengthMs}ms is already shorter than ${audio_end_ms}ms`;
      throw new ProtocolError('invalid_value', message, 'audio_end_ms');
    }
    this.truncateAt(item_id, audio_end_ms);
  }

  /** Forgets what the user did not hear of an item. */
  truncateAt(itemId: string, audioEndMs: number): void {
    const entry = this.#context.conversation.get(itemId);
    if (!entry?.spoken) return;
    entry.spoken.truncate(audioEndMs);
    const content = [{ type: 'output_audio', transcript: entry.spoken.text }];
    Object.assign(entry.item, { content });
    this.#context.send({
      type: 'conversation.item.truncated',
      item_id: itemId,
      content_index: 0,
      audio_end_ms: Math.round(audioEndMs),
    });
  }

  #hasCall(callId: string): boolean {
    return this.#context.conversation.entries.some(
      ({ item }) => item.type === 'function_call' && item.call_id === callId,
    );
  }

  #find(id: string, doing: string, code: string): Entry {
    const entry = this.#context.conversation.get(id);
    if (entry) return entry;
    throw new ProtocolError(code, `Error ${doing} item: the item with id '${id}' does not exist.`);
  }
}
