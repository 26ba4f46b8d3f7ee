import type { Item } from './events.ts';
import type { Sound } from './input-buffer.ts';
import { ProtocolError } from './protocol-error.ts';
import type { SpokenText } from './spoken-text.ts';

/** An item and what the wire does not show of it. */
export interface Entry {
  item: Item & { id: string };
  /** What the user said, where that had to be recognised. */
  heard?: Promise<string>;
  /** The user's sound, for `conversation.item.retrieve`. */
  sound?: Sound;
  /** What its pictures count for. */
  imageTokens?: number;
  /** How much of the assistant's sound belongs to which words. */
  spoken?: SpokenText;
}

/** The items of a conversation, in order. */
export class Conversation {
  #entries: Entry[] = [];

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  get(id: string): Entry | undefined {
    return this.#entries.find((entry) => entry.item.id === id);
  }

  /** @returns the id of the item before, `null` for the first */
  previousOf(id: string): string | null {
    const index = this.#entries.findIndex((entry) => entry.item.id === id);
    return this.#entries[index - 1]?.item.id ?? null;
  }

  /**
   * @param previousId the item to follow; `root` is the front, and without one it is the end
   * @throws ProtocolError for an id that is taken or a previous item that does not exist
   */
  insert(entry: Entry, previousId?: string): void {
    if (this.get(entry.item.id)) {
      const message = `Error adding item: an item with the id '${entry.item.id}' already exists.`;
      throw new ProtocolError('invalid_value', message, 'item.id');
    }
    const previous = this.#entries.findIndex((other) => other.item.id === previousId);
    if (previousId && previousId !== 'root' && previous < 0) {
      throw new ProtocolError(
        'item_not_found',
        `Error adding item: the previous item with id '${previousId}' does not exist.`,
        'previous_item_id',
      );
    }
    this.#entries.splice(previousId ? previous + 1 : this.#entries.length, 0, entry);
  }

  remove(id: string): void {
    this.#entries = this.#entries.filter((entry) => entry.item.id !== id);
  }
}
