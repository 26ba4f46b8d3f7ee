/**
 * Tells which words of a growing recognition will stay. A word is certain once two successive
 * recognitions agree on it and on all before it, and it is not the last of either: the last one
 * may be half a word, and its full stop is a guess. What was given out is never taken back.
 */
export class StableWords {
  #previous: string[] = [];
  #given: string[] = [];

  /** @returns the text that has become certain, to be appended to what was given before */
  update(recognition: string): string {
    const words = split(recognition);
    const previous = this.#previous;
    this.#previous = words;
    const limit = Math.min(words.length, previous.length) - 1;
    let agreed = 0;
    while (agreed < limit && words[agreed] === previous[agreed]) agreed++;
    // A recognition that has second thoughts about words already out says nothing about later ones.
    if (this.#given.some((word, i) => i < agreed && word !== words[i])) return '';
    return this.#give(words.slice(this.#given.length, agreed));
  }

  /**
   * The end. Where the final recognition differs in words already out, those stay, and it goes on
   * after the words that match them best.
   * @returns the rest of the text
   */
  finish(recognition: string): string {
    const words = split(recognition);
    return this.#give(words.slice(bestPrefix(this.#given, words)));
  }

  /** All that was given out. */
  get text(): string {
    return this.#given.join(' ');
  }

  #give(words: string[]): string {
    if (words.length === 0) return '';
    const separator = this.#given.length > 0 ? ' ' : '';
    this.#given.push(...words);
    return separator + words.join(' ');
  }
}

function split(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}

/** How many of the words at the start of `words` correspond to `given`: least edit distance, by letters. */
function bestPrefix(given: string[], words: string[]): number {
  const text = words.map(plain).join(' ');
  let row = Array.from({ length: text.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...given.map(plain).join(' ')].entries()) {
    const next = [i + 1];
    for (let j = 0; j < text.length; j++) {
      const differs = letter === text[j] ? 0 : 1;
      next.push(Math.min(row[j]! + differs, row[j + 1]! + 1, next[j]! + 1));
    }
    row = next;
  }
  let best = 0;
  let end = 0;
  let bestEnd = 0;
  for (const [index, word] of words.entries()) {
    end += plain(word).length + (index > 0 ? 1 : 0);
    if (row[end]! < row[bestEnd]!) {
      best = index + 1;
      bestEnd = end;
    }
  }
  return best;
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
