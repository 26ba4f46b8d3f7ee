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
}

const SIZE = 'display: block; inline-size: 600px; block-size: 700px; border: 0';

/** @param history what was said before; @returns once it is all there */
export function openLog(name: LogName, history: Said[]): Promise<OpenLog> {
  return { kit: openKit, 'deep-chat': openDeepChat }[name](history);
}

/** With its session, which a scripted service tells what was said. */
async function openKit(history: Said[]): Promise<OpenLog> {
  const chat = document.createElement('realtime-voice-chat');
  const log = document.createElement('transcript-log');
  log.style.cssText = SIZE;
  log.times = true;
  chat.append(log);
  let transport = new ScriptedTransport();
  chat.createTransport = () => (transport = new ScriptedTransport());
  chat.getToken = () => 'ek_bench';
  document.body.append(chat);
  await chat.session.connect();
  let before: string | null = null;
  let count = 0;
  const append = ({ role, text }: Said) => {
    const id = `item_${(count += 1)}`;
    const content = [{ type: role === 'user' ? 'input_text' : 'output_text', text }];
    const item = { id, type: 'message', role, status: 'completed' as const, content };
    transport.say({ type: 'conversation.item.added', previous_item_id: before, item });
    before = id;
  };
  history.forEach(append);
  return { scroller: log.shadowRoot?.querySelector('[part=log]') as Element, append };
}

async function openDeepChat(history: Said[]): Promise<OpenLog> {
  const chat = document.createElement('deep-chat') as unknown as HTMLElement &
    Pick<DeepChat, 'connect' | 'history' | 'maxVisibleMessages' | 'addMessage'>;
  const toMessage = ({ role, text }: Said) => ({ role: role === 'user' ? 'user' : 'ai', text });
  chat.style.cssText = SIZE;
  // It drops the oldest of more than 4,000.
  chat.maxVisibleMessages = Infinity;
  chat.connect = { handler: () => {} };
  chat.history = history.map(toMessage);
  document.body.append(chat);
  let scroller: Element | null | undefined;
  while (!(scroller = chat.shadowRoot?.querySelector('#messages'))) await new Promise(requestAnimationFrame);
  return { scroller, append: (said) => chat.addMessage(toMessage(said)) };
}
