import type { Brain, BrainRequest } from '../src/brain/brain.ts';

/** A fake, for tests of the protocol only: says what the test wants, when it wants. */
export class ScriptedBrain implements Brain {
  /** What it was asked, in order. */
  readonly requests: BrainRequest[] = [];
  /** What it answers: pieces as they come; a function waits or throws in between. */
  answer: (string | (() => Promise<void>))[] = ['Hello to you. ', 'How many guests will come?'];

  async *reply(request: BrainRequest): AsyncIterable<string> {
    this.requests.push(request);
    for (const piece of this.answer) {
      if (typeof piece === 'string') yield piece;
      else await Promise.race([piece(), aborted(request.signal)]);
      if (request.signal.aborted) return;
    }
  }
}

/** A door in an answer: the brain stands before it until it is opened. */
export function createGate(): { wait: () => Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { wait: () => opened, open };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
