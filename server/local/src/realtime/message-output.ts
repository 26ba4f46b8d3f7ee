import type { SpeechEngine } from '../speech/speech-engine.ts';
import { AudioEncoder, SESSION_RATE, durationMs } from './audio-format.ts';
import type { Entry } from './conversation.ts';
import type { Send, ServerEvent } from './events.ts';
import { createId, randomText } from './ids.ts';
import type { Playback } from './playback.ts';
import type { AudioFormat } from './session-config.ts';
import { SpokenText } from './spoken-text.ts';
import { outputAudioTokens, textTokens, type OutputTokens } from './tokens.ts';

/** Sound in one event, samples: 200 ms. */
const CHUNK = SESSION_RATE / 5;
const PAUSE_BETWEEN_SENTENCES_MS = 300;
const MAX_OBFUSCATION = 16;

export interface MessageOutputOptions {
  responseId: string;
  modality: 'audio' | 'text';
  format: AudioFormat;
  voice: string;
  speed: number;
  engine: SpeechEngine;
  playback: Playback | null;
  send: Send;
  /** The item begins or ends. */
  itemAdded(entry: Entry): void;
  itemDone(entry: Entry): void;
}

/** The message of a response: writes its events, in text or in speech. */
export class MessageOutput {
  readonly entry: Entry;
  readonly #options: MessageOutputOptions;
  readonly #encoder: AudioEncoder;
  readonly #spoken = new SpokenText();
  #text = '';
  #closed = false;

  constructor(options: MessageOutputOptions) {
    this.#options = options;
    this.#encoder = new AudioEncoder(options.format);
    const item = {
      id: createId('item'),
      type: 'message',
      status: 'in_progress',
      role: 'assistant',
      content: [],
    };
    this.entry = { item: item as unknown as Entry['item'] };
    if (this.#speaks) this.entry.spoken = this.#spoken;
    options.itemAdded(this.entry);
    this.#send('response.content_part.added', { part: this.#part('') });
  }

  get tokens(): OutputTokens {
    return { text: textTokens(this.#text), audio: outputAudioTokens(this.#spoken.durationMs) };
  }

  /** Length of the speech so far, ms. */
  get spokenMs(): number {
    return this.#spoken.durationMs;
  }

  write(text: string): void {
    this.#text += text;
    this.#delta('response.output_text.delta', text);
  }

  /**
   * Speaks a sentence; the words go out just before their sound.
   * @param limitMs stops when the whole message is that long
   */
  async speak(sentence: string, limitMs: number, signal: AbortSignal): Promise<void> {
    const { engine, voice, speed } = this.#options;
    const pauseMs = this.spokenMs > 0 ? PAUSE_BETWEEN_SENTENCES_MS / speed : 0;
    let begun = false;
    for await (const samples of engine.speak(sentence, { voice, speed, signal })) {
      if (signal.aborted) return;
      if (!begun) {
        this.#begin(sentence);
        this.#play(new Int16Array(Math.round((pauseMs * SESSION_RATE) / 1000)), limitMs);
      }
      begun = true;
      this.#play(samples, limitMs);
      if (this.spokenMs >= limitMs) return;
    }
    // What cannot be spoken, such as an emoji alone, still belongs to the text.
    if (!begun) this.#begin(sentence);
  }

  /** Ends the message; afterwards nothing of it is sent any more. */
  close(status: 'completed' | 'incomplete'): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#speaks) {
      this.#audioDelta(this.#encoder.flush());
      this.#send('response.output_audio.done');
      this.#send('response.output_audio_transcript.done', { transcript: this.#text });
    } else {
      this.#send('response.output_text.done', { text: this.#text });
    }
    this.#send('response.content_part.done', { part: this.#part(this.#text) });
    const content = this.#speaks
      ? { type: 'output_audio', transcript: this.#text }
      : { type: 'output_text', text: this.#text };
    Object.assign(this.entry.item, { status, content: [content] });
    this.#options.itemDone(this.entry);
  }

  get #speaks(): boolean {
    return this.#options.modality === 'audio';
  }

  #begin(sentence: string): void {
    this.#text += sentence;
    this.#spoken.begin(sentence);
    for (const [word] of sentence.matchAll(/\s*\S+\s*$|\s*\S+/g)) {
      this.#delta('response.output_audio_transcript.delta', word);
    }
  }

  #play(samples: Int16Array, limitMs: number): void {
    const { playback, responseId } = this.#options;
    for (let at = 0; at < samples.length && this.spokenMs < limitMs; at += CHUNK) {
      const chunk = samples.subarray(at, at + CHUNK);
      this.#spoken.extend(durationMs(chunk));
      if (playback) playback.play(chunk, { responseId, itemId: this.entry.item.id });
      else this.#audioDelta(this.#encoder.encode(chunk));
    }
  }

  #audioDelta(audio: string): void {
    if (audio) this.#delta('response.output_audio.delta', audio);
  }

  #delta(type: ServerEvent['type'], delta: string): void {
    // The real service hides the length of a delta like this.
    const obfuscation = randomText(1 + Math.floor(Math.random() * MAX_OBFUSCATION));
    this.#send(type, { delta, obfuscation });
  }

  #part(text: string): object {
    return this.#speaks ? { type: 'audio', transcript: text } : { type: 'text', text };
  }

  #send(type: ServerEvent['type'], fields: object = {}): void {
    const { responseId, send } = this.#options;
    send({
      type,
      response_id: responseId,
      item_id: this.entry.item.id,
      output_index: 0,
      content_index: 0,
      ...fields,
    });
  }
}
