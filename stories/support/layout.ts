import type { StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import type { StageParameters } from './stage.js';

/** A story of children inside `<realtime-voice-chat>`: what it shows is what its documentation says to write. */
export function layout(children: string, parameters: StageParameters = {}): StoryObj {
  const lines = children.trim().split('\n');
  const indented = lines.map((line) => `  ${line}`).join('\n');
  return {
    render: () => html`${unsafeHTML(children)}`,
    parameters: {
      width: '34rem',
      ...parameters,
      snippet: parameters.beside
        ? `<realtime-voice-chat id="${parameters.beside}" token-url="/token"></realtime-voice-chat>\n${lines.join('\n')}`
        : `<realtime-voice-chat token-url="/token">\n${indented}\n</realtime-voice-chat>`,
    },
  };
}
