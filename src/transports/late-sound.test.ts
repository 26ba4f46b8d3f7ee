import { expect, waitUntil } from '@open-wc/testing';
import { encodeBase64 } from '../audio/pcm.js';
import { RealtimeSession } from '../session/realtime-session.js';
import { WebSocketLine } from '../testing/real-lines.test-support.js';

/* Of an interrupted answer more may be under way than has come. */

let line: WebSocketLine;
let session: RealtimeSession;
/** What plays the answers. */
let player: AudioWorkletNode;
const { AudioWorkletNode: Real } = window;

const part = { response_id: 'r', item_id: 'a', output_index: 0, content_index: 0 };
const sound = () => encodeBase64(new Int16Array(24_000));
const item = (status: string, id = 'a') => ({ id, type: 'message', role: 'assistant', status, content: [] });

const begin = () => {
  line.say({ type: 'conversation.item.added', previous_item_id: null, item: item('in_progress') });
  line.say({ type: 'response.content_part.added', ...part, part: { type: 'audio', transcript: '' } });
  line.say({ type: 'response.output_audio_transcript.delta', ...part, delta: 'Hello there.' });
};
const speak = () => line.say({ type: 'response.output_audio.delta', ...part, delta: sound() });
const end = () => {
  line.say({ type: 'response.output_audio.done', ...part });
  line.say({ type: 'conversation.item.done', previous_item_id: null, item: item('incomplete') });
  line.say({ type: 'response.done', response: { id: 'r', status: 'cancelled', output: [] } });
};
const truncations = () =>
  line.received.flatMap((event) => (event.type === 'conversation.item.truncate' ? event.audio_end_ms : []));

/** Says the whole of it, half a second. */
const answer = () => {
  begin();
  line.say({ type: 'response.output_audio.delta', ...part, delta: encodeBase64(new Int16Array(12_000)) });
  line.say({ type: 'response.output_audio.done', ...part });
  line.say({ type: 'conversation.item.done', previous_item_id: null, item: item('completed') });
};

/** Interrupts when an answer has ended, and word of that is on its way. */
const interruptAtTheEnd = () => {
  const { port } = player;
  const { onmessage } = port;
  port.onmessage = (event: MessageEvent<{ type: string }>) => {
    if (event.data.type === 'ended') session.interrupt();
    onmessage?.call(port, event);
  };
};
const shown = () => session.state.turns.map(({ text, unheard, status }) => [text, unheard, status]);

/** Interrupts, and waits until the service has that. */
async function interrupt(): Promise<void> {
  session.interrupt();
  await waitUntil(() => line.received.some(({ type }) => type === 'response.cancel'));
}

beforeEach(async () => {
  window.AudioWorkletNode = function (context: AudioContext, name: string, options: AudioWorkletNodeOptions) {
    const node = new Real(context, name, options);
    if (name === 'realtime-playback') player = node;
    return node;
  } as unknown as typeof AudioWorkletNode;
  line = new WebSocketLine();
  session = new RealtimeSession({ createTransport: line.createTransport, getToken: () => line.getToken() });
  await session.connect();
  line.say({ type: 'response.created', response: { id: 'r', status: 'in_progress' } });
  await waitUntil(() => session.state.activity === 'thinking');
});

afterEach(() => {
  window.AudioWorkletNode = Real;
  session.disconnect();
  line.close();
});

const over = () => waitUntil(() => session.state.activity === 'idle');

describe('An answer that was interrupted', () => {
  it('before anything of it came is not heard, not shown, and the service is told so once', async () => {
    await interrupt();
    begin();
    speak();
    speak();
    end();
    await waitUntil(() => truncations().length > 0);
    await over();
    expect(truncations()).to.deep.equal([0]);
    expect(session.state.turns.map(({ text }) => text).join('')).to.equal('');
    expect(session.getLevel('output')).to.equal(0);
  });

  it('after its words, but before its sound, keeps them apart as unheard', async () => {
    begin();
    await waitUntil(() => session.state.turns[0]?.text);
    await interrupt();
    speak();
    end();
    await waitUntil(() => truncations().length > 0);
    await over();
    expect(truncations()).to.deep.equal([0]);
    expect(session.state.turns.map(({ text, unheard }) => [text, unheard])).to.deep.equal([
      ['', 'Hello there.'],
    ]);
  });

  it('while it sounded is truncated once, whatever still comes of it', async () => {
    begin();
    speak();
    await waitUntil(() => session.state.activity === 'speaking');
    await interrupt();
    speak();
    end();
    await over();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(truncations()).to.have.length(1);
    expect(truncations()[0]).to.be.greaterThan(0);
  });

  it('before any sound of it was made needs no truncation', async () => {
    await interrupt();
    begin();
    end();
    await over();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(truncations()).to.deep.equal([]);
    expect(session.state.turns.map(({ text }) => text).join('')).to.equal('');
  });

  it('when all of it had just sounded was heard', async () => {
    answer();
    line.say({ type: 'response.done', response: { id: 'r', status: 'completed', output: [] } });
    await waitUntil(() => session.state.activity === 'speaking');
    interruptAtTheEnd();
    await over();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(truncations()).to.deep.equal([]);
    expect(shown()).to.deep.equal([['Hello there.', undefined, 'done']]);
  });

  it('when the one before it had just sounded leaves that one whole', async () => {
    answer();
    const next = { ...part, item_id: 'b', output_index: 1 };
    line.say({ type: 'conversation.item.added', previous_item_id: 'a', item: item('in_progress', 'b') });
    line.say({ type: 'response.content_part.added', ...next, part: { type: 'audio', transcript: '' } });
    line.say({ type: 'response.output_audio_transcript.delta', ...next, delta: 'And so on.' });
    line.say({ type: 'response.output_audio.delta', ...next, delta: sound() });
    await waitUntil(() => session.state.activity === 'speaking');
    interruptAtTheEnd();
    await waitUntil(() => truncations().length > 0);
    expect(truncations()).to.have.length(1);
    const [heard, cut] = shown();
    expect(heard).to.deep.equal(['Hello there.', undefined, 'done']);
    expect(cut?.at(-1)).to.equal('interrupted');
  });
});
