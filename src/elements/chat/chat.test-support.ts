import { fixture, waitUntil } from '@open-wc/testing';
import type { TemplateResult } from 'lit';
import { ScriptedTransport } from '../../testing/scripted-transport.js';
import type { RealtimeVoiceChat } from '../realtime-voice-chat.js';
import '../realtime-voice-chat.js';

/** A chat whose service is scripted. */
export async function chatFixture(template: TemplateResult): Promise<RealtimeVoiceChat> {
  const chat = await fixture<RealtimeVoiceChat>(template);
  chat.getToken = () => 'ek_none';
  chat.createTransport = () => new ScriptedTransport();
  await chat.updateComplete;
  chats.push(chat);
  return chat;
}

const chats: RealtimeVoiceChat[] = [];
afterEach(() => {
  for (const chat of chats.splice(0)) chat.session.disconnect();
});

/** A visible piece of the chat. */
export const part = <T extends HTMLElement = HTMLElement>(chat: Element, name: string) =>
  chat.shadowRoot?.querySelector(`[part='${name}']`) as T;

/** The native button in a control of the chat. */
export const nativeButton = (control: Element) =>
  control.shadowRoot?.querySelector('button') as HTMLButtonElement;

/** What has the focus in the chat, by part or by name. */
export function focused(chat: Element): string {
  const active = chat.shadowRoot?.activeElement;
  return active?.getAttribute('part') ?? active?.localName ?? '';
}

export const isVisible = (element: Element | null) => element?.checkVisibility() === true;

export const settled = () => new Promise((resolve) => setTimeout(resolve, 30));

/** Until the microphone is open. */
export const recording = (chat: RealtimeVoiceChat) => waitUntil(() => chat.session.state.recording);

const own = Object.getOwnPropertyDescriptor(Permissions.prototype, 'query') as PropertyDescriptor;
afterEach(() => {
  Object.defineProperty(Permissions.prototype, 'query', own);
});

/** Has the browser answer so when it is asked what it allows; returned is how to change its mind. */
export function permissionIs(state: PermissionState): (state: PermissionState) => void {
  const status = Object.assign(new EventTarget(), { state, onchange: null as (() => void) | null });
  Permissions.prototype.query = async () => status as unknown as PermissionStatus;
  return (next) => {
    status.state = next;
    status.onchange?.();
  };
}
