import { expect } from '@open-wc/testing';
import type { Voice } from '../audio/voice-tracker.js';
import type { ServerEvent } from '../protocol/events.js';
import { type Action, reduce } from './reduce.js';
import { INITIAL_MODEL, snapshot } from './session-state.js';

const received = (event: object): Action => ({ type: 'received', event: event as ServerEvent });
const playback = (phase: 'started' | 'ended' | 'interrupted'): Action => ({
  type: 'playback',
  phase,
  itemId: 'a1',
  progress: null,
});
const voice: Voice = { firstAt: 500, startedAt: 1000, endedAt: 1900 };

/** What happened when, ms; the turns after it as `[startedAt, endedAt]`. */
function times(...story: [now: number, action: Action, voice?: Voice, heard?: Voice][]) {
  const model = story.reduce(
    (before, [now, action, spoken, heard]) => reduce(before, action, { now, voice: spoken, heard }),
    INITIAL_MODEL,
  );
  return snapshot(model).turns.map(({ startedAt, endedAt }) => [startedAt, endedAt]);
}

const committed = received({ type: 'input_audio_buffer.committed', item_id: 'u1', previous_item_id: null });
const answer = received({
  type: 'response.output_item.added',
  item: { id: 'a1', type: 'message', role: 'assistant' },
});
const sounding = received({ type: 'response.content_part.added', item_id: 'a1', part: { type: 'audio' } });

describe('the times of a turn', () => {
  it('are those at which the voice was heard, not those at which the service said so', () => {
    const started = received({ type: 'input_audio_buffer.speech_started', item_id: 'u1', audio_start_ms: 0 });
    const stopped = received({ type: 'input_audio_buffer.speech_stopped', item_id: 'u1', audio_end_ms: 0 });
    expect(times([1300, started, voice], [2500, stopped, voice], [2510, committed, voice])).to.deep.equal([
      [1000, 1900],
    ]);
  });

  it('begin with the first word since the button was pressed, where the button ends the turn', () => {
    expect(times([2500, committed, voice])).to.deep.equal([[500, 1900]]);
  });

  it('begin with the first word also where words are transcribed before the button ends the turn', () => {
    const word = received({
      type: 'conversation.item.input_audio_transcription.delta',
      item_id: 'u1',
      delta: 'Let',
    });
    expect(times([1700, word, voice], [2500, committed, voice])).to.deep.equal([[500, 1900]]);
  });

  it('are the service’s where no voice was heard here', () => {
    expect(times([2500, committed])).to.deep.equal([[2500, 2500]]);
  });

  it('are those at which an answer sounded', () => {
    expect(times([10, answer], [20, sounding], [300, playback('started')])).to.deep.equal([[300, undefined]]);
    expect(
      times(
        [10, answer],
        [20, sounding],
        [300, playback('started')],
        [400, received({ type: 'response.done', response: { status: 'completed' } })],
        [3000, playback('ended')],
      ),
    ).to.deep.equal([[300, 3000]]);
  });

  it('end where an answer was cut off', () => {
    expect(
      times([10, answer], [20, sounding], [300, playback('started')], [900, playback('interrupted')]),
    ).to.deep.equal([[300, 900]]);
  });

  it('are those at which an answer was heard, where the service tells them roughly', () => {
    const heard: Voice = { firstAt: 420, startedAt: 1500, endedAt: 2700 };
    expect(
      times(
        [10, answer],
        [20, sounding],
        [300, playback('started')],
        [3500, playback('ended'), undefined, heard],
      ),
    ).to.deep.equal([[420, 2700]]);
  });

  it('end when the last of an answer was heard, which a service cannot know', () => {
    const heard: Voice = { firstAt: 420, startedAt: 420, endedAt: 2700 };
    const story: Parameters<typeof times> = [
      [10, answer],
      [20, sounding],
      [300, playback('started')],
      [2200, playback('ended'), undefined, { ...heard, endedAt: 2200 }],
    ];
    const faded: Action = { type: 'faded', itemId: 'a1' };
    expect(times(...story, [2900, faded, undefined, heard])).to.deep.equal([[420, 2700]]);
    const next: Voice = { firstAt: 2500, startedAt: 2500, endedAt: 2800 };
    expect(times(...story, [2900, faded, undefined, next])).to.deep.equal([[420, 2200]]);
  });

  it('are when it was written, of what was typed', () => {
    const typed = received({
      type: 'conversation.item.added',
      item: {
        id: 'u1',
        type: 'message',
        role: 'user',
        status: 'completed',
        content: [{ type: 'input_text', text: 'Hi' }],
      },
    });
    expect(times([70, typed])).to.deep.equal([[70, 70]]);
  });

  it('do not change with a late transcript', () => {
    const transcript = received({
      type: 'conversation.item.input_audio_transcription.completed',
      item_id: 'u1',
      content_index: 0,
      transcript: 'Hello',
    });
    expect(times([2500, committed, voice], [9000, transcript])).to.deep.equal([[500, 1900]]);
  });
});
