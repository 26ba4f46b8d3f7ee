import assert from 'node:assert/strict';
import { it } from 'node:test';
import { validateClientEvent, validateServerEvent } from '../server/local/schema/schema.ts';
import { buildSessionConfig } from '../src/session/session-settings.ts';
import { play } from '../src/testing/play.ts';
import type { Conversation } from '../src/testing/scenario.ts';
import { cases } from '../src/testing/scenarios.test-support.ts';
import { ScriptedTransport } from '../src/testing/scripted-transport.ts';
import { TokenSource } from '../src/transports/token-source.ts';
import type { RealtimeMessageEvent } from '../src/transports/transport.ts';

/* What the scripted service says is what the published types of the protocol describe. */

async function messages(scenario: Conversation): Promise<RealtimeMessageEvent[]> {
  const transport = new ScriptedTransport();
  const all: RealtimeMessageEvent[] = [];
  transport.addEventListener('event', (event) => all.push(event as RealtimeMessageEvent));
  const over = play(scenario, transport, { pace: 0 });
  await transport.connect({
    token: new TokenSource(() => 'ek_none'),
    model: 'test',
    config: buildSessionConfig(scenario.settings),
    signal: new AbortController().signal,
  });
  await over;
  transport.close();
  return all;
}

for (const [name, { scenario }] of Object.entries(cases)) {
  it(name, async () => {
    const all = await messages(scenario);
    // Of the session only the transport itself speaks, in outline.
    const events = all.filter(({ message }) => !message.type.startsWith('session.'));
    assert.ok(events.length > 20);
    for (const { direction, message } of events) {
      const finding = direction === 'sent' ? validateClientEvent(message) : validateServerEvent(message);
      assert.equal(finding, null, `${message.type}${finding?.instancePath} ${finding?.message}`);
    }
  });
}
