import type { Brain } from './brain.ts';
import { replyTo } from './party/reply.ts';

export interface PlannerOptions {
  /** The clock, for "tomorrow" and "how many days are left"; the machine's by default. */
  now?: () => Date;
}

/**
 * A Christmas party planner: rules and a grammar of what people say about a
 * party, no AI. It reads the whole conversation anew for every reply.
 */
export function createPlanner({ now = () => new Date() }: PlannerOptions = {}): Brain {
  // The first two readings compile the patterns, the date parser's above all: some 0.4 s that the
  // first reply should not take.
  for (const text of ['Twelve guests', 'On Friday at seven']) replyTo([{ role: 'user', text }], now());
  return {
    async *reply({ messages, signal }) {
      const sentences = replyTo(messages, now());
      for (const [index, sentence] of sentences.entries()) {
        if (signal.aborted) return;
        yield index === 0 ? sentence : ` ${sentence}`;
      }
    },
  };
}
