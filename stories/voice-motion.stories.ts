import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { at } from './support/play.js';

export default {
  title: 'Elements/voice-motion',
  component: 'voice-motion',
  parameters: { width: '24rem' },
} satisfies Meta;
type Story = StoryObj;

export const Resting: Story = at('idle', 'idle');

export const Connecting: Story = at('connecting', 'connecting');

export const Listening: Story = at('listening', 'listening');

export const Thinking: Story = at('thinking', 'thinking');

/** The answer's own sound moves it. */
export const Speaking: Story = at('answering', 'speaking');

export const Muted: Story = at('muted', 'muted');
