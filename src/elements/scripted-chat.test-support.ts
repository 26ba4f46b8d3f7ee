import { fixture, html } from '@open-wc/testing';
import type { TemplateResult } from 'lit';
import { ScriptedTransport } from '../testing/scripted-transport.js';
import type { RealtimeVoiceChat } from './realtime-voice-chat.js';
import './realtime-voice-chat.js';

/** A chat whose service is scripted; the session, the microphone and the elements are real. */
export interface ScriptedChat {
  readonly chat: RealtimeVoiceChat;
  /** The transport of the last connection. */
  readonly transport: ScriptedTransport;
  /** The names of the requests that the controls made, without `realtime-` and `-request`. */
  readonly requests: string[];
}

const VERBS = ['start', 'stop', 'interrupt', 'mute', 'unmute', 'connect', 'disconnect', 'send'];

const chats: RealtimeVoiceChat[] = [];
afterEach(() => {
  for (const chat of chats.splice(0)) chat.session.disconnect();
});

export async function scriptedChat(content: TemplateResult): Promise<ScriptedChat> {
  const chat = await fixture<RealtimeVoiceChat>(
    html`<realtime-voice-chat id="chat" .getToken=${() => 'ek_none'}>${content}</realtime-voice-chat>`,
  );
  chats.push(chat);
  let transport = new ScriptedTransport();
  chat.createTransport = () => (transport = new ScriptedTransport());
  const requests: string[] = [];
  for (const verb of VERBS) chat.addEventListener(`realtime-${verb}-request`, () => requests.push(verb));
  return {
    chat,
    get transport() {
      return transport;
    },
    requests,
  };
}

/** Prevents a request, as a page may. */
export function veto(chat: Element, verb: string): void {
  chat.addEventListener(`realtime-${verb}-request`, (event) => event.preventDefault());
}

/** Until what was announced is rendered. */
export const rendered = () => new Promise((resolve) => setTimeout(resolve));

export const inner = <T extends Element = HTMLButtonElement>(host: Element | null, selector = 'button') =>
  host?.shadowRoot?.querySelector(selector) as T;
