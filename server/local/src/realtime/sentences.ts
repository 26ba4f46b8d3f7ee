const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
/** Titles and the like, whose full stop ends nothing. */
const NO_END = /\b(?:Mr|Mrs|Ms|Dr|Prof|St|e\.g|i\.e|vs)\.\s*$/;

/** Cuts a text that comes in pieces into sentences, with their white space, so that speaking can begin early. */
export class SentenceStream {
  #rest = '';

  /** @returns the sentences that are complete: something follows them */
  push(piece: string): string[] {
    const sentences: string[] = [];
    for (const { segment } of segmenter.segment(this.#rest + piece)) {
      const last = sentences.at(-1);
      if (last !== undefined && NO_END.test(last)) sentences[sentences.length - 1] = last + segment;
      else sentences.push(segment);
    }
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
