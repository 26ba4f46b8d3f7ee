import 'deep-chat';
import type { DeepChat } from 'deep-chat';
import '../../src/elements/realtime-voice-chat.ts';
import { ScriptedTransport } from '../../src/testing/scripted-transport.ts';

/** Whose log is measured. */
export type LogName = 'kit' | 'deep-chat';

/** What was said, the same for all. */
export interface Said {
  role: 'user' | 'assistant';
  text: string;
}

/** A log in the page. */
export interface OpenLog {
  readonly scroller: Element;
  append(said: Said): void;
  /** Begins an answer that comes in pieces, as each log is told of one; @returns what adds a piece */
  stream(): Promise<(piece: string) => void>;
}

/** What deep-chat gives to who answers. */
interface Signals {
  onOpen(): void;
  onResponse(piece: { text: string }): unknown;
}

const SIZE = 'inline-size: 600px; block-size: 700px; border: 0';

/** @param history what was said before; @returns once it is all there */
export function openLog(name: LogName, history: Said[]): Promise<OpenLog> {
  return { kit: openKit, 'deep-chat': openDeepChat }[name](history);
}

/** With its session, which a scripted service tells what was said. */
async function openKit(history: Said[]): Promise<OpenLog> {
  const chat = document.createElement('realtime-voice-chat');
  const log = document.createElement('transcript-log');
  log.style.cssText = SIZE;
  chat.append(log);
  let transport = new ScriptedTransport();
  chat.createTransport = () => (transport = new ScriptedTransport());
  chat.getToken = () => 'ek_bench';
  document.body.append(chat);
  await chat.session.connect();
  let id: string | null = null;
  let count = 0;
  const add = (role: Said['role'], status: 'in_progress' | 'completed', content: object[]) => {
    const previous_item_id = id;
    id = `item_${(count += 1)}`;
    const item = { id, type: 'message', role, status, content };
    transport.say({ type: 'conversation.item.added', previous_item_id, item });
  };
  const append = ({ role, text }: Said) =>
    add(role, 'completed', [{ type: role === 'user' ? 'input_text' : 'output_text', text }]);
  history.forEach(append);
  return {
    scroller: log.shadowRoot?.querySelector('[part=log]') as Element,
    append,
    async stream() {
      add('assistant', 'in_progress', []);
      const item_id = id ?? '';
      return (delta) => transport.say({ type: 'response.output_audio_transcript.delta', item_id, delta });
    },
  };
}

async function openDeepChat(history: Said[]): Promise<OpenLog> {
  const chat = document.createElement('deep-chat') as unknown as HTMLElement &
    Pick<DeepChat, 'connect' | 'history' | 'maxVisibleMessages' | 'addMessage' | 'submitUserMessage'>;
  const toMessage = ({ role, text }: Said) => ({ role: role === 'user' ? 'user' : 'ai', text });
  chat.style.cssText = `display: block; ${SIZE}`;
  // It drops the oldest of more than 4,000.
  chat.maxVisibleMessages = Infinity;
  let answer: ((piece: string) => void) | undefined;
  chat.connect = {
    stream: true,
    handler: (_request: unknown, signals: Signals) => {
      signals.onOpen();
      answer = (text) => signals.onResponse({ text });
    },
  };
  chat.history = history.map(toMessage);
  document.body.append(chat);
  let scroller: Element | null | undefined;
  while (!(scroller = chat.shadowRoot?.querySelector('#messages'))) await frame();
  return {
    scroller,
    append: (said) => chat.addMessage(toMessage(said)),
    async stream() {
      chat.submitUserMessage({ text: 'Go on.' });
      while (!answer) await frame();
      return answer;
    },
  };
}

const frame = () => new Promise(requestAnimationFrame);
