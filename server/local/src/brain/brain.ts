/** A picture that the user put into the conversation. */
export interface Picture {
  /** A data URL of PNG or JPEG. */
  url: string;
  /** How closely to look. */
  detail: 'auto' | 'low' | 'high';
}

/** One message of the conversation as a brain sees it. */
export interface BrainMessage {
  role: 'system' | 'user' | 'assistant';
  /** The words; empty where there were none, or none were understood. */
  text: string;
  /** Of the user's only, and only where there are some. */
  pictures?: readonly Picture[];
}

export interface BrainRequest {
  /** The whole conversation so far, oldest first; truncated or deleted items are already gone. */
  messages: readonly BrainMessage[];
  /** The instructions in force for this response. */
  instructions: string;
  /** ISO 639-1 hint, when the session has one. */
  language?: string;
  signal: AbortSignal;
}

/**
 * Decides what is said. It keeps nothing between calls: what it knows it reads
 * from the messages, so that deleting or truncating an item is really forgotten.
 */
export interface Brain {
  /** Yields the reply in pieces as it comes to be; the pieces joined are the reply. */
  reply(request: BrainRequest): AsyncIterable<string>;
}
