import type { SessionState } from '../session/session-state.js';

/** The one word for what a session is doing. */
export type DisplayState =
  Exclude<SessionState['activity'], 'idle'> | SessionState['status'] | 'asking' | 'interrupted' | 'muted';

/** The most telling first: what the browser asks, how it is connected, and then what is going on. */
export function displayState(state: SessionState): DisplayState {
  const { status, asking, activity, recording, muted, turns } = state;
  if (asking) return 'asking';
  if (status !== 'connected') return status;
  if (activity !== 'idle' && activity !== 'listening') return activity;
  if (recording && muted) return 'muted';
  const last = turns.at(-1);
  if (last?.role === 'assistant' && last.status === 'interrupted') return 'interrupted';
  return activity === 'idle' ? status : activity;
}

/** Lets style sheets see a state: as `:state(word)` and, for older browsers, as `data-state="word"`. */
export function reflectState(host: HTMLElement, { states }: ElementInternals, state: string): void {
  if (host.dataset.state === state) return;
  host.dataset.state = state;
  states.clear();
  states.add(state);
}
