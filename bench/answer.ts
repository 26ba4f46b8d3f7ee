import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from './service.ts';

const WIRE_RATE = 24_000;
/** Far above silence, and steady: any silence in it was not sent. */
const LEVEL = 0x2000;

/** When a delta is sent, ms from the beginning, and how much sound is in it, ms. */
export interface Delta {
  at: number;
  ms: number;
}

let answers = 0;

/** An answer of steady sound. */
export class Answer {
  readonly #connection: Connection;
  readonly #ids: { response_id: string; item_id: string };

  constructor(connection: Connection) {
    answers++;
    this.#connection = connection;
    this.#ids = { response_id: `resp_${answers}`, item_id: `item_${answers}` };
    connection.send({
      type: 'response.created',
      response: { id: this.#ids.response_id, status: 'in_progress' },
    });
  }

  /** Sends sound as planned. */
  async deliver(deltas: Delta[]): Promise<void> {
    const begin = performance.now();
    for (const { at, ms } of deltas) {
      const wait = begin + at - performance.now();
      if (wait > 0) await sleep(wait);
      const samples = new Int16Array((ms * WIRE_RATE) / 1000).fill(LEVEL);
      const delta = Buffer.from(samples.buffer).toString('base64');
      this.#connection.send({
        type: 'response.output_audio.delta',
        ...this.#ids,
        output_index: 0,
        content_index: 0,
        delta,
      });
    }
  }

  /** Somebody speaks over it. */
  speechStarted(): void {
    this.#connection.send({
      type: 'input_audio_buffer.speech_started',
      item_id: `user_${answers}`,
      audio_start_ms: 0,
    });
  }

  end(status: 'completed' | 'cancelled'): void {
    this.#connection.send({ type: 'response.output_audio.done', ...this.#ids });
    this.#connection.send({ type: 'response.done', response: { id: this.#ids.response_id, status } });
  }
}
