import type { Meta, StoryObj } from '@storybook/web-components-vite';
import '../../demo/themes/candy.css';
import candy from '../../demo/themes/candy.css?raw';
import '../../demo/themes/midnight.css';
import midnight from '../../demo/themes/midnight.css?raw';
import '../../demo/themes/native.css';
import native from '../../demo/themes/native.css?raw';
import '../../demo/themes/paper.css';
import paper from '../../demo/themes/paper.css?raw';

/** Four themes, each a short style sheet: a few tokens, and a part here and there. Copy one and change it. */
export default {
  title: 'Themes',
  component: 'realtime-voice-chat',
  parameters: { width: '34rem', moment: 'hearing', controls: { disable: true } },
} satisfies Meta;
type Story = StoryObj;

const themed = (name: string, css: string): Story => ({
  args: { class: name },
  parameters: {
    snippet: `<style>\n${css.trim()}\n</style>\n\n<realtime-voice-chat class="${name}" token-url="/token"></realtime-voice-chat>`,
  },
});

/** Deep blue, always dark. */
export const Midnight = themed('midnight', midnight);

/** Ink and a serif, no bubbles. */
export const Paper = themed('paper', paper);

/** Round and cheerful. */
export const Candy = themed('candy', candy);

/** Everything from the page around it and from the system. */
export const Native = themed('native', native);
