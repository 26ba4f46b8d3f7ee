import type { Decorator, Loader, Preview } from '@storybook/web-components-vite';
import { render } from 'lit';
import type { RealtimeVoiceChat } from '../../src/elements/realtime-voice-chat.js';
import type { Conversation } from '../../src/testing/index.js';
import { chatAt, type Moment } from './conversation.js';
import './stage.css';

/** What a story may say of its stage, in `parameters`. */
export interface StageParameters {
  /** The moment that it shows, default `idle`; or what was said until then. */
  moment?: Moment | Conversation;
  /** How wide it is where there is room, default: as wide as it wants to be. */
  width?: string;
  /** It stands beside the conversation, which has this id, and not inside it. */
  beside?: string;
  /** It needs no conversation. */
  bare?: boolean;
}

export const languages = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  ja: '日本語',
  ar: 'العربية',
};

interface Stage {
  readonly element: HTMLElement;
  readonly chat: RealtimeVoiceChat | null;
}

/** One for each time a story is mounted: new controls change it, a remount makes another. */
const stages = new WeakMap<AbortSignal, Stage>();

/** Sets up a conversation at the moment that the story is about, before anything is rendered. */
export const setStage: Loader = async ({ parameters, abortSignal }) => {
  const { moment = 'idle', bare } = parameters as StageParameters;
  let stage = stages.get(abortSignal);
  if (!stage) {
    const [element, chat] = [document.createElement('div'), bare ? null : await chatAt(moment)];
    stages.set(abortSignal, (stage = { element, chat }));
    const clear = () => {
      element.remove();
      chat?.session.disconnect();
    };
    if (abortSignal.aborted) clear();
    abortSignal.addEventListener('abort', clear);
  }
  return { stage };
};

/** Shows a story on its stage, in the theme, direction and language of the toolbar. */
export const onStage: Decorator = (story, { loaded, globals, parameters, viewMode }) => {
  const { element, chat } = loaded.stage as Stage;
  const { theme, direction, language } = globals as Record<string, string>;
  const { width, beside } = parameters as StageParameters;
  element.className = `stage ${viewMode}`;
  element.dataset.theme = theme;
  element.lang = language ?? 'en';
  if (direction === 'auto') element.removeAttribute('dir');
  else element.dir = direction ?? '';
  element.style.setProperty('--width', width ?? 'auto');
  const content = story();
  if (!chat || content === chat) {
    render(content, element);
  } else if (beside) {
    chat.id = beside;
    render([chat, content], element);
  } else {
    chat.classList.toggle('narrow', !width);
    render(chat, element);
    render(content, chat);
  }
  return element;
};

/** Makes the story's element, with its controls' values as attributes and tokens. */
export const renderElement: NonNullable<Preview['render']> = (args, { component = '', loaded }) => {
  const { chat, element: stage } = loaded.stage as Stage;
  const element =
    chat?.localName === component
      ? chat
      : (stage.querySelector<HTMLElement>(component) ?? document.createElement(component));
  for (const [name, value] of Object.entries(args)) set(element, name, value as Value);
  return element;
};

/** What a control may give. */
type Value = string | number | boolean | null | undefined;

function set(element: HTMLElement, name: string, value: Value): void {
  if (name === '(default)') element.textContent = String(value ?? '');
  else if (name.startsWith('--')) element.style.setProperty(name, String(value ?? ''));
  else if (value === false || value == null || value === '') element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : String(value));
}
