import { once } from 'node:events';
import { WebSocketServer } from 'ws';

/**
 * A service that goes wrong in every way a service can, and a token endpoint
 * that does: what the real ones cannot be asked to do. The token's value says
 * how (`ek_<way>`). Each frame it gets it reports back as `test.received`. And a
 * relay, through which a page can itself be the service (`ek_relay-<name>`).
 *
 * @returns a plugin and a middleware for the browser tests' own server
 */
export function faultyService() {
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'realtime' });
  sockets.on('connection', (socket, request) => {
    const way = /api-key\.ek_([a-z0-9-]+)/.exec(request.headers['sec-websocket-protocol'])?.[1];
    serve(socket, way ?? '');
  });
  return {
    plugin: {
      name: 'faulty-service',
      async serverStart() {
        if (!sockets.address()) await once(sockets, 'listening');
      },
      serverStop: () => sockets.close(),
    },
    middleware(context, next) {
      const [, root, page, way] = context.path.split('/');
      if (root === 'test' && page === 'sdp') {
        const [status, type, body] = SDP_ANSWERS[way] ?? [500, 'text', ''];
        return void Object.assign(context, { status, type, body });
      }
      if (context.path !== '/test/token') return next();
      if (context.query.way === 'slow') return new Promise(() => {});
      const [status, type, body] = answerToken(context.query, sockets.address().port);
      Object.assign(context, { status, type, body });
    },
  };
}

const session = (transcription = { model: 'gpt-transcribe' }) => ({
  type: 'realtime',
  id: 'sess_1',
  audio: { input: { transcription, turn_detection: { type: 'semantic_vad', interrupt_response: true } } },
});

/** What happens at the end of a handshake that went well. */
const AFTER_HANDSHAKE = {
  garbage: (socket) => socket.send('<html>502 Bad Gateway</html>'),
  binary: (socket) => socket.send(Buffer.from([1, 2, 3])),
  half: (socket) => say(socket, { type: 'response.output_audio_transcript.delta', delta: 'no item' }),
  unknown: (socket) => say(socket, { type: 'response.of.the.future', wonder: true }),
  drop: (socket) => socket.terminate(),
  expire: (socket) => socket.close(1001, 'Your session hit the maximum duration of 60 minutes.'),
  'bad-sound': (socket) =>
    say(socket, { type: 'response.output_audio.delta', response_id: 'r', item_id: 'a', delta: '*' }),
};

/** What happens at once. */
const AT_ONCE = {
  'refuse-3000': (socket) => refuse(socket, 3000, 'invalid_api_key', 'Incorrect API key provided.'),
  'refuse-4000': (socket) => refuse(socket, 4000, 'invalid_model', 'The model does not exist.'),
  'early-close': (socket) => socket.terminate(),
};

let refusedOnce = false;

function serve(socket, way) {
  socket.on('error', () => {});
  if (way === 'silent') return;
  if (way.startsWith('relay-')) return relay(socket, way);
  if (way === 'refuse-once' && !(refusedOnce = !refusedOnce)) way = 'good';
  if (way === 'refuse-once') way = 'refuse-3000';
  if (AT_ONCE[way]) return AT_ONCE[way](socket);
  say(socket, { type: 'session.created', session: session(null) });
  socket.on('message', (frame) => {
    const event = JSON.parse(frame);
    if (event.type === 'session.update' && way === 'reject-update') {
      const error = { type: 'invalid_request_error', code: 'invalid_value', message: 'Invalid voice.' };
      return say(socket, { type: 'error', error });
    }
    say(socket, { type: 'test.received', event });
    if (event.type === 'session.update') {
      say(socket, { type: 'session.updated', session: session() });
      AFTER_HANDSHAKE[way]?.(socket);
    }
    if (event.type === 'response.create') answer(socket);
  });
}

const waiting = new Map();

/** Two sockets of one name: the first, which plays the service, gets what the second sends, and the other way round. */
function relay(socket, name) {
  const service = waiting.get(name);
  if (!service) return void waiting.set(name, socket);
  waiting.delete(name);
  for (const [from, to] of [
    [socket, service],
    [service, socket],
  ]) {
    from.on('message', (frame) => to.send(String(frame)));
    from.on('close', () => to.close());
  }
  say(service, { type: 'test.connected' });
}

/** A second of a 440 Hz tone as the answer, delivered at once. */
function answer(socket) {
  const rate = 24_000;
  const tone = Int16Array.from({ length: rate }, (_, i) => 8000 * Math.sin((2 * Math.PI * 440 * i) / rate));
  const part = { response_id: 'r', item_id: 'a', output_index: 0, content_index: 0 };
  say(socket, { type: 'response.created', response: { id: 'r', status: 'in_progress' } });
  for (let at = 0; at < rate; at += 2400) {
    const delta = Buffer.from(tone.buffer, at * 2, 4800).toString('base64');
    say(socket, { type: 'response.output_audio.delta', ...part, delta });
  }
  say(socket, { type: 'response.output_audio_transcript.done', ...part, transcript: 'A tone.' });
  say(socket, { type: 'response.output_audio.done', ...part });
  say(socket, { type: 'response.done', response: { id: 'r', status: 'completed', output: [] } });
}

function refuse(socket, closeCode, code, message) {
  say(socket, { type: 'error', error: { type: 'invalid_request_error', code, message } });
  socket.close(closeCode, `invalid_request_error.${code}`);
}

function say(socket, event) {
  socket.send(JSON.stringify({ event_id: 'event_1', ...event }));
}

const apiError = (message, code) =>
  JSON.stringify({ error: { message, code, type: 'invalid_request_error' } });

/** `POST /test/sdp/<way>`, and whatever lies below it: what may come instead of an SDP answer. */
const SDP_ANSWERS = {
  unauthorized: [401, 'json', apiError('Incorrect API key provided.', 'invalid_api_key')],
  model: [404, 'json', apiError('The model does not exist.', 'model_not_found')],
  quota: [429, 'json', apiError('You exceeded your current quota.', 'insufficient_quota')],
  proxy: [502, 'html', '<html><body>Bad Gateway</body></html>'],
  page: [200, 'html', '<!doctype html><h1>It works</h1>'],
  nothing: [201, 'application/sdp', ''],
};

/** `POST /test/token?way=…`: a token for the service above, or one of the ways an endpoint fails. */
function answerToken({ way = 'good', seconds = '600' }, port) {
  if (way === 'html') return [200, 'html', '<h1>It works</h1>'];
  if (way === 'empty') return [200, 'json', '{}'];
  if (way === 'key') return [200, 'json', '{"value":"sk-proj-secret"}'];
  if (way === 'error') return [500, 'json', '{"error":{"message":"The key was refused."}}'];
  const token = {
    value: `ek_${way}`,
    expires_at: Math.floor(Date.now() / 1000) + Number(seconds),
    base_url: `http://127.0.0.1:${way === 'nowhere' ? 9 : port}/v1`,
  };
  return [200, 'json', JSON.stringify(token)];
}
