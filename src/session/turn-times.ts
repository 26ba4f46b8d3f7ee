import type { Voice } from '../audio/voice-tracker.js';
import { withTurn } from './items.js';
import type { Action } from './reduce.js';
import type { Item, Model, Turn } from './session-state.js';

/** What the time is, ms since 1970, and what was heard before. */
export interface Moment {
  readonly now: number;
  /** When the person spoke. */
  readonly voice?: Voice | null | undefined;
  /** When the answer sounded. */
  readonly heard?: Voice | null | undefined;
}

/** It may come before anybody else told that a person speaks. */
const TRANSCRIBED = 'conversation.item.input_audio_transcription.delta';

/**
 * A model whose turns know when they sounded. The service's own times count from the first sound that
 * it got, which nobody can place on a clock; so what counts is what this side heard and played.
 */
export function withTimes(model: Model, action: Action, moment: Moment, known: Model['items'] = []): Model {
  const { now } = moment;
  const subject = subjectOf(action);
  if (model.items === known && !subject) return model;
  let { items } = model;
  let shared = 0;
  while (shared < items.length && items[shared] === known[shared]) shared += 1;
  // What is as it was has its times.
  for (let index = subject ? 0 : shared; index < items.length; index += 1) {
    const item = items[index] as Item;
    const { turn, id } = item;
    if (!turn || (item === known[index] && id !== subject)) continue;
    const over = turn.status !== 'streaming';
    if (id !== subject && turn.startedAt && (turn.endedAt || !over)) continue;
    const told = id === subject ? timesToldBy(action, turn, moment) : {};
    const ended = over ? { endedAt: turn.endedAt ?? now } : {};
    items = items.with(index, withTurn(item, { startedAt: turn.startedAt || now, ...ended, ...told }));
    shared = Math.min(shared, index);
  }
  return items === known ? model : { ...model, items, shared };
}

/** The item whose sound an action tells of. */
function subjectOf(action: Action): string | undefined {
  if ('itemId' in action) return action.itemId;
  const event = action.type === 'received' ? action.event : undefined;
  const tells = event?.type.startsWith('input_audio_buffer.') || event?.type === TRANSCRIBED;
  return tells && event && 'item_id' in event ? event.item_id : undefined;
}

function timesToldBy(action: Action, turn: Turn, { now, voice, heard }: Moment): Partial<Turn> {
  if (action.type === 'playback') {
    if (action.phase === 'started') return { startedAt: now };
    // Over WebRTC the service tells roughly, and in good time, what it plays; the ear knows better.
    return { startedAt: heard?.firstAt ?? turn.startedAt, endedAt: heard?.endedAt ?? now };
  }
  if (action.type === 'faded')
    return heard && heard.firstAt < turn.endedAt! ? { endedAt: heard.endedAt } : {};
  const { firstAt, startedAt, endedAt } = voice ?? { firstAt: now, startedAt: now, endedAt: now };
  switch (action.type === 'received' && action.event.type) {
    case 'input_audio_buffer.speech_started':
      return { startedAt };
    case TRANSCRIBED:
      return { startedAt: turn.startedAt || firstAt };
    case 'input_audio_buffer.committed':
      return { startedAt: turn.startedAt || firstAt, endedAt };
    default:
      return { endedAt };
  }
}
