import { segmentSentences } from '../speech/sentences.ts';

/** Cuts a text that comes in pieces into sentences, with their white space, so that speaking can begin early. */
export class SentenceStream {
  #rest = '';

  /** @returns the sentences that are complete: something follows them */
  push(piece: string): string[] {
    const sentences = segmentSentences(this.#rest + piece);
    this.#rest = sentences.pop() ?? '';
    return sentences;
  }

  /** @returns what is left at the end */
  flush(): string[] {
    const rest = this.#rest;
    this.#rest = '';
    return rest.trim() ? [rest] : [];
  }
}
