import { type Context, ContextEvent } from '@lit/context';
import type { ReactiveElement } from 'lit';

/** An element that may name its chat by id, when it does not stand inside it. */
export interface Host extends ReactiveElement {
  htmlFor?: string;
}

/** Where an element named by id may come, go, or get or lose its name. */
const CHANGES = { subtree: true, childList: true, attributeFilter: ['id'] };

/**
 * Tells what the chat of an element provides: the chat around it, or the one that its `for` attribute names,
 * in the same document or shadow tree. Which one that is, is looked up again with each change of the tree.
 *
 * @param name the chat's property with the same value as its context
 * @param follow called with the value, also if it is the same again, and with the chat if it is named;
 *   with `null` while there is no chat, and when the element leaves the page
 */
export function followChat<T>(
  host: Host,
  name: 'session' | 'recorder',
  context: Context<unknown, T | null>,
  follow: (value: T | null, named?: Element) => void,
): void {
  let around: T | null = null;
  let leave: (() => void) | undefined;
  let id: string | undefined;
  let changes: MutationObserver | undefined;
  const look = () => {
    id = host.htmlFor;
    if (!id || !host.isConnected) return follow(around);
    const root = host.getRootNode() as Document | ShadowRoot;
    // To observe one twice does nothing.
    (changes ??= new MutationObserver(look)).observe(root, CHANGES);
    const named = root.getElementById(id) as (Element & Partial<Record<typeof name, T>>) | null;
    // To be upgraded changes no tree.
    if (named?.matches(':not(:defined)')) void customElements.whenDefined(named.localName).then(look);
    follow(named?.[name] ?? null, named ?? undefined);
  };
  const provide = (value: T | null, unsubscribe?: () => void) => {
    if (leave !== unsubscribe) leave?.();
    leave = unsubscribe;
    around = value;
    look();
  };
  host.addController({
    hostConnected: () => {
      look();
      host.dispatchEvent(new ContextEvent(context, host, provide, true));
    },
    // What is followed does not change within an update.
    hostUpdated: () => {
      if (host.htmlFor !== id) queueMicrotask(look);
    },
    hostDisconnected: () => {
      changes?.disconnect();
      provide(null);
    },
  });
}
