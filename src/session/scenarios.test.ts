import { expect } from '@open-wc/testing';
import { play } from '../testing/play.js';
import type { Conversation } from '../testing/scenario.js';
import { cases, inOneLine } from '../testing/scenarios.test-support.js';
import { ScriptedTransport } from '../testing/scripted-transport.js';
import { TokenSource } from '../transports/token-source.js';
import type { PlaybackEvent, RealtimeMessageEvent } from '../transports/transport.js';
import { type Action, reduce } from './reduce.js';
import { buildSessionConfig } from './session-settings.js';
import { INITIAL_MODEL, snapshot } from './session-state.js';

/** All that happens on a transport in a conversation, as the session would pass it to its reducer. */
async function actions(scenario: Conversation): Promise<Action[]> {
  const transport = new ScriptedTransport();
  const all: Action[] = [{ type: 'connecting' }];
  transport.addEventListener('event', (event) => {
    const { direction, message } = event as RealtimeMessageEvent;
    all.push({ type: direction, event: message } as Action);
  });
  transport.addEventListener('playback', (event) => {
    const { phase, itemId, progress } = event as PlaybackEvent;
    all.push({ type: 'playback', phase, itemId, progress });
  });
  const over = play(scenario, transport, { pace: 0 });
  await transport.connect({
    token: new TokenSource(() => 'ek_none'),
    model: 'test',
    config: buildSessionConfig(scenario.settings),
    signal: new AbortController().signal,
  });
  all.push({ type: 'connected' });
  await over;
  transport.close();
  return all;
}

const run = (all: readonly Action[]) =>
  snapshot(all.reduce((model, action) => reduce(model, action), INITIAL_MODEL));

describe('reduce, in whole conversations', () => {
  for (const [name, { scenario, turns, error }] of Object.entries(cases)) {
    it(name, async () => {
      const state = run(await actions(scenario));
      expect(state.turns.map(inOneLine)).to.deep.equal(turns);
      expect(state.activity).to.equal('idle');
      if (!error) expect(state.error).to.equal(null);
    });
  }
});
