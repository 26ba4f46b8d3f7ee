import type { RealtimeSession } from '../../session/realtime-session.js';
import type { Turn } from '../../session/session-state.js';
import type { Texts } from '../../texts/english.js';
import { plainText } from './markdown.js';
import { PAGE_LENGTH, remarkOn } from './turn.js';

/** What changes, changes near the end. */
const LATEST = 16;
/** So many lines stay in the page; a screen reader needs each only for the moment it comes. */
const KEPT = 4;

/** Whole sentences, with what may close them. */
const SENTENCES = /^[^]*[.!?…。！？][)"'”’»]*(?=\s)/;

/**
 * Tells screen readers what happened, each turn once and when it is over. It does not speak while somebody
 * else does, it does not repeat what was heard, and, as a microphone would hear it too, it leaves the
 * person's own words alone while that is open. For those who do not hear, `captions` tells everything.
 */
export class Announcer {
  #turns: readonly Turn[] = [];
  #session: RealtimeSession | null = null;
  /** Of captions: the turn that goes on, and how much of it was told. */
  #captioned = '';
  #told = 0;
  /** The answers that sound. */
  readonly #audible = new Set<string>();
  #waiting: string[] = [];
  #aloud = false;

  /** Takes note of what is new in the turns. */
  observe(
    session: RealtimeSession | null,
    turns: readonly Turn[],
    words: Texts['transcript'],
    captions: boolean,
  ): void {
    // What was said before anybody listened is no news.
    const before = (session === this.#session ? this.#turns : turns).slice(-2 * LATEST);
    this.#session = session;
    this.#turns = turns;
    if (!session) return;
    const { activity, recording, muted } = session.state;
    let aloud = activity === 'hearing';
    for (const turn of turns.slice(-LATEST)) {
      const { id, role, status, text } = turn;
      const streaming = status === 'streaming';
      if (streaming && role === 'assistant') {
        if (session.getHeardLength(turn) < text.length) this.#audible.add(id);
        aloud ||= this.#audible.has(id);
      }
      const known = before.find((other) => other.id === id);
      if (known && known.status !== 'streaming') continue;
      if (captions) {
        const told = id === this.#captioned ? this.#told : 0;
        const rest = text.slice(told);
        const said = streaming ? (role === 'assistant' && SENTENCES.exec(rest)?.[0]) || '' : rest;
        if (said) this.#tell(turn, said, words, told > 0);
        this.#captioned = id;
        this.#told = told + said.length;
      }
      if (streaming) continue;
      const heard = this.#audible.delete(id) || (role === 'user' && recording && !muted);
      if (!captions && !heard) this.#tell(turn, text, words);
      const remark = remarkOn(turn, words);
      if (remark) this.say(remark);
    }
    this.#aloud = aloud && !captions;
  }

  /** Has something told as soon as nobody speaks. */
  say(line: string): void {
    this.#waiting.push(line);
  }

  #tell({ role }: Turn, said: string, words: Texts['transcript'], goesOn = false): void {
    const text = said.trim().slice(0, PAGE_LENGTH);
    const line = role === 'assistant' ? plainText(text) : text;
    if (line) this.say(goesOn ? line : words.says(words[role], line));
  }

  /** @param region a polite live region; `null` before there is one */
  tell(region: Element | null): void {
    if (!region || this.#aloud || !this.#waiting.length) return;
    // Those before stay where they are: taken out and put back they would be told again.
    while (region.childElementCount > KEPT) region.firstChild?.remove();
    for (const line of this.#waiting.splice(0)) {
      const paragraph = document.createElement('p');
      paragraph.textContent = line;
      region.append(paragraph);
    }
  }
}
