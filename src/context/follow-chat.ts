import { type Context, ContextConsumer } from '@lit/context';
import type { ReactiveElement } from 'lit';

/** An element that may name its chat by id, when it does not stand inside it. */
export interface Host extends ReactiveElement {
  htmlFor?: string;
}

/**
 * Tells what the chat of an element provides: the chat around it, or the one that its `for` attribute names.
 *
 * @param name the chat's property with the same value as its context
 * @param follow called with each value, and with `null` when the element leaves the page
 */
export function followChat<T>(
  host: Host,
  name: 'session' | 'recorder',
  context: Context<unknown, T | null>,
  follow: (value: T | null) => void,
): void {
  const followNamed = async () => {
    if (!host.htmlFor) return;
    await customElements.whenDefined('realtime-voice-chat');
    const root = host.getRootNode() as Document | ShadowRoot;
    const named = root.getElementById?.(host.htmlFor) as Record<typeof name, T | undefined> | null;
    const value = named?.[name];
    if (host.isConnected && value) follow(value);
  };
  host.addController({
    hostConnected: () => void followNamed(),
    hostDisconnected: () => follow(null),
  });
  new ContextConsumer(host, {
    context,
    subscribe: true,
    callback: (value) => {
      if (!host.htmlFor) follow(value);
    },
  });
}
