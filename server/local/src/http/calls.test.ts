import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it, mock } from 'node:test';
import OpenAI from 'openai';
import { CallClient, postOffer } from '../../test/call-client.ts';
import { startScripted, type Service } from '../../test/service.ts';

const MODEL = 'gpt-realtime-2.1';
const SESSION = { type: 'realtime', model: MODEL } as const;

describe('calls', () => {
  let service: Service;
  let client: CallClient;
  before(async () => (service = await startScripted({ acceptedKeys: ['sk-test'] })));
  after(() => service.close());
  afterEach(() => client?.close());

  async function mint(session?: object): Promise<string> {
    const secret = (await (await service.mint({ session })).json()) as { value: string };
    return secret.value;
  }

  async function sessionOf(options: Parameters<Service['call']>[0]) {
    client = await service.call(options);
    const [created] = client.events;
    return created!.session;
  }

  describe('POST /v1/realtime/calls', () => {
    it('answers a bare offer with the session that the ephemeral key is bound to', async () => {
      const key = await mint({ ...SESSION, instructions: 'Be brief.' });
      const session = await sessionOf({ key, query: '' });
      assert.equal(session.instructions, 'Be brief.');
      assert.equal(session.model, MODEL);
      assert.match(client.location, /^\/v1\/realtime\/calls\/rtc_\w+$/);
    });

    it('answers a bare offer with a standard key for the model of the query', async () => {
      const session = await sessionOf({ query: '?model=gpt-realtime-mini' });
      assert.equal(session.model, 'gpt-realtime-mini');
    });

    it('answers a form with the session in it', async () => {
      const session = await sessionOf({ session: { ...SESSION, output_modalities: ['text'] } });
      assert.deepEqual(session.output_modalities, ['text']);
    });

    it('answers for a session that only writes down what is said', async () => {
      const input = { transcription: { model: 'whisper-1' } };
      const session = await sessionOf({ session: { type: 'transcription', audio: { input } } });
      assert.equal(session.type, 'transcription');
    });

    it('puts the session of the form over the one that the key is bound to', async () => {
      const key = await mint({ ...SESSION, instructions: 'Be brief.', max_output_tokens: 100 });
      const session = await sessionOf({
        key,
        session: { type: 'realtime', instructions: 'Take your time.' },
      });
      assert.equal(session.instructions, 'Take your time.');
      assert.equal(session.max_output_tokens, 100);
    });

    it('answers a form without a session with the one that the key is bound to', async () => {
      client = await CallClient.create();
      const form = new FormData();
      // As a file, too: some clients give every part a name.
      form.set('sdp', new Blob([await client.offer()], { type: 'application/sdp' }), 'offer.sdp');
      const authorization = `Bearer ${await mint(SESSION)}`;
      const answer = await fetch(`${service.baseUrl}/realtime/calls`, {
        method: 'POST',
        headers: { authorization },
        body: form,
      });
      assert.equal(answer.status, 201);
      assert.equal(answer.headers.get('content-type'), 'application/sdp');
      await client.accept(await answer.text());
      assert.equal((await client.next('session.created')).session.model, MODEL);
    });

    it("is what OpenAI's own client for servers calls", async () => {
      const api = new OpenAI({ apiKey: 'sk-test', baseURL: service.baseUrl });
      client = await CallClient.create();
      const answer = await api.realtime.calls.create({ sdp: await client.offer(), session: SESSION });
      await client.accept(await answer.text());
      await client.next('session.created');
      const callId = answer.headers.get('location')!.split('/').at(-1)!;
      await api.realtime.calls.hangup(callId);
      await client.closed;
    });

    it('answers only when all its addresses are in the answer', async () => {
      client = await CallClient.create();
      const answer = await (await postOffer(service.baseUrl, await client.offer())).text();
      assert.match(answer, /^a=candidate:.* 127\.0\.0\.1 /m);
      assert.match(answer, /^a=end-of-candidates/m);
      await client.accept(answer);
    });

    it('reaches a client whose offer names no address', async () => {
      client = await CallClient.create();
      const offer = (await client.offer()).replace(/^a=(candidate:.*|end-of-candidates)\r\n/gm, '');
      assert.doesNotMatch(offer, /candidate/);
      await client.accept(await (await postOffer(service.baseUrl, offer)).text());
      await client.next('session.created');
    });

    it('may be called from pages of any origin, which may read where the call is', async () => {
      const origin = 'https://example.com';
      const url = `${service.baseUrl}/realtime/calls`;
      const preflight = await fetch(url, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,content-type,x-openai-agents-sdk',
        },
      });
      assert.equal(preflight.status, 204);
      assert.equal(preflight.headers.get('access-control-allow-origin'), '*');
      for (const header of ['authorization', 'content-type', 'x-openai-agents-sdk']) {
        assert.ok(preflight.headers.get('access-control-allow-headers')!.includes(header), header);
      }
      const refused = await fetch(url, { method: 'POST', headers: { origin } });
      assert.equal(refused.headers.get('access-control-allow-origin'), '*', 'errors can be read');
      assert.match(refused.headers.get('access-control-expose-headers')!, /location/i);
    });

    it('says where the call is below the prefix of the service', async () => {
      const other = await startScripted({ prefix: '/api/openai' });
      client = await CallClient.create();
      const answer = await postOffer(other.baseUrl.replace('/v1', '/api/openai'), await client.offer());
      assert.match(answer.headers.get('location')!, /^\/api\/openai\/realtime\/calls\/rtc_\w+$/);
      await other.close();
    });
  });

  describe('a request that is none', () => {
    let offer: string;
    before(async () => {
      const caller = await CallClient.create();
      offer = await caller.offer();
      await caller.close();
    });

    async function refused(
      body: BodyInit | undefined,
      {
        key = 'sk-test',
        type,
        query = `?model=${MODEL}`,
      }: { key?: string | null; type?: string; query?: string } = {},
    ) {
      const answer = await fetch(`${service.baseUrl}/realtime/calls${query}`, {
        method: 'POST',
        headers: { ...(key && { authorization: `Bearer ${key}` }), ...(type && { 'content-type': type }) },
        body,
      });
      const { error } = (await answer.json()) as { error: Record<string, unknown> };
      assert.deepEqual(Object.keys(error).sort(), ['code', 'message', 'param', 'type']);
      assert.equal(error.type, 'invalid_request_error');
      assert.ok(error.message);
      return [answer.status, error.code, error.param];
    }

    const SDP = { type: 'application/sdp' };
    const form = (parts: Record<string, string>) => {
      const data = new FormData();
      for (const [name, value] of Object.entries(parts)) data.set(name, value);
      return data;
    };

    it('for want of a usable offer', async () => {
      const unusable = [400, 'invalid_offer', 'sdp'];
      assert.deepEqual(await refused('', SDP), unusable);
      assert.deepEqual(await refused('Hello?', SDP), unusable);
      assert.deepEqual(await refused('v=0\r\nm=nonsense', SDP), unusable);
      assert.deepEqual(await refused(offer.replace(/m=audio[^]*?(?=m=application)/, ''), SDP), unusable);
      assert.deepEqual(await refused(offer.replaceAll('m=audio', 'm=video'), SDP), unusable);
      assert.deepEqual(await refused(offer.replace('opus', 'G722').replace('OPUS', 'G722'), SDP), unusable);
      assert.deepEqual(await refused(offer.replace(/^a=ice-(ufrag|pwd).*\r\n/gm, ''), SDP), unusable);
      assert.deepEqual(await refused(offer.replace(/^a=fingerprint.*\r\n/gm, ''), SDP), unusable);
    });

    it('for its size', async () => {
      assert.deepEqual(await refused(offer + 'a=x\r\n'.repeat(100_000), SDP), [413, null, null]);
      assert.deepEqual(await refused(form({ sdp: offer + 'a=x\r\n'.repeat(100_000) })), [413, null, null]);
      assert.deepEqual(await refused(form({ sdp: offer, session: ' '.repeat(2_000_000) })), [
        413,
        null,
        null,
      ]);
    });

    it('for its content type', async () => {
      const unsupported = [415, 'unsupported_content_type', null];
      assert.deepEqual(
        await refused(JSON.stringify({ sdp: offer }), { type: 'application/json' }),
        unsupported,
      );
      assert.deepEqual(await refused(offer, { type: 'text/plain' }), unsupported);
      assert.deepEqual(await refused(offer, { type: 'video/mp4' }), [415, null, null]);
      assert.deepEqual(await refused(undefined), unsupported);
    });

    it('for the number of its parts', async () => {
      const tooLarge = [413, null, null];
      assert.deepEqual(await refused(form({ sdp: 'v=0', session: '{}', more: 'x' })), tooLarge);
      const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`part${i}`, 'x']));
      assert.deepEqual(await refused(form(many)), tooLarge);
    });

    it('for its form', async () => {
      assert.deepEqual(await refused(form({ session: '{}' })), [400, 'missing_required_parameter', 'sdp']);
      assert.deepEqual(await refused(offer, { type: 'multipart/form-data' }), [400, null, null]);
      assert.deepEqual(await refused('--x\r\nnonsense', { type: 'multipart/form-data; boundary=x' }), [
        400,
        null,
        null,
      ]);
    });

    it('for its session', async () => {
      const session = (value: unknown) => form({ sdp: offer, session: JSON.stringify(value) });
      assert.deepEqual(await refused(form({ sdp: offer, session: '{' })), [400, 'invalid_json', 'session']);
      const missing = [400, 'missing_required_parameter', 'session.type'];
      assert.deepEqual(await refused(session({ model: MODEL })), missing);
      assert.deepEqual(await refused(session({ session: SESSION })), missing);
      assert.deepEqual(await refused(session(['x'])), [400, 'invalid_type', 'session']);
      const unknown = [400, 'unknown_parameter', 'session.voice'];
      assert.deepEqual(await refused(session({ ...SESSION, voice: 'alloy' })), unknown);
    });

    it('for its model', async () => {
      assert.deepEqual(await refused(offer, { ...SDP, query: '' }), [400, 'missing_model', 'model']);
      assert.deepEqual(await refused(offer, { ...SDP, query: '?model=gpt-5' }), [
        400,
        'invalid_model',
        'model',
      ]);
      const key = await mint(SESSION);
      const other = form({ sdp: offer, session: JSON.stringify({ ...SESSION, model: 'gpt-realtime-mini' }) });
      assert.deepEqual(await refused(other, { key }), [400, 'invalid_value', 'session.model']);
    });

    it('for its key', async () => {
      const wrong = [401, 'invalid_api_key', null];
      assert.deepEqual(await refused(offer, { ...SDP, key: null }), [401, null, null]);
      assert.deepEqual(await refused(offer, { ...SDP, key: 'sk-other' }), wrong);
      assert.deepEqual(await refused(offer, { ...SDP, key: 'ek_of_another_service' }), wrong);
      const key = await mint(SESSION);
      mock.timers.enable({ apis: ['Date'], now: Date.now() + 601_000 });
      try {
        assert.deepEqual(await refused(offer, { ...SDP, key }), wrong);
      } finally {
        mock.timers.reset();
      }
    });
  });

  describe('POST /v1/realtime/calls/{id}/hangup', () => {
    async function hangUp(id: string, key = 'sk-test') {
      const answer = await fetch(`${service.baseUrl}/realtime/calls/${id}/hangup`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}` },
      });
      const body = await answer.text();
      return [answer.status, body && JSON.parse(body).error.code];
    }

    it('ends the call, once', async () => {
      client = await service.call();
      assert.deepEqual(await hangUp(client.callId, 'sk-wrong'), [401, 'invalid_api_key']);
      assert.deepEqual(await hangUp(client.callId), [200, '']);
      await client.closed;
      assert.deepEqual(await hangUp(client.callId), [404, 'call_id_not_found']);
    });

    it('knows no call of that id', async () => {
      assert.deepEqual(await hangUp('rtc_unknown'), [404, 'call_id_not_found']);
    });
  });
});
