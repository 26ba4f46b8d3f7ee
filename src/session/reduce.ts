import type { ClientEvent, ConversationItem, ServerEvent, ServiceResponse } from '../protocol/events.js';
import { RealtimeError } from '../protocol/realtime-error.js';
import type { Progress } from '../transports/transport.js';
import { heardLength, spokenLength } from './heard-text.js';
import {
  indexOf,
  placeItem,
  updateItem,
  withAudible,
  withCut,
  withMade,
  withPart,
  withStatus,
  withTurn,
} from './items.js';
import { DISCONNECTED, type Item, type Model, type SessionState, type Turn } from './session-state.js';
import { type Moment, withTimes } from './turn-times.js';

/** Everything that changes a session. */
export type Action =
  | { type: 'connecting' }
  | { type: 'connected' }
  | { type: 'disconnected'; error: RealtimeError | null }
  | { type: 'error'; error: RealtimeError }
  | { type: 'recording'; on: boolean }
  /** What is left of an answer in the browser when the service has sent it all, was heard. */
  | { type: 'faded'; itemId: string }
  | { type: 'fact'; fact: Partial<SessionState> }
  | { type: 'sent'; event: ClientEvent }
  | { type: 'received'; event: ServerEvent }
  | {
      type: 'playback';
      phase: 'started' | 'ended' | 'interrupted';
      itemId: string;
      progress: Progress | null;
    };

/**
 * Complaints that nobody needs to hear: those that follow from two sides acting at the same moment
 * (the answer was over before it was cancelled, the service committed first, …), and the one after
 * which the service hangs up, which the transport tells.
 */
const UNREMARKABLE = new Set([
  'session_expired',
  'response_cancel_not_active',
  'input_audio_buffer_commit_empty',
  'conversation_already_has_active_response',
]);

/** The next model. Pure: the same model, action and moment always give the same result. */
export function reduce(model: Model, action: Action, moment: Moment = { now: Date.now() }): Model {
  return withTimes(apply(model, action), action, moment, model.items);
}

function apply(model: Model, action: Action): Model {
  switch (action.type) {
    case 'connecting':
      return { ...model, status: 'connecting', error: null, earlier: model.items.length };
    case 'connected':
      return { ...model, status: 'connected' };
    case 'disconnected':
      return disconnected(model, action.error);
    case 'error':
      return { ...model, error: action.error };
    case 'recording':
      return { ...model, recording: action.on, error: action.on ? null : model.error };
    case 'fact':
      return { ...model, ...action.fact };
    case 'sent':
      return sent(model, action.event);
    case 'playback':
      return playback(model, action);
    case 'received':
      return received(model, action.event);
    case 'faded':
      return model;
  }
}

function disconnected(model: Model, error: RealtimeError | null): Model {
  const items = model.items.flatMap((item) => {
    if (item.turn?.status !== 'streaming') return item;
    if (!item.turn.text) return []; // a turn of which nothing is known yet, and never will be
    return withStatus(item, item.turn.role === 'assistant' ? 'interrupted' : 'done');
  });
  return { ...model, ...DISCONNECTED, status: error ? 'failed' : 'idle', error, items };
}

function sent(model: Model, event: ClientEvent): Model {
  if (event.type === 'response.create') {
    return { ...model, responding: model.responding || 'asked', error: null };
  }
  if (event.type !== 'conversation.item.create') return model;
  // The service does not send pictures back.
  if (event.item.type !== 'message') return model;
  const images = event.item.content.flatMap((part) => (part.type === 'input_image' ? part.image_url : []));
  return event.item.id && images.length
    ? { ...model, images: { ...model.images, [event.item.id]: images } }
    : model;
}

function playback(model: Model, { phase, itemId, progress }: Extract<Action, { type: 'playback' }>): Model {
  const next = { ...model, playing: phase === 'started' };
  if (phase === 'started') return next;
  if (phase === 'interrupted') return cut(next, itemId, progress);
  const done = change(next, itemId, 'assistant', (item) => withStatus(withAudible(item, false), 'done'));
  const units = spokenLength(done.items[indexOf(done.items, itemId)]?.turn?.text ?? '');
  return units && progress ? { ...done, paceMs: progress.playedMs / units } : done;
}

/** Leaves of an answer what was heard. The first to tell is the nearest to the ear; later ones change nothing. */
function cut(model: Model, itemId: string, progress: Progress | null): Model {
  return change(model, itemId, 'assistant', (item) =>
    item.turn?.unheard === undefined
      ? withCut(item, (text) => (progress ? heardLength(text, progress, model.paceMs) : text.length))
      : item,
  );
}

function received(model: Model, event: ServerEvent): Model {
  switch (event.type) {
    case 'session.created':
    case 'session.updated':
      return { ...model, transcribing: !!event.session.audio?.input?.transcription };
    case 'conversation.item.added':
    case 'conversation.item.created':
    case 'conversation.item.done':
      return place(upsert(model, event.item), event.item.id, event.previous_item_id);
    case 'response.output_item.added':
    case 'response.output_item.done':
      return upsert(model, event.item);
    case 'conversation.item.deleted':
      return { ...model, items: model.items.filter(({ id }) => id !== event.item_id) };
    case 'conversation.item.truncated':
      return cut(model, event.item_id, { playedMs: event.audio_end_ms, totalMs: 0, complete: false });

    case 'input_audio_buffer.speech_started':
      return change(
        { ...model, hearing: true, uncommitted: event.item_id },
        event.item_id,
        'user',
        (item) => item,
      );
    case 'input_audio_buffer.speech_stopped':
      return { ...model, hearing: false };
    case 'input_audio_buffer.committed':
      return place(
        change({ ...model, hearing: false, uncommitted: null }, event.item_id, 'user', (item) => item),
        event.item_id,
        event.previous_item_id,
      );
    case 'input_audio_buffer.cleared':
      return {
        ...model,
        hearing: false,
        uncommitted: null,
        items: model.items.filter(({ id }) => id !== model.uncommitted),
      };

    case 'conversation.item.input_audio_transcription.delta': {
      // Some transcribe while the person speaks, before there is an item.
      const known = indexOf(model.items, event.item_id) >= 0;
      return append(known ? model : { ...model, uncommitted: event.item_id }, event, 'user');
    }
    case 'conversation.item.input_audio_transcription.completed':
      return change(model, event.item_id, 'user', (item) =>
        withStatus(withPart(item, event.content_index ?? 0, event.transcript), 'done'),
      );
    case 'conversation.item.input_audio_transcription.failed':
      return change(model, event.item_id, 'user', (item) => withStatus(item, 'failed'));

    case 'response.created':
      return { ...model, responding: true };
    case 'response.content_part.added':
      return event.part.type === 'audio'
        ? change(model, event.item_id, 'assistant', (item) => withAudible(item, true))
        : model;
    case 'response.output_audio_transcript.delta':
      return append(model, event, 'assistant');
    case 'response.output_text.delta':
      return append({ ...model, writing: true }, event, 'assistant');
    case 'response.output_audio_transcript.done':
      return setPart(model, event, event.transcript);
    case 'response.output_text.done':
      return setPart({ ...model, writing: false }, event, event.text);
    case 'response.done':
      return responseDone(model, event.response);
    case 'error': {
      const { code, message } = event.error;
      const next = willRespond(model, code) ? model : { ...model, responding: false };
      // Before the session stands, an error is why it will not: the transport tells.
      const remarkable = model.status === 'connected' && !UNREMARKABLE.has(code ?? '');
      return remarkable ? { ...next, error: serviceError(message) } : next;
    }
    default:
      return model;
  }
}

/** After an error: one of a request that came to nothing must not be waited for. */
function willRespond({ responding }: Model, code: string | null | undefined): boolean {
  if (code === 'response_cancel_not_active') return false;
  return responding !== 'asked' || code === 'conversation_already_has_active_response';
}

function change(model: Model, id: string, role: Turn['role'] | null, how: (item: Item) => Item): Model {
  const items = updateItem(model.items, id, role, how);
  return items === model.items ? model : { ...model, items };
}

function place(model: Model, id: string, follows: string | null | undefined): Model {
  const items = placeItem(model.items, id, follows, model.earlier);
  return items === model.items ? model : { ...model, items };
}

interface PartOf {
  item_id: string;
  content_index?: number;
  delta?: string;
}

function append(model: Model, { item_id, content_index = 0, delta = '' }: PartOf, role: Turn['role']): Model {
  return change(model, item_id, role, (item) =>
    // Once a turn is over its text is final; a delta that comes after that is late or repeated.
    item.turn?.status === 'streaming'
      ? withPart(item, content_index, (item.parts[content_index] ?? '') + delta)
      : item,
  );
}

function setPart(model: Model, { item_id, content_index = 0 }: PartOf, text: string): Model {
  return change(model, item_id, 'assistant', (item) =>
    item.turn?.status === 'interrupted' ? item : withPart(item, content_index, text),
  );
}

function upsert(model: Model, described: ConversationItem & { id: string }): Model {
  const { id, type, role = 'user', status, content = [] } = described;
  return change(model, id, type === 'message' ? role : null, (item) => {
    const spoken = content.some((part) => part.type === 'input_audio');
    if (item.turn?.status === 'interrupted') return item;
    const images = model.images[id];
    const shown = images && !item.turn?.images ? withTurn(item, { images }) : item;
    let next = content.reduce((all, part, index) => {
      const text = part.text || part.transcript;
      return text ? withPart(all, index, text) : all;
    }, shown);
    if (status === 'incomplete') next = withStatus(next, 'interrupted');
    // What the person spoke is done when its transcript is, if there will be one; an answer when it was heard.
    else if (status === 'completed' && !item.audible && !(spoken && model.transcribing)) {
      next = withStatus(next, 'done');
    }
    return next;
  });
}

const TURN_STATUS = {
  completed: 'done',
  cancelled: 'interrupted',
  incomplete: 'interrupted',
  failed: 'failed',
  in_progress: 'streaming',
} as const;

function responseDone(model: Model, { status = 'completed', status_details }: ServiceResponse): Model {
  const items = model.items.flatMap((item) => {
    if (item.turn?.role !== 'assistant') return item;
    const { text, unheard, status: before } = item.turn;
    // Cut off before its first word: there is nothing to show.
    if (!text && !unheard && (before === 'interrupted' || status !== 'completed')) return [];
    if (before !== 'streaming' || item.made) return item;
    return item.audible && status === 'completed' ? withMade(item) : withStatus(item, TURN_STATUS[status]);
  });
  const error =
    status === 'failed' ? serviceError(status_details?.error?.message ?? 'no answer came') : model.error;
  return { ...model, items, error, responding: false, writing: false };
}

function serviceError(message: string): RealtimeError {
  return new RealtimeError('service-error', `The voice service reports a problem: ${message}`);
}
