import { expect } from '@open-wc/testing';
import type { ClientEvent, ServerEvent } from '../protocol/events.js';
import { RealtimeError } from '../protocol/realtime-error.js';
import type { Progress } from '../transports/transport.js';
import { type Action, reduce } from './reduce.js';
import { INITIAL_MODEL, type Model, type SessionState, snapshot, type Turn } from './session-state.js';

/* Short words for events, so that a case reads like a conversation. */
const received = (event: object): Action => ({ type: 'received', event: event as ServerEvent });
const sent = (type: string): Action => ({ type: 'sent', event: { type } as ClientEvent });
const playback = (
  phase: 'started' | 'ended' | 'interrupted',
  progress: Progress | null = null,
  itemId = 'a1',
): Action => ({ type: 'playback', phase, itemId, progress });
const connected: Action[] = [{ type: 'connecting' }, { type: 'connected' }];
const created = (transcription: object | null = { model: 'gpt-transcribe' }) =>
  received({ type: 'session.updated', session: { audio: { input: { transcription } } } });

const speechStarted = (item_id = 'u1') =>
  received({ type: 'input_audio_buffer.speech_started', item_id, audio_start_ms: 0 });
const speechStopped = (item_id = 'u1') =>
  received({ type: 'input_audio_buffer.speech_stopped', item_id, audio_end_ms: 900 });
const committed = (item_id = 'u1', previous_item_id: string | null = null) =>
  received({ type: 'input_audio_buffer.committed', item_id, previous_item_id });
const cleared = received({ type: 'input_audio_buffer.cleared' });
const userItem = (event: 'added' | 'done', id = 'u1', previous_item_id: string | null = null) =>
  received({
    type: `conversation.item.${event}`,
    previous_item_id,
    item: {
      id,
      type: 'message',
      role: 'user',
      status: 'completed',
      content: [{ type: 'input_audio', transcript: null }],
    },
  });
const textItem = (id: string, text: string, previous_item_id: string | null | undefined, role = 'user') =>
  received({
    type: 'conversation.item.added',
    ...(previous_item_id === undefined ? {} : { previous_item_id }),
    item: { id, type: 'message', role, status: 'completed', content: [{ type: 'input_text', text }] },
  });
const heard = (delta: string, item_id = 'u1') =>
  received({ type: 'conversation.item.input_audio_transcription.delta', item_id, content_index: 0, delta });
const transcribed = (transcript: string, item_id = 'u1') =>
  received({
    type: 'conversation.item.input_audio_transcription.completed',
    item_id,
    content_index: 0,
    transcript,
  });
const transcriptionFailed = (item_id = 'u1') =>
  received({
    type: 'conversation.item.input_audio_transcription.failed',
    item_id,
    content_index: 0,
    error: { message: 'unintelligible' },
  });

const responseCreated = received({ type: 'response.created', response: { id: 'r1', status: 'in_progress' } });
const assistantAdded = (id = 'a1', previous_item_id: string | null = 'u1') =>
  received({
    type: 'conversation.item.added',
    previous_item_id,
    item: { id, type: 'message', role: 'assistant', status: 'in_progress', content: [] },
  });
const said = (delta: string, item_id = 'a1') =>
  received({ type: 'response.output_audio_transcript.delta', response_id: 'r1', item_id, delta });
const written = (delta: string, item_id = 'a1') =>
  received({ type: 'response.output_text.delta', response_id: 'r1', item_id, delta });
const saidAll = (transcript: string, item_id = 'a1') =>
  received({ type: 'response.output_audio_transcript.done', response_id: 'r1', item_id, transcript });
const itemDone = (status: string, id = 'a1') =>
  received({
    type: 'response.output_item.done',
    item: { id, type: 'message', role: 'assistant', status, content: [] },
  });
const responseDone = (status = 'completed', message?: string) =>
  received({
    type: 'response.done',
    response: { id: 'r1', status, status_details: message ? { error: { message } } : null, output: [] },
  });
const truncated = received({
  type: 'conversation.item.truncated',
  item_id: 'a1',
  content_index: 0,
  audio_end_ms: 300,
});
const deleted = (item_id: string) => received({ type: 'conversation.item.deleted', item_id });
const serviceError = (code: string | null, message = 'something') =>
  received({ type: 'error', error: { type: 'invalid_request_error', code, message } });

function run(actions: readonly Action[]): SessionState {
  return snapshot(actions.reduce<Model>((model, action) => reduce(model, action), INITIAL_MODEL));
}

/** `you: Hello (done)` for each turn. */
const NAME = { user: 'you', assistant: 'ai', system: 'system' };
const line = ({ role, text, status, unheard }: Turn) =>
  `${NAME[role]}: ${text} (${status})${unheard ? ` [${unheard}]` : ''}`;

interface Case {
  when: readonly Action[];
  turns?: readonly string[];
  activity?: SessionState['activity'];
  status?: SessionState['status'];
  error?: RegExp | null;
}

const spokenTurn = [speechStarted(), speechStopped(), committed(), userItem('added'), userItem('done')];
const willSound = received({ type: 'response.content_part.added', item_id: 'a1', part: { type: 'audio' } });
const spoken = [said('Hi '), said('there.'), saidAll('Hi there.')];
const half: Progress = { playedMs: 500, totalMs: 2000, complete: true };
const answer = [responseCreated, assistantAdded(), said('Hi '), said('there.'), saidAll('Hi there.')];

const cases: Record<string, Case> = {
  'is connecting, not connected, until there is evidence': {
    when: [{ type: 'connecting' }],
    status: 'connecting',
  },
  'is connected when the transport says so': { when: connected, status: 'connected', activity: 'idle' },
  'listens while recording': {
    when: [...connected, { type: 'recording', on: true }],
    activity: 'listening',
  },
  'shows a turn as soon as speech is noticed': {
    when: [speechStarted()],
    turns: ['you:  (streaming)'],
    activity: 'hearing',
  },
  'shows words while they are spoken': {
    when: [speechStarted(), heard('Hello '), heard('there')],
    turns: ['you: Hello there (streaming)'],
  },
  'takes the final transcript over the deltas': {
    when: [created(), ...spokenTurn, heard('Helo'), transcribed('Hello.')],
    turns: ['you: Hello. (done)'],
  },
  'keeps a spoken turn open until its transcript is there': {
    when: [created(), ...spokenTurn],
    turns: ['you:  (streaming)'],
  },
  'takes a spoken turn as done when nothing transcribes it': {
    when: [created(null), ...spokenTurn],
    turns: ['you:  (done)'],
  },
  'ignores a delta that comes after the final transcript': {
    when: [created(), ...spokenTurn, transcribed('Hello.'), heard(' Hel')],
    turns: ['you: Hello. (done)'],
  },
  'ignores a transcript that comes twice': {
    when: [created(), ...spokenTurn, transcribed('Hello.'), transcribed('Hello.')],
    turns: ['you: Hello. (done)'],
  },
  'makes a turn of a transcript whose item never came': {
    when: [transcribed('Hello.', 'u9')],
    turns: ['you: Hello. (done)'],
  },
  'says when a turn could not be transcribed': {
    when: [created(), ...spokenTurn, transcriptionFailed()],
    turns: ['you:  (failed)'],
  },
  'puts a late transcript in its own place, before the answer': {
    when: [created(), ...spokenTurn, ...answer, responseDone(), transcribed('Hello.')],
    turns: ['you: Hello. (done)', 'ai: Hi there. (done)'],
  },
  'puts a turn that is announced after its answer before it': {
    when: [assistantAdded('a1', 'u1'), said('Hi.'), committed('u1', null), transcribed('Hello.')],
    turns: ['you: Hello. (done)', 'ai: Hi. (streaming)'],
  },
  'sorts out a chain that arrives backwards': {
    when: [textItem('3', 'c', '2'), textItem('2', 'b', '1'), textItem('1', 'a', null)],
    turns: ['you: a (done)', 'you: b (done)', 'you: c (done)'],
  },
  'puts an item between two others': {
    when: [textItem('1', 'a', null), textItem('3', 'c', '1'), textItem('2', 'b', '1')],
    turns: ['you: a (done)', 'you: b (done)', 'you: c (done)'],
  },
  'appends an item of which no place is known': {
    when: [textItem('1', 'a', null), textItem('2', 'b', undefined)],
    turns: ['you: a (done)', 'you: b (done)'],
  },
  'lives through items that follow each other in a circle': {
    when: [textItem('1', 'a', '2'), textItem('2', 'b', '1'), textItem('1', 'a', '2')],
    turns: ['you: b (done)', 'you: a (done)'],
  },
  'lives through an item that follows itself': {
    when: [textItem('1', 'a', '1')],
    turns: ['you: a (done)'],
  },
  'takes an item that is announced twice as one': {
    when: [created(), userItem('added'), userItem('added'), userItem('done'), transcribed('Hello.')],
    turns: ['you: Hello. (done)'],
  },
  'keeps items that nobody said out of the transcript, and in the order': {
    when: [
      textItem('1', 'a', null),
      received({
        type: 'conversation.item.added',
        previous_item_id: '1',
        item: { id: 'f', type: 'function_call', name: 'x', status: 'completed' },
      }),
      textItem('2', 'b', 'f'),
    ],
    turns: ['you: a (done)', 'you: b (done)'],
  },
  'shows a system message as one': {
    when: [textItem('s', 'Be brief.', null, 'system')],
    turns: ['system: Be brief. (done)'],
  },
  'forgets a deleted item': {
    when: [textItem('1', 'a', null), textItem('2', 'b', '1'), deleted('1')],
    turns: ['you: b (done)'],
  },
  'ignores the deletion of what it never knew': { when: [deleted('x')], turns: [] },
  'drops an unfinished turn when the input is cleared': {
    when: [speechStarted(), received({ type: 'input_audio_buffer.cleared' })],
    turns: [],
    activity: 'idle',
  },
  'thinks from the request on': { when: [...connected, sent('response.create')], activity: 'thinking' },
  'thinks while an answer is made': { when: [responseCreated], activity: 'thinking' },
  'speaks when sound is heard, not when it arrives': {
    when: [...answer, playback('started')],
    activity: 'speaking',
  },
  'goes on speaking when the answer is complete but not yet heard': {
    when: [...answer, playback('started'), itemDone('completed'), responseDone()],
    activity: 'speaking',
    turns: ['ai: Hi there. (done)'],
  },
  'takes a sounding answer as done only when all was heard': {
    when: [responseCreated, assistantAdded(), willSound, ...spoken, itemDone('completed'), responseDone()],
    turns: ['ai: Hi there. (streaming)'],
  },
  'takes an answer as done when the last of it was heard': {
    when: [
      responseCreated,
      assistantAdded(),
      willSound,
      ...spoken,
      playback('started'),
      itemDone('completed'),
      responseDone(),
      playback('ended'),
    ],
    turns: ['ai: Hi there. (done)'],
  },
  'is silent again when all was heard': {
    when: [...answer, playback('started'), responseDone(), playback('ended')],
    activity: 'idle',
  },
  'speaks while a text answer is written': {
    when: [responseCreated, assistantAdded(), written('Hi')],
    activity: 'speaking',
    turns: ['ai: Hi (streaming)'],
  },
  'is done when the text answer is': {
    when: [responseCreated, assistantAdded(), written('Hi'), itemDone('completed'), responseDone()],
    activity: 'idle',
    turns: ['ai: Hi (done)'],
  },
  'lets what is heard from the person come first': {
    when: [...answer, playback('started'), speechStarted('u2')],
    activity: 'hearing',
  },
  'marks an answer that was spoken over': {
    when: [...answer, playback('started'), speechStarted('u2'), playback('interrupted')],
    turns: ['ai: Hi there. (interrupted)', 'you:  (streaming)'],
  },
  'leaves of an interrupted answer what was heard, and keeps the rest apart': {
    when: [
      responseCreated,
      assistantAdded(),
      willSound,
      saidAll('One two three four five six.'),
      playback('started'),
      playback('interrupted', half),
    ],
    turns: ['ai: One two three (interrupted) [ four five six.]'],
  },
  'cuts an answer where the service did, when nobody else has': {
    when: [responseCreated, assistantAdded(), saidAll('One two three four five six.'), truncated],
    turns: ['ai: One two (interrupted) [ three four five six.]'],
  },
  'leaves an answer as it was cut first': {
    when: [
      responseCreated,
      saidAll('One two three four five six.'),
      playback('interrupted', half),
      truncated,
      itemDone('completed'),
      responseDone('cancelled'),
    ],
    turns: ['ai: One two three (interrupted) [ four five six.]'],
  },
  'keeps an interrupted answer interrupted, whatever still arrives': {
    when: [
      ...answer,
      playback('interrupted'),
      said(' More'),
      saidAll('Hi there. More'),
      itemDone('completed'),
      truncated,
      responseDone(),
    ],
    turns: ['ai: Hi there. (interrupted)'],
  },
  'marks an answer that the service truncated': {
    when: [...answer, responseDone(), truncated],
    turns: ['ai: Hi there (interrupted) [.]'],
  },
  'marks an answer that was cancelled while it was made': {
    when: [responseCreated, assistantAdded(), said('Hi'), responseDone('cancelled')],
    turns: ['ai: Hi (interrupted)'],
    activity: 'idle',
  },
  'drops an answer that was cancelled before its first word': {
    when: [responseCreated, assistantAdded(), responseDone('cancelled')],
    turns: [],
  },
  'marks an answer that was cut by a limit': {
    when: [responseCreated, assistantAdded(), said('Hi'), itemDone('incomplete'), responseDone('incomplete')],
    turns: ['ai: Hi (interrupted)'],
  },
  'tells why an answer failed': {
    when: [responseCreated, assistantAdded(), said('Hi'), responseDone('failed', 'quota exceeded')],
    turns: ['ai: Hi (failed)'],
    error: /quota exceeded/,
  },
  'keeps in its place what was committed when record is pressed before it is transcribed': {
    when: [...connected, ...spokenTurn, cleared, ...answer, transcribed('Hello.')],
    turns: ['you: Hello. (done)', 'ai: Hi there. (streaming)'],
  },
  'forgets what was transcribed and then never committed': {
    when: [...connected, heard('Hel'), cleared],
    turns: [],
  },
  'leaves an answer that still sounds what it is when the next one fails': {
    when: [
      ...connected,
      responseCreated,
      assistantAdded(),
      willSound,
      ...spoken,
      responseDone(),
      playback('started'),
      responseDone('failed', 'overloaded'),
    ],
    turns: ['ai: Hi there. (streaming)'],
    error: /overloaded/,
  },
  'waits no longer for an answer that the service could not make': {
    when: [...connected, sent('response.create'), serviceError('server_error', 'overloaded')],
    activity: 'idle',
    error: /overloaded/,
  },
  'waits for the answer that another request was refused for': {
    when: [...connected, sent('response.create'), serviceError('conversation_already_has_active_response')],
    activity: 'thinking',
    error: null,
  },
  'waits no longer for an answer that there was nothing to cancel of': {
    when: [...connected, responseCreated, serviceError('response_cancel_not_active')],
    activity: 'idle',
    error: null,
  },
  'finishes an answer whose last events are missing': {
    when: [responseCreated, said('Hi'), responseDone()],
    turns: ['ai: Hi (done)'],
  },
  'joins the parts of an answer in their order': {
    when: [
      received({
        type: 'response.output_audio_transcript.delta',
        item_id: 'a1',
        content_index: 1,
        delta: 'two',
      }),
      received({
        type: 'response.output_audio_transcript.delta',
        item_id: 'a1',
        content_index: 0,
        delta: 'one ',
      }),
    ],
    turns: ['ai: one two (streaming)'],
  },
  'tells of an error that the service reports': {
    when: [...connected, serviceError('invalid_value', 'no such thing')],
    error: /no such thing/,
    status: 'connected',
  },
  'tells of an error without a code': { when: [...connected, serviceError(null, 'hm')], error: /hm/ },
  'keeps quiet about a cancellation that came too late': {
    when: [...connected, serviceError('response_cancel_not_active')],
    error: null,
  },
  'keeps quiet about a commit that the service made first': {
    when: [...connected, serviceError('input_audio_buffer_commit_empty')],
    error: null,
  },
  'leaves an error before the session stands to the transport': {
    when: [{ type: 'connecting' }, serviceError('invalid_api_key')],
    error: null,
  },
  'forgets an error with the next attempt': {
    when: [...connected, serviceError('x'), { type: 'connecting' }],
    error: null,
  },
  'passes over events that it does not know': {
    when: [received({ type: 'response.of.the.future', item_id: 'a1' })],
    turns: [],
  },
  'keeps the transcript when the connection is lost, and closes what was open': {
    when: [
      ...connected,
      created(),
      { type: 'recording', on: true },
      ...spokenTurn,
      heard('Hello'),
      ...answer,
      playback('started'),
      speechStarted('u2'),
      { type: 'disconnected', error: new RealtimeError('connection-lost', 'gone') },
    ],
    turns: ['you: Hello (done)', 'ai: Hi there. (interrupted)'],
    status: 'failed',
    activity: 'idle',
    error: /gone/,
  },
  'puts what a second connection brings after the first': {
    when: [
      ...connected,
      textItem('1', 'a', null),
      { type: 'disconnected', error: null },
      ...connected,
      textItem('2', 'b', null),
    ],
    turns: ['you: a (done)', 'you: b (done)'],
  },
};

describe('reduce', () => {
  for (const [name, { when, turns, activity, status, error }] of Object.entries(cases)) {
    it(name, () => {
      const state = run(when);
      if (turns) expect(state.turns.map(line)).to.deep.equal(turns);
      if (activity) expect(state.activity).to.equal(activity);
      if (status) expect(state.status).to.equal(status);
      if (error) expect(state.error?.message).to.match(error);
      if (error === null) expect(state.error).to.equal(null);
    });
  }

  it('never changes a model or a turn it has given out', () => {
    const actions = Object.values(cases).flatMap(({ when }) => when);
    let model = INITIAL_MODEL;
    for (const action of actions) {
      const before = JSON.stringify(model);
      const next = reduce(model, action);
      expect(JSON.stringify(model)).to.equal(before);
      for (const item of next.items) {
        expect(item).to.be.frozen;
        if (item.turn) expect(item.turn).to.be.frozen;
      }
      model = next;
    }
  });

  it('gives a frozen snapshot that shares unchanged turns with the one before', () => {
    const one = reduce(INITIAL_MODEL, textItem('1', 'a', null));
    const first = snapshot(one);
    const two = reduce(one, { type: 'fact', fact: { muted: true } });
    const second = snapshot(two, { model: one, state: first });
    expect(first).to.be.frozen;
    expect(first.turns).to.be.frozen;
    expect(second).not.to.equal(first);
    expect(second.turns).to.equal(first.turns);
  });

  it('shows a picture with the turn it was sent in, since the service does not send it back', () => {
    const picture = 'data:image/png;base64,AAAA';
    const item = {
      id: 'p1',
      type: 'message' as const,
      role: 'user' as const,
      content: [{ type: 'input_image' as const, image_url: picture }],
    };
    const { turns } = run([
      { type: 'sent', event: { type: 'conversation.item.create', item } },
      received({
        type: 'conversation.item.added',
        previous_item_id: null,
        item: { ...item, status: 'completed', content: [{ type: 'input_image' }] },
      }),
    ]);
    expect(turns.map(({ images, status }) => ({ images, status }))).to.deep.equal([
      { images: [picture], status: 'done' },
    ]);
  });
});
