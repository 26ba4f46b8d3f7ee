import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { validateClientSecretAnswer } from '../../schema/schema.ts';
import { startScripted, type Service } from '../../test/service.ts';
import { TestClient } from '../../test/test-client.ts';

const SESSION = { type: 'realtime', model: 'gpt-realtime-2.1' };

describe('POST /v1/realtime/client_secrets', () => {
  let service: Service;
  before(async () => (service = await startScripted({ acceptedKeys: ['sk-right'] })));
  after(() => service.close());

  const mint = (body: unknown) => service.mint(body, 'sk-right');
  async function errorOf(response: Response) {
    const { error } = await response.json();
    assert.deepEqual(Object.keys(error).sort(), ['code', 'message', 'param', 'type']);
    return { status: response.status, code: error.code, param: error.param };
  }

  it('answers with a key, its expiry and the whole session', async () => {
    const response = await mint({ session: { ...SESSION, audio: { output: { voice: 'marin' } } } });
    assert.equal(response.status, 200);
    const body = await response.json();
    assert.equal(validateClientSecretAnswer(body), null);
    assert.match(body.value, /^ek_\w+$/);
    assert.ok(Math.abs(body.expires_at - (Date.now() / 1000 + 600)) < 2, 'ten minutes by default');
    assert.equal(body.session.audio.output.voice, 'marin');
    assert.equal(body.session.audio.input.turn_detection.type, 'server_vad');
  });

  it('makes the key last as long as was asked', async () => {
    const { expires_at } = await (
      await mint({ expires_after: { anchor: 'created_at', seconds: 60 } })
    ).json();
    assert.ok(Math.abs(expires_at - (Date.now() / 1000 + 60)) < 2);
  });

  it('wants a standard key', async () => {
    const without = await fetch(`${service.baseUrl}/realtime/client_secrets`, { method: 'POST' });
    assert.deepEqual(await errorOf(without), { status: 401, code: null, param: null });
    const wrong = { status: 401, code: 'invalid_api_key', param: null };
    assert.deepEqual(await errorOf(await service.mint({}, 'sk-wrong')), wrong);
    const { value } = await (await mint({})).json();
    assert.deepEqual(await errorOf(await service.mint({}, value)), wrong);
  });

  it('names the field that is wrong', async () => {
    const cases: [unknown, string, string][] = [
      [{ session: { model: 'gpt-realtime' } }, 'missing_required_parameter', 'session.type'],
      [{ session: { ...SESSION, voice: 'alloy' } }, 'unknown_parameter', 'session.voice'],
      [{ session: { ...SESSION, model: 'gpt-5' } }, 'invalid_value', 'session.model'],
      [
        { expires_after: { anchor: 'created_at', seconds: 5 } },
        'integer_below_min_value',
        'expires_after.seconds',
      ],
      [
        { expires_after: { anchor: 'created_at', seconds: 7201 } },
        'integer_above_max_value',
        'expires_after.seconds',
      ],
      [{ expires_after: { anchor: 'midnight' } }, 'invalid_value', 'expires_after.anchor'],
    ];
    for (const [body, code, param] of cases) {
      assert.deepEqual(await errorOf(await mint(body)), { status: 400, code, param });
    }
  });

  it('answers a body that is no JSON with 400', async () => {
    const response = await fetch(`${service.baseUrl}/realtime/client_secrets`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk-right', 'content-type': 'application/json' },
      body: '{"session":',
    });
    assert.deepEqual(await errorOf(response), { status: 400, code: null, param: null });
  });

  it('lets one key open several sessions, each as it was minted', async () => {
    const session = { ...SESSION, instructions: 'Be brief.', audio: { output: { voice: 'cedar' } } };
    const { value } = await (await mint({ session })).json();
    for (let i = 0; i < 2; i++) {
      const client = new TestClient(service.socketUrl(''), { key: value, browser: true });
      const { session: shown } = await client.next('session.created');
      assert.equal(shown.model, SESSION.model);
      assert.equal(shown.instructions, 'Be brief.');
      assert.equal(shown.audio.output.voice, 'cedar');
      await client.close();
    }
  });

  it('answers the preflight of a browser, and shows it the Location', async () => {
    const preflight = await fetch(`${service.baseUrl}/realtime/client_secrets`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://page.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers.get('access-control-allow-origin'), '*');
    assert.equal(preflight.headers.get('access-control-allow-headers'), 'authorization,content-type');
    const answer = await mint({});
    assert.equal(answer.headers.get('access-control-expose-headers'), 'Location');
  });
});
