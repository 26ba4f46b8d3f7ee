import type { SessionState } from '../session/session-state.js';

/** The one word for what a session is doing: its activity while connected, else its status. */
export type DisplayState = SessionState['status'] | Exclude<SessionState['activity'], 'idle'>;

export function displayState({ status, activity }: SessionState): DisplayState {
  return status === 'connected' && activity !== 'idle' ? activity : status;
}

/** Lets style sheets see a state: as `:state(word)` and, for older browsers, as `data-state="word"`. */
export function reflectState(host: HTMLElement, { states }: ElementInternals, state: string): void {
  if (host.dataset.state === state) return;
  host.dataset.state = state;
  states.clear();
  states.add(state);
}
