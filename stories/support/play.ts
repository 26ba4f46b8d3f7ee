import type { StoryContext, StoryObj } from '@storybook/web-components-vite';
import { configure, expect, fireEvent, waitFor, within } from 'storybook/test';
import type { Moment } from './conversation.js';

// Without a picture of the document, which has nothing of the shadow trees in it.
configure({ getElementError: (message) => new Error(message ?? '') });

type Play = NonNullable<StoryObj['play']>;

/** The element that a story is about, in its place. */
export function subject<T extends HTMLElement = HTMLElement>({ canvasElement, component }: StoryContext): T {
  const element = canvasElement.querySelector<T>(component ?? 'realtime-voice-chat');
  if (!element) throw new Error(`There is no <${component}> in this story.`);
  return element;
}

/** Queries what an element shows. */
export const inside = (element: Element) => within(element.shadowRoot as unknown as HTMLElement);

/** Presses the button of that name inside an element. */
export async function press(element: Element, name: string): Promise<void> {
  (await inside(element).findByRole('button', { name })).click();
}

/** Writes into a field; its keyboard would go to the element around it, which is all that the document sees. */
export async function write(field: HTMLElement, value: string): Promise<void> {
  await fireEvent.input(field, { target: { value } });
  await fireEvent.change(field);
}

export async function hasState(element: Element, state: string): Promise<void> {
  await waitFor(() => expect(element).toHaveAttribute('data-state', state));
}

/** A story at a moment of the conversation: its element must then be in this state, and whatever else is asked. */
export const at = (moment: Moment, state: string, more?: Play): StoryObj => ({
  parameters: { moment },
  async play(context) {
    await hasState(subject(context), state);
    await more?.(context);
  },
});
