import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import type { RealtimeVoiceChat } from '../../src/elements/realtime-voice-chat.ts';
import type { Turn } from '../../src/session/session-state.ts';
import { resample } from '../../server/local/src/audio/resampler.ts';
import { HEARING_SAMPLE_RATE } from '../../server/local/src/speech/recogniser.ts';
import { joinWithSilence, userSpeech, writeWav } from '../speech/speech-fixtures.ts';
import { EAR, EAR_URL, type HeardChunk, recordOutput } from './record-output.ts';
import { furnishRoom, type Room } from './room.ts';

/** What Chromium's microphone plays, in Hz. */
const MICROPHONE_RATE = 48_000;
const LEADING_SILENCE_MS = 400;
/** The microphone is silent after its file, but goes on. */
const TRAILING_SILENCE_MS = 1000;
/** A turn of speech, its answer, and a slow machine. */
const TURN_TIMEOUT_MS = 45_000;

/** No pause within an answer is as long. */
const SILENCE_MS = 700;
/** Peaks below this are silence, of 16-bit samples. */
const QUIETEST_SAMPLE = 330;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export interface Exchange {
  /** The person's turn as it was transcribed. */
  heard: string;
  /** The answer's text. */
  answer: string;
  /** What came out of the page meanwhile: mono, 16 000 Hz. */
  sound: Float32Array;
}

export interface VisitorOptions {
  /** More switches for Chromium. */
  switches?: string[];
  /** What the microphone hears besides its file. */
  room?: Room;
  width?: number;
  height?: number;
}

/** A person with a browser and a voice, in front of one of the pages. */
export class Visitor {
  readonly page: Page;
  /** What the page complained of. */
  readonly complaints: string[] = [];
  readonly #browser: Browser;
  readonly #folder: string;

  static async arrive(url: string, options: VisitorOptions = {}): Promise<Visitor> {
    const folder = await mkdtemp(join(tmpdir(), 'visitor-'));
    const browser = await puppeteer.launch({
      executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
      headless: true,
      args: [
        '--no-sandbox',
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        // Read anew each time the microphone is opened: each recording says what the file then holds.
        `--use-file-for-fake-audio-capture=${join(folder, 'voice.wav')}%noloop`,
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        '--disable-quic',
        ...(options.switches ?? []),
      ],
    });
    const page = await browser.newPage();
    const visitor = new Visitor(browser, page, folder);
    await page.setViewport({ width: options.width ?? 1280, height: options.height ?? 900 });
    // The compiler names functions by a helper of its own, which does not come along into the page.
    await page.evaluateOnNewDocument('globalThis.__name = (named) => named');
    await page.evaluateOnNewDocument(recordOutput, EAR_URL);
    if (options.room) await page.evaluateOnNewDocument(furnishRoom, options.room);
    await page.setRequestInterception(true);
    page.on('request', (request) => {
      const isEar = new URL(request.url()).pathname === EAR_URL;
      void (isEar ? request.respond({ contentType: 'text/javascript', body: EAR }) : request.continue());
    });
    await page.goto(url);
    await page.waitForFunction(() => customElements.get('realtime-voice-chat'));
    return visitor;
  }

  private constructor(browser: Browser, page: Page, folder: string) {
    this.#browser = browser;
    this.page = page;
    this.#folder = folder;
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
  }

  async set(attributes: Record<string, string>): Promise<void> {
    await this.page.evaluate((all) => {
      const chat = document.querySelector('realtime-voice-chat') as RealtimeVoiceChat;
      for (const [name, value] of Object.entries(all)) chat.setAttribute(name, value);
    }, attributes);
  }

  async turns(): Promise<Turn[]> {
    return this.page.evaluate(() => [
      ...(document.querySelector('realtime-voice-chat') as RealtimeVoiceChat).session.state.turns,
    ]);
  }

  /** Which way the sound goes, and what the page says of it. */
  async transport(): Promise<{ kind: string; status: string } | null> {
    return this.page.evaluate(() => {
      const chat = document.querySelector('realtime-voice-chat') as RealtimeVoiceChat;
      const { transport } = chat.session.state;
      const status = chat.shadowRoot?.querySelector('connection-status')?.shadowRoot?.textContent ?? '';
      return transport && { kind: transport.kind, status };
    });
  }

  async pressRecord(): Promise<void> {
    await this.page.locator('>>> record-button >>> button').click();
  }

  /** Puts another control into the page, outside of the chat, and returns how to press it. */
  async addControl(tag: string): Promise<() => Promise<void>> {
    await this.page.evaluate((name) => {
      const chat = document.querySelector('realtime-voice-chat') as RealtimeVoiceChat;
      chat.id ||= 'chat';
      const control = document.createElement(name);
      control.setAttribute('for', chat.id);
      document.body.append(control);
    }, tag);
    return () => this.page.locator(`${tag} >>> button`).click();
  }

  /** Waits until the last recording has let the microphone go: its file is read anew only then. */
  async microphoneClosed(): Promise<void> {
    await this.page.evaluate(() =>
      (document.querySelector('realtime-voice-chat') as RealtimeVoiceChat).session.endTurn(),
    );
  }

  /**
   * Puts words into the microphone, and more words after pauses; they sound when it is opened next.
   * @returns their length, ms
   */
  async prepare(words: string, pauseMs = 0, ...more: string[]): Promise<number> {
    const speeches: Int16Array[] = [];
    for (const text of [words, ...more]) {
      speeches.push(
        await userSpeech(text, {
          sampleRate: MICROPHONE_RATE,
          leadingSilenceMs: LEADING_SILENCE_MS,
          trailingSilenceMs: TRAILING_SILENCE_MS,
        }),
      );
    }
    const samples = joinWithSilence(speeches, pauseMs, MICROPHONE_RATE);
    await writeWav(join(this.#folder, 'voice.wav'), samples, MICROPHONE_RATE);
    return (samples.length / MICROPHONE_RATE) * 1000;
  }

  /** Says something right now, into a microphone that is open; needs a room. */
  async speakUp(words: string): Promise<void> {
    const samples = await userSpeech(words, { sampleRate: MICROPHONE_RATE });
    const base64 = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength).toString('base64');
    await this.page.evaluate((sound, rate) => window.speakUp?.(sound, rate), base64, MICROPHONE_RATE);
  }

  /**
   * Presses record, speaks, and hears the answer out.
   * @param stop when record is pressed again: after the words, or once the pause after them was answered
   */
  async say(words: string, stop: 'after words' | 'after answer'): Promise<Exchange> {
    await this.microphoneClosed();
    const lengthMs = await this.prepare(words);
    const before = (await this.turns()).length;
    await this.page.evaluate(() => window.heardOutput.splice(0));
    await this.pressRecord();
    if (stop === 'after words') {
      await this.waitFor('recording');
      await sleep(lengthMs);
      await this.pressRecord();
    }
    await this.answered(before + 2);
    await this.fallenSilent();
    const turns = await this.turns();
    if (stop === 'after answer') await this.pressRecord();
    const sound = await this.sound();
    return { heard: turns[before]?.text ?? '', answer: turns[before + 1]?.text ?? '', sound };
  }

  /** Waits for a word of the session's state: its status, its activity, or `recording`. */
  async waitFor(word: string): Promise<void> {
    await this.page.waitForFunction(
      (wanted) => {
        const { state } = (document.querySelector('realtime-voice-chat') as RealtimeVoiceChat).session;
        return wanted === 'recording'
          ? state.recording
          : [state.status, state.activity].includes(wanted as never);
      },
      { timeout: TURN_TIMEOUT_MS, polling: 50 },
      word,
    );
  }

  /** Waits until there are so many turns, all are over, and the last was heard to its end. */
  async answered(turns: number): Promise<void> {
    await this.page.waitForFunction(
      (count) => {
        const { state } = (document.querySelector('realtime-voice-chat') as RealtimeVoiceChat).session;
        return (
          state.turns.length >= count &&
          state.turns.every(({ status }) => status !== 'streaming') &&
          ['idle', 'listening'].includes(state.activity)
        );
      },
      { timeout: TURN_TIMEOUT_MS, polling: 50 },
      turns,
    );
  }

  /**
   * Waits until the page has been silent for a while: over WebRTC a service knows what it has sent, not what still
   * lies in the browser's jitter buffer.
   */
  async fallenSilent(): Promise<void> {
    await this.page.waitForFunction(
      (silenceMs, quietest) => {
        const recent = performance.now() - silenceMs;
        const last = window.heardOutput.findLast(
          ({ at, samples }) => at < recent || samples.some((s) => Math.abs(s) > quietest),
        );
        return !last || last.at < recent;
      },
      { timeout: TURN_TIMEOUT_MS, polling: 50 },
      SILENCE_MS,
      QUIETEST_SAMPLE,
    );
  }

  /**
   * What came out of the loudest of the page's loudspeakers since the last look: mono, 16 000 Hz.
   *
   * @param until no later than that, ms of `performance.now()`
   */
  async sound(until = Infinity): Promise<Float32Array> {
    const { base64, rate } = await this.page.evaluate((end) => {
      const heard = window.heardOutput.splice(0).filter(({ at }) => at < (end ?? Infinity));
      const loudness = ({ samples }: HeardChunk) =>
        samples.reduce((sum, sample) => sum + Math.abs(sample), 0);
      const loudest = heard.reduce((a, b) => (loudness(b) > loudness(a) ? b : a), heard[0] as HeardChunk);
      const chunks = heard.filter(({ from }) => from === loudest.from).map(({ samples }) => [...samples]);
      const samples = new Int16Array(chunks.flat());
      let bytes = '';
      for (const byte of new Uint8Array(samples.buffer)) bytes += String.fromCharCode(byte);
      return { base64: btoa(bytes), rate: window.heardRate };
    }, until);
    const bytes = Buffer.from(base64, 'base64');
    const samples = Float32Array.from(
      { length: bytes.length / 2 },
      (_, i) => bytes.readInt16LE(i * 2) / 32_768,
    );
    return resample(samples, rate, HEARING_SAMPLE_RATE);
  }

  /**
   * Watches the session from now on.
   * @returns what has been seen until it is asked: each message's type and when, ms of `performance.now()`
   */
  async watchMessages(): Promise<() => Promise<{ type: string; at: number }[]>> {
    const seen = await this.page.evaluateHandle(() => {
      const messages: { type: string; at: number }[] = [];
      const { session } = document.querySelector('realtime-voice-chat') as RealtimeVoiceChat;
      session.addEventListener('event', (event) => {
        messages.push({ type: event.message.type, at: performance.now() });
      });
      return messages;
    });
    return () => seen.jsonValue();
  }

  /** When something was heard, and for how long: the loudness of each chunk of the page's output. */
  async loudness(): Promise<{ at: number; loud: number }[]> {
    return this.page.evaluate(() =>
      window.heardOutput.map(({ at, samples }) => ({
        at,
        loud: samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0) / 32_768,
      })),
    );
  }

  async leave(): Promise<void> {
    await this.#browser.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
