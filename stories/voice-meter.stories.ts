import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { at } from './support/play.js';

export default { title: 'Elements/voice-meter', component: 'voice-meter' } satisfies Meta;
type Story = StoryObj;

export const Resting = at('idle', 'resting');

export const Bars: Story = { ...at('listening', 'active'), args: { variant: 'bars' } };

export const Wave: Story = { ...at('listening', 'active'), args: { variant: 'wave' } };

export const Muted = at('muted', 'resting');

/** The answers, in place of the microphone. */
export const Output: Story = { ...at('answering', 'active'), args: { source: 'output' } };
