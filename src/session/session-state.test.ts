import { expect } from '@open-wc/testing';
import type { ServerEvent } from '../protocol/events.js';
import { FinishedTurns } from './finished-turns.js';
import { reduce } from './reduce.js';
import { INITIAL_MODEL, snapshot } from './session-state.js';

const added = (id: string, previous_item_id: string | null, type = 'message') => ({
  type: 'conversation.item.added',
  previous_item_id,
  item: { id, type, role: 'user', status: 'completed', content: [{ type: 'input_text', text: id }] },
});
const delta = (item_id: string) => ({ type: 'response.output_text.delta', item_id, delta: item_id });

describe('snapshot', () => {
  it('tells the same turns from what it told before as from the beginning', () => {
    const over: string[] = [];
    const finished = new FinishedTurns();
    let model = INITIAL_MODEL;
    let state = snapshot(model);
    const events = [
      added('a', null),
      added('b', 'a'),
      delta('answer'),
      added('between', 'a'),
      delta('answer'),
      { type: 'conversation.item.deleted', item_id: 'b' },
      added('call', 'answer', 'function_call'),
      added('c', 'call'),
      delta('second'),
      { type: 'conversation.item.deleted', item_id: 'call' },
      added('d', 'c'),
      { type: 'conversation.item.deleted', item_id: 'd' },
      { type: 'response.done', response: { status: 'completed' } },
    ];
    for (const event of events) {
      const next = reduce(model, { type: 'received', event: event as ServerEvent }, { now: 1 });
      state = snapshot(next, { model, state });
      model = next;
      over.push(...finished.observe(model).map(({ turn }) => turn.id));
      expect(state.turns).to.deep.equal(snapshot(model).turns);
    }
    expect(state.turns.map(({ id }) => id)).to.deep.equal(['a', 'between', 'answer', 'c', 'second']);
    expect(over).to.deep.equal(['a', 'b', 'between', 'c', 'd', 'answer', 'second']);
  });
});
