import { fixture, html } from '@open-wc/testing';
import type { ServerEvent } from '../protocol/events.js';
import type { RealtimeSession } from '../session/realtime-session.js';
import { ScriptedTransport } from '../testing/scripted-transport.js';
import type { RealtimeVoiceChat } from './realtime-voice-chat.js';
import './realtime-voice-chat.js';
import type { TranscriptLog } from './transcript-log.js';

/** A log of a conversation of which the service is scripted; the rest is real. */
export interface ScriptedLog {
  readonly log: TranscriptLog;
  readonly session: RealtimeSession;
  readonly transport: ScriptedTransport;
  /** Has the service say something, until it is shown. */
  say(...events: object[]): Promise<void>;
  /** Adds so many turns, `Line 0` and so on, until they are shown. */
  addLines(count: number): Promise<void>;
  /** What of the log is in the page. */
  turns(): HTMLElement[];
  texts(): (string | undefined)[];
  part<T extends HTMLElement = HTMLElement>(name: string): T | null;
  scroller(): HTMLElement;
  /** As a reader would; the event comes at once, since a page behind another draws no frames. */
  scrollTo(top: number): Promise<void>;
  /** Ids of the turns that are seen. */
  seen(): (string | undefined)[];
  /** What screen readers were told. */
  announced(): (string | null)[];
}

export async function scriptedLog(content = html`<transcript-log></transcript-log>`): Promise<ScriptedLog> {
  const chat = await fixture<RealtimeVoiceChat>(html`
    <realtime-voice-chat .getToken=${() => 'ek_none'}>${content}</realtime-voice-chat>
  `);
  let transport = new ScriptedTransport();
  chat.createTransport = () => (transport = new ScriptedTransport());
  const log = chat.querySelector('transcript-log') as TranscriptLog;
  if (!log.style.blockSize) log.style.blockSize = '200px';
  await chat.session.connect();
  const root = () => log.shadowRoot as ShadowRoot;
  const settled = async () => {
    await new Promise((resolve) => setTimeout(resolve));
    while (!(await log.updateComplete));
  };
  const part = <T extends HTMLElement>(name: string) => root().querySelector<T>(`[part~=${name}]`);
  const scroller = () => part('log') as HTMLElement;
  const turns = () => [...root().querySelectorAll<HTMLElement>('[data-id]')];
  let count = 0;
  return {
    log,
    session: chat.session,
    transport,
    async say(...events) {
      for (const event of events) transport.say(event as ServerEvent);
      await settled();
    },
    async addLines(more) {
      for (const end = count + more; count < end; count += 1) {
        const before = count ? `${count - 1}` : null;
        transport.say(message(`${count}`, 'user', `Line ${count}`, before) as ServerEvent);
      }
      await settled();
    },
    turns,
    texts: () => turns().map((turn) => turn.querySelector('[part=text]')?.textContent),
    part,
    scroller,
    async scrollTo(top) {
      scroller().scrollTop = top;
      scroller().dispatchEvent(new Event('scroll'));
      await settled();
    },
    seen() {
      const view = scroller().getBoundingClientRect();
      const visible = turns().filter((turn) => {
        const { top, bottom } = turn.getBoundingClientRect();
        return bottom > view.top && top < view.bottom;
      });
      return visible.map(({ dataset }) => dataset.id);
    },
    announced: () => [...root().querySelectorAll('[aria-live=polite] p')].map((line) => line.textContent),
  };
}

export const message = (id: string, role: string, text: string, previous_item_id: string | null = null) => ({
  type: 'conversation.item.added',
  previous_item_id,
  item: { id, type: 'message', role, status: 'completed', content: [{ type: 'input_text', text }] },
});

/** A piece of an answer, spoken or written. */
export const delta = (text: string, item_id = '1', how: 'audio_transcript' | 'text' = 'text') => ({
  type: `response.output_${how}.delta`,
  item_id,
  delta: text,
});

export const done = (status = 'completed') => ({ type: 'response.done', response: { status } });
