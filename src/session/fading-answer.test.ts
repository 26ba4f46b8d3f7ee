import { expect } from '@open-wc/testing';
import type { ServerEvent } from '../protocol/events.js';
import { ScriptedTransport } from '../testing/scripted-transport.js';
import { open, sleep } from './session.test-support.js';

/* What a service has sent still sounds when it tells that it is over; here a tone, in place of the answer. */

describe('An answer that still sounds when the service has sent it all', () => {
  it('ends when it was last heard, however long that takes', async () => {
    const transports: ScriptedTransport[] = [];
    const tones: OscillatorNode[] = [];
    const { session } = open('', {
      getToken: () => 'ek_test',
      createTransport: (context) => {
        const transport = new ScriptedTransport();
        const tone = new OscillatorNode(context);
        transport.output = new GainNode(context, { gain: 0.5 });
        tone.connect(transport.output);
        tones.push(tone);
        transports.push(transport);
        return transport;
      },
    });
    await session.connect();
    const [[transport], [tone]] = [transports, tones];
    const [item_id, response_id] = ['a1', 'r1'];
    for (const event of [
      {
        type: 'conversation.item.added',
        item: { id: item_id, type: 'message', role: 'assistant', content: [] },
      },
      { type: 'response.content_part.added', response_id, item_id, part: { type: 'audio' } },
      { type: 'response.output_audio_transcript.delta', item_id, delta: 'Twelve guests.' },
    ] satisfies ServerEvent[]) {
      transport?.say(event);
    }
    transport?.play('started', 'a1');
    tone?.start();
    await sleep(300);
    transport?.play('ended', 'a1');
    await sleep(1500);
    const silentAt = Date.now();
    tone?.stop();
    await sleep(1000);
    const [turn] = session.state.turns;
    expect(turn?.status).to.equal('done');
    expect(turn?.endedAt).to.be.closeTo(silentAt, 150);
  });
});
