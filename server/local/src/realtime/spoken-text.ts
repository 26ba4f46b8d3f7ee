/** Which words were spoken when: so that an answer can be cut where the user stopped hearing it. */
export class SpokenText {
  #sentences: { text: string; startMs: number; endMs: number }[] = [];

  /** A sentence whose sound begins now; its length is not known yet. */
  begin(text: string): void {
    this.#sentences.push({ text, startMs: this.durationMs, endMs: this.durationMs });
  }

  /** More sound of that sentence. */
  extend(ms: number): void {
    this.#sentences.at(-1)!.endMs += ms;
  }

  get durationMs(): number {
    return this.#sentences.at(-1)?.endMs ?? 0;
  }

  get text(): string {
    return this.#sentences.map(({ text }) => text).join('');
  }

  /** Forgets what comes after; within a sentence, words are taken to be spoken at an even pace. */
  truncate(toMs: number): void {
    this.#sentences = this.#sentences
      .filter(({ startMs }) => startMs < toMs)
      .map(({ text, startMs, endMs }) => {
        if (endMs <= toMs) return { text, startMs, endMs };
        const share = (toMs - startMs) / (endMs - startMs);
        return { text: wholeWords(text, text.length * share), startMs, endMs: toMs };
      });
  }
}

/** The words that end within so many characters. */
function wholeWords(text: string, length: number): string {
  let end = 0;
  for (const word of text.matchAll(/\S+/g)) {
    if (word.index + word[0].length > length) break;
    end = word.index + word[0].length;
  }
  return text.slice(0, end);
}
