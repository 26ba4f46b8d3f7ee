import { fixture, html } from '@open-wc/testing';
import type { RealtimeVoiceChat } from '../elements/realtime-voice-chat.js';
import type { RecordButton } from '../elements/record-button.js';
import type { ClientEvent, ServerEvent } from '../protocol/events.js';
import { direct, type Person } from './direct.js';
import type { RealLine } from './real-lines.test-support.js';
import type { Conversation, TurnTaking } from './scenario.js';
import { tap } from './output-tap.test-support.js';
import { ScriptedService } from './scripted-service.js';
import '../elements/interrupt-button.js';
import '../elements/message-input.js';
import '../elements/realtime-voice-chat.js';

/** A page with every control, whose service follows a script on a real line. */
export interface Page {
  readonly chat: RealtimeVoiceChat;
  readonly service: ScriptedService;
  readonly line: RealLine;
  /** All events in the order in which the session had them. */
  readonly log: { direction: 'sent' | 'received'; event: ClientEvent | ServerEvent }[];
  readonly errors: string[];
  /** How long each sound at the output was, ms. */
  sounds: readonly number[];
}

/** The longest conversation takes half of it. */
const PATIENCE_MS = 8000;
/** The service refuses less. */
const SHORTEST_TURN_MS = 100;
const APPEND_MS = 20;
const HOTKEY = 'KeyT';
const all = { bubbles: true, composed: true, cancelable: true };

const inner = (chat: Element, selector: string, part = 'button') =>
  chat.querySelector(selector)?.shadowRoot?.querySelector(part) as HTMLElement;

async function person({ chat, line, log }: Page): Promise<Person> {
  const record = chat.querySelector('record-button') as RecordButton;
  await record.updateComplete;
  const button = inner(chat, 'record-button');
  const { session } = chat;
  const point = (type: string) =>
    button.dispatchEvent(new PointerEvent(type, { ...all, pointerId: 1, pointerType: 'mouse', button: 0 }));
  const key = (type: string) =>
    document.body.dispatchEvent(new KeyboardEvent(type, { ...all, code: HOTKEY }));
  const clears = (events: readonly { type: string }[]) =>
    events.filter(({ type }) => type === 'input_audio_buffer.clear').length;
  /** What is said before a turn is cleared, so nothing is until the service has that; the turn before clears too. */
  const open = async (press: () => void) => {
    press();
    const sent = () => log.flatMap(({ direction, event }) => (direction === 'sent' ? event : []));
    await line.until(() => session.state.recording && clears(sent()) === clears(line.received));
  };
  /** However busy the machine is, a turn has some sound, and the page has heard all that the service said. */
  const spoken = () =>
    line.until(() => {
      const since = line.received.slice(line.received.findLastIndex(({ type }) => type.endsWith('clear')));
      const sound = since.filter(({ type }) => type === 'input_audio_buffer.append').length * APPEND_MS;
      const heard = log.filter(({ direction }) => direction === 'received').length;
      return heard === line.said && (line.kind === 'webrtc' || sound > SHORTEST_TURN_MS);
    });
  return {
    async listen() {
      record.mode = 'toggle';
      await open(() => button.click());
    },
    async press(by: TurnTaking) {
      record.mode = by === 'toggle' ? 'toggle' : 'hold';
      await open(() => {
        if (by === 'hold') point('pointerdown');
        else if (by === 'hotkey') key('keydown');
        else button.click();
      });
    },
    async release(by: TurnTaking) {
      await spoken();
      if (by === 'hold') point('pointerup');
      else if (by === 'hotkey') key('keyup');
      else button.click();
      await line.until(() => !session.state.recording);
    },
    type(text: string) {
      const field = inner(chat, 'message-input', 'textarea') as HTMLTextAreaElement;
      field.value = text;
      field.dispatchEvent(new InputEvent('input', all));
      field.dispatchEvent(new KeyboardEvent('keydown', { ...all, key: 'Enter' }));
    },
    ask: () => session.send({ type: 'response.create' }),
    interrupt: () => inner(chat, 'interrupt-button').click(),
  };
}

/** What the session had last, without the sound. */
const lastWords = ({ log, chat }: Page) =>
  log
    .filter(({ event }) => !/append|audio.delta/.test(event.type))
    .slice(-16)
    .map(({ direction, event }) => `${direction} ${event.type}`)
    .join('\n') + `\n${JSON.stringify(chat.session.state)}`;

/** Has a conversation happen on a page, and waits until all was heard. */
export async function perform(scenario: Conversation, line: RealLine): Promise<Page> {
  const chat = await fixture<RealtimeVoiceChat>(
    html`<realtime-voice-chat .getToken=${() => line.getToken()} .createTransport=${line.createTransport}>
      <record-button hotkey=${HOTKEY}></record-button>
      <interrupt-button></interrupt-button>
      <message-input></message-input>
    </realtime-voice-chat>`,
  );
  Object.assign(chat, scenario.settings);
  const service = new ScriptedService(line);
  service.follow(scenario);
  line.onreceived = (event) => service.receive(event);
  const page: Page = { chat, service, line, log: [], errors: [], sounds: [] };
  chat.session.addEventListener('event', ({ direction, message }) => {
    page.log.push({ direction, event: message });
  });
  chat.addEventListener('realtime-error', ({ error }) => page.errors.push(error.message));
  await chat.session.connect();
  const { media } = chat.session;
  if (media) page.sounds = await tap(media.context, media.output);
  const stuck = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`The conversation got stuck:\n${lastWords(page)}`)), PATIENCE_MS);
  });
  stuck.catch(() => {}); // when it is long over
  const whole = async () => {
    await direct(scenario, service, line, await person(page));
    await line.until(() => chat.session.state.activity.match(/idle|listening/));
  };
  await Promise.race([stuck, whole()]);
  return page;
}
