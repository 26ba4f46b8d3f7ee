import { expect, waitUntil } from '@open-wc/testing';
import { tokenFromUrl } from '../transports/token-source.js';
import { WebSocketTransport } from '../transports/websocket-transport.js';
import { RealtimeSession, type SessionOptions } from './realtime-session.js';
import { live, microphone, open, sessions, sleep, streams } from './session.test-support.js';

describe('RealtimeSession', () => {
  it('connects, says so once, and confirms its settings before anything else', async () => {
    const { session, messages } = open('good');
    const changes: string[] = [];
    session.addEventListener('change', () => changes.push(session.state.status));
    const ready = session.connect();
    expect(session.state.status).to.equal('connecting');
    await ready;
    expect(session.state.status).to.equal('connected');
    expect(messages.filter(({ direction }) => direction === 'sent')).to.deep.equal([
      { type: 'session.update', direction: 'sent' },
    ]);
    await sleep(0);
    expect([...new Set(changes)]).to.deep.equal(['connecting', 'connected']);
    expect(changes.filter((status) => status === 'connected')).to.have.length(1);
  });

  it('sends what the microphone hears, after clearing the buffer', async () => {
    const { session, types } = open('good');
    await session.startTurn();
    expect(session.state.recording).to.equal(true);
    expect(session.state.activity).to.equal('listening');
    await waitUntil(() => types().filter((type) => type === 'input_audio_buffer.append').length > 5);
    expect(types().slice(0, 3)).to.deep.equal([
      'session.update',
      'input_audio_buffer.clear',
      'input_audio_buffer.append',
    ]);
  });

  it('commits and asks for the answer when recording stops, and lets the microphone go', async () => {
    const { session, types } = open('good', { settings: { turnDetection: 'none' } });
    await session.startTurn();
    await sleep(400);
    await session.endTurn();
    expect(live()).to.have.length(0);
    expect(session.state.recording).to.equal(false);
    await waitUntil(() => types().includes('response.create'));
    expect(types().slice(-3)).to.deep.equal([
      'input_audio_buffer.append',
      'input_audio_buffer.commit',
      'response.create',
    ]);
  });

  it('sends every sample that was recorded before it commits', async () => {
    const { session, arrived, types } = open('good', { settings: { turnDetection: 'none' } });
    await session.connect();
    await session.startTurn();
    const start = performance.now();
    await sleep(700);
    await session.endTurn();
    const recordedMs = performance.now() - start;
    await waitUntil(() => types().includes('input_audio_buffer.commit'));
    const bytes = arrived.reduce((sum, { audio }) => sum + (audio ? atob(audio).length : 0), 0);
    const sentMs = bytes / 2 / 24;
    expect(sentMs)
      .to.be.greaterThan(600)
      .and.at.most(recordedMs + 50);
  });

  it('clears instead of committing when there is less than 100 ms', async () => {
    const { session, types } = open('good', { settings: { turnDetection: 'none' } });
    await session.connect();
    const started = session.startTurn();
    await waitUntil(() => session.state.recording);
    await session.endTurn();
    await started;
    await sleep(100);
    expect(types()).not.to.include('input_audio_buffer.commit');
    expect(types().at(-1)).to.equal('input_audio_buffer.clear');
  });

  it('keeps what is said while still connecting', async () => {
    const { session, types } = open('good', { settings: { turnDetection: 'none' } });
    let answerToken = () => {};
    const url = tokenFromUrl('/test/token?way=good');
    const slow = new RealtimeSession({
      createTransport: (context) => new WebSocketTransport(context),
      getToken: async () => {
        await new Promise<void>((resolve) => (answerToken = resolve));
        return url();
      },
      settings: { turnDetection: 'none' },
    });
    sessions.push(slow);
    const sent: string[] = [];
    slow.addEventListener('event', (event) => {
      const { message, direction } = event;
      if (direction === 'sent') sent.push(message.type);
    });
    const started = slow.startTurn();
    await waitUntil(() => slow.state.recording);
    await sleep(300);
    await slow.endTurn();
    expect(sent).to.deep.equal([]);
    answerToken();
    await started;
    expect(sent.slice(0, 2)).to.deep.equal(['session.update', 'input_audio_buffer.clear']);
    expect(sent.slice(-2)).to.deep.equal(['input_audio_buffer.commit', 'response.create']);
    expect(sent.filter((type) => type === 'input_audio_buffer.append').length).to.be.greaterThan(8);
    expect(session.state.status).to.equal('idle');
    expect(types()).to.deep.equal([]);
  });

  it('plays the answer, and has it heard at the output', async () => {
    const { session } = open('good');
    await session.sendText('Hello');
    await waitUntil(() => session.state.activity === 'speaking');
    let loudest = 0;
    await waitUntil(() => (loudest = Math.max(loudest, session.getLevel('output'))) > 0.5);
    await waitUntil(() => session.state.activity === 'idle', 'the tone ends', { timeout: 3000 });
    expect(session.state.turns.map(({ text, status }) => `${text} ${status}`)).to.deep.equal([
      'A tone. done',
    ]);
  });

  it('silences an answer, and tells the service how much of it was played', async () => {
    const { session, arrived } = open('good');
    await session.sendText('Hello');
    await waitUntil(() => session.state.activity === 'speaking');
    await sleep(300);
    session.interrupt();
    await waitUntil(() => arrived.some(({ type }) => type === 'conversation.item.truncate'));
    const { audio_end_ms = -1 } = arrived.find(({ type }) => type === 'conversation.item.truncate') ?? {};
    expect(audio_end_ms).to.be.within(100, 900);
    expect(session.state.activity).to.equal('idle');
    expect(session.state.turns.at(-1)?.status).to.equal('interrupted');
    await waitUntil(() => session.getLevel('output') === 0);
  });

  it('lets nothing through while muted', async () => {
    const { session } = open('good');
    session.setMuted(true);
    await session.startTurn();
    await sleep(300);
    expect(session.getLevel('input')).to.equal(0);
    session.setMuted(false);
    // The browser's fake microphone beeps about once a second.
    await waitUntil(() => session.getLevel('input') > 0, 'sound again', { timeout: 3000 });
  });

  it('can be pressed faster than it connects', async () => {
    const { session, errors } = open('good');
    void session.startTurn();
    void session.endTurn();
    void session.startTurn();
    void session.endTurn();
    await session.startTurn();
    expect(session.state.recording).to.equal(true);
    expect(session.state.status).to.equal('connected');
    await session.endTurn();
    await sleep(50);
    expect(live()).to.have.length(0);
    expect(errors).to.deep.equal([]);
  });

  it('goes on where it was after a disconnect', async () => {
    const { session } = open('good');
    await session.sendText('Hello');
    await waitUntil(() => session.state.turns.length === 1);
    session.disconnect();
    expect(session.state.status).to.equal('idle');
    expect(session.state.turns).to.have.length(1);
    await session.connect();
    expect(session.state.status).to.equal('connected');
  });

  it('ignores an event of a type that it does not know', async () => {
    const { session, errors, messages } = open('unknown');
    await session.connect();
    await waitUntil(() => messages.some(({ type }) => type === 'response.of.the.future'));
    expect(session.state.status).to.equal('connected');
    expect(errors).to.deep.equal([]);
  });

  it('keeps a token, and asks for a new one only when it is about to expire', async () => {
    let asked = 0;
    const counted = (url: string) => () => {
      asked += 1;
      return tokenFromUrl(url)();
    };
    const { session } = open('good', { getToken: counted('/test/token?way=good&seconds=600') });
    for (let i = 0; i < 2; i += 1) {
      await session.connect();
      session.disconnect();
    }
    expect(asked).to.equal(1);
    const { session: hasty } = open('good', { getToken: counted('/test/token?way=good&seconds=20') });
    for (let i = 0; i < 2; i += 1) {
      await hasty.connect();
      hasty.disconnect();
    }
    expect(asked).to.equal(3);
  });

  it('tries once more with a new token when a kept one is refused', async () => {
    let asked = 0;
    const { session, errors } = open('good', {
      getToken: async () => {
        asked += 1;
        return tokenFromUrl(`/test/token?way=${asked === 1 ? 'good' : 'refuse-once'}`)();
      },
    });
    await session.connect();
    session.disconnect();
    expect(asked).to.equal(1);
    session.renewToken();
    await session.connect(); // refused: it is new, so that is final
    expect(session.state.error?.code).to.equal('token-refused');
    await session.connect(); // the same service now accepts
    expect(session.state.status).to.equal('connected');
    expect(errors.map(({ code }) => code)).to.deep.equal(['token-refused']);
  });
});

describe('RealtimeSession when things go wrong', () => {
  const refused = (name: string) => new DOMException('', name);
  const ways: Record<
    string,
    { way?: string; code: string; options?: Partial<SessionOptions>; mic?: string }
  > = {
    'the microphone is denied': { code: 'microphone-denied', mic: 'NotAllowedError' },
    'there is no microphone': { code: 'microphone-missing', mic: 'NotFoundError' },
    'the microphone is in use': { code: 'microphone-in-use', mic: 'NotReadableError' },
    'the token endpoint is absent': {
      code: 'token-failed',
      options: { getToken: tokenFromUrl('/test/absent') },
    },
    'the token endpoint cannot be reached': {
      code: 'token-failed',
      options: { getToken: tokenFromUrl('http://127.0.0.1:9/token') },
    },
    'the token endpoint answers HTML': { way: 'html', code: 'token-failed' },
    'the token endpoint answers 500': { way: 'error', code: 'token-failed' },
    'the token endpoint answers without a token': { way: 'empty', code: 'token-failed' },
    'the page’s own getToken throws': {
      code: 'token-failed',
      options: {
        getToken: () => {
          throw new Error('no');
        },
      },
    },
    'a standard API key comes in place of a token': { way: 'key', code: 'secret-key-in-browser' },
    'the token is refused': { way: 'refuse-3000', code: 'token-refused' },
    'the service refuses the model': { way: 'refuse-4000', code: 'service-refused' },
    'the service is not there': { way: 'nowhere', code: 'service-unreachable' },
    'the service hangs up at once': { way: 'early-close', code: 'service-unreachable' },
    'the service rejects the settings': { way: 'reject-update', code: 'session-rejected' },
    'the service sends garbage': { way: 'garbage', code: 'invalid-message' },
    'the service sends binary data': { way: 'binary', code: 'invalid-message' },
    'the service sends half an event': { way: 'half', code: 'invalid-message' },
    'the service sends sound that is none': { way: 'bad-sound', code: 'invalid-message' },
    'the connection breaks': { way: 'drop', code: 'connection-lost' },
    'the session reaches its time limit': { way: 'expire', code: 'session-expired' },
    'the service’s address is none': { code: 'invalid-config', options: { serviceUrl: 'http://[' } },
    'a threshold is out of range': {
      code: 'invalid-config',
      options: { settings: { threshold: 1.5 } },
    },
    'an idle timeout is out of range': {
      code: 'invalid-config',
      options: { settings: { idleTimeoutMs: 100 } },
    },
    'a silence is not a number': {
      code: 'invalid-config',
      options: { settings: { silenceDurationMs: NaN } },
    },
    'an eagerness is unknown': {
      code: 'invalid-config',
      options: { settings: { eagerness: 'extreme' as never } },
    },
  };

  for (const [name, { way = 'good', code, options, mic }] of Object.entries(ways)) {
    it(`tells once that ${name}, frees the microphone, and can be started again`, async () => {
      if (mic) microphone(refused(mic));
      const { session, errors } = open(way, options);
      await session.startTurn();
      await waitUntil(() => session.state.status === 'failed');
      expect(errors.map((error) => error.code)).to.deep.equal([code]);
      expect(session.state.error).to.equal(errors[0]);
      expect(session.state.error?.message).to.match(/^[^<>]{20,}\.$/);
      expect(session.state.error?.message).not.to.match(/sk-\w|ek_\w/);
      expect(session.state.recording).to.equal(false);
      await sleep(20);
      expect(live()).to.have.length(0);
      await session.startTurn();
      await waitUntil(() => session.state.status === 'failed');
      expect(errors).to.have.length(2);
    });
  }

  it('says that the token endpoint is slow when it does not answer in time', async function () {
    this.timeout(15_000);
    const { session, errors } = open('slow');
    await session.startTurn();
    expect(errors.map(({ code }) => code)).to.deep.equal(['token-failed']);
    expect(errors[0]?.message).to.contain('did not answer in time');
    expect(live()).to.have.length(0);
  });

  it('says that the service did not answer when it never does', async function () {
    this.timeout(20_000);
    const { session, errors } = open('silent');
    await session.connect();
    expect(errors.map(({ code }) => code)).to.deep.equal(['service-unreachable']);
  });

  it('keeps the call when the only microphone is lost, and says so', async () => {
    const { session, errors } = open('good');
    await session.startTurn();
    microphone(refused('NotFoundError'));
    // A track that ends by itself; the browser gives no way to pull the plug.
    streams[0]?.getAudioTracks()[0]?.dispatchEvent(new Event('ended'));
    await waitUntil(() => !session.state.recording);
    expect(session.state.status).to.equal('connected');
    expect(errors.map(({ code }) => code)).to.deep.equal(['microphone-lost']);
  });

  it('keeps the call when a second recording finds the microphone denied', async () => {
    const { session, errors } = open('good');
    await session.startTurn();
    await session.endTurn();
    microphone(refused('NotAllowedError'));
    await session.startTurn();
    expect(session.state.status).to.equal('connected');
    expect(session.state.recording).to.equal(false);
    expect(errors.map(({ code }) => code)).to.deep.equal(['microphone-denied']);
  });

  it('leaves nothing running when it is ended while connecting', async () => {
    const { session, errors } = open('silent');
    const started = session.startTurn();
    await waitUntil(() => session.state.recording);
    session.disconnect();
    await started;
    expect(live()).to.have.length(0);
    expect(session.state.status).to.equal('idle');
    expect(errors).to.deep.equal([]);
  });

  it('sends a picture with what is to be said of it', async () => {
    const { session, arrived } = open('good');
    const picture = 'data:image/png;base64,iVBORw0KGgo=';
    await session.sendImage(picture, 'What is this?');
    await waitUntil(() => arrived.some(({ type }) => type === 'response.create'));
    const created = arrived.find(({ type }) => type === 'conversation.item.create') as unknown as {
      item: { id: string; content: object[] };
    };
    expect(created.item.content).to.deep.equal([
      { type: 'input_text', text: 'What is this?' },
      { type: 'input_image', image_url: picture },
    ]);
    expect(created.item.id).to.match(/^[a-zA-Z0-9_-]{1,32}$/);
  });

  for (const [what, picture] of Object.entries({
    'an address': 'https://example.org/cat.png',
    'a drawing': 'data:image/svg+xml;base64,AAAA',
    'too large': `data:image/png;base64,${'A'.repeat(200_000)}`,
  })) {
    it(`refuses a picture that is ${what}, and the call goes on`, async () => {
      const { session, errors } = open('good');
      await session.connect();
      await session.sendImage(picture);
      expect(errors.map(({ code }) => code)).to.deep.equal(['picture-refused']);
      expect(session.state.status).to.equal('connected');
    });
  }
});
