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
