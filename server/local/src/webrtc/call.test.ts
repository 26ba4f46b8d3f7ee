import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { CallClient } from '../../test/call-client.ts';
import { pngOf } from '../../test/pictures.ts';
import { startScripted, type Service } from '../../test/service.ts';
import { newSession } from '../http/new-session.ts';
import { Call } from './call.ts';

const RATE = 24_000;
const AUDIBLE = 1000;
/** Sound on its way when something happens, ms. */
const TOLERANCE_MS = 80;
const KIB = 1024;
const MIB = 1024 * KIB;

function tone(ms: number): Int16Array {
  return Int16Array.from(
    { length: (RATE * ms) / 1000 },
    (_, i) => 8000 * Math.sin((i * 440 * 2 * Math.PI) / RATE),
  );
}

/** How long there is something to hear, ms. */
function audibleMs(sound: Int16Array): number {
  const isAudible = (sample: number) => Math.abs(sample) > AUDIBLE;
  const length = sound.findLastIndex(isAudible) - sound.findIndex(isAudible);
  return (length * 1000) / RATE;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function openSockets(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'UDPWrap').length;
}

describe('a call', () => {
  let service: Service;
  let client: CallClient;
  before(async () => {
    service = await startScripted();
    service.engine.speak = async function* () {
      yield tone(3000);
    };
  });
  after(() => service.close());
  beforeEach(async () => (client = await service.call({ microphone: false })));
  afterEach(() => client.close());

  function ask(): void {
    client.write('hello');
    client.send({ type: 'response.create' });
  }

  it('plays an answer exactly as long as it is', async () => {
    service.brain.answer = ['Hello.'];
    ask();
    await client.next('output_audio_buffer.stopped');
    await sleep(200);
    const heardMs = audibleMs(client.heard());
    assert.ok(Math.abs(heardMs - 3000) < TOLERANCE_MS, `${heardMs} ms`);
  });

  it('remembers of a cleared answer as much as was really sent, and sends no more', async () => {
    ask();
    const { response_id } = await client.next('output_audio_buffer.started');
    await sleep(1000);
    client.send({ type: 'response.cancel' });
    client.send({ type: 'output_audio_buffer.clear' });
    assert.equal((await client.next('output_audio_buffer.cleared')).response_id, response_id);
    const { audio_end_ms } = await client.next('conversation.item.truncated');
    await sleep(300);
    const heardMs = audibleMs(client.heard());
    assert.ok(Math.abs(heardMs - audio_end_ms) < TOLERANCE_MS, `${heardMs} ms, not ${audio_end_ms} ms`);
    await sleep(200);
    assert.equal(audibleMs(client.heard()), 0);
    assert.ok(!client.events.some(({ type }) => type === 'output_audio_buffer.stopped'));
  });

  it('clears nothing when nothing is playing', async () => {
    client.send({ type: 'output_audio_buffer.clear' });
    await client.update({ instructions: 'Be brief.' });
    assert.deepEqual(
      client.events.map(({ type }) => type),
      ['session.created', 'session.updated'],
    );
  });

  it('says what is wrong with a message, and goes on', async () => {
    assert.equal((await client.refused('{')).code, 'invalid_json');
    assert.equal((await client.refused(Buffer.from([1, 2, 3]))).code, 'invalid_event');
    assert.equal((await client.refused({ type: 'nonsense' })).code, 'invalid_value');
    // The most that the service allows; this client does not mind.
    client.channel!.sctp.setRemoteMaxMessageSize(0);
    const tooLarge = await client.refused({ type: 'session.update', padding: 'x'.repeat(256 * KIB) });
    assert.equal(tooLarge.code, 'invalid_event');
    assert.match(tooLarge.message, /262144 bytes/);
    await client.update({ instructions: 'Be brief.' });
  });

  it('takes and sends events as large as a data channel allows', async () => {
    const instructions = 'x'.repeat(250 * KIB);
    assert.equal((await client.update({ instructions })).instructions, instructions);
  });

  it('says so when an event is too large for the client', async () => {
    // What shows all settings is larger than what changed one of them.
    const instructions = 'x'.repeat(256 * KIB - 200);
    const error = await client.refused({
      type: 'session.update',
      session: { type: 'realtime', instructions },
    });
    assert.equal(error.type, 'server_error');
    assert.match(error.message, /'session.updated' is larger than the 262144 bytes/);
  });

  it('leaves out the picture of an item that is too large with it', async () => {
    const image_url = pngOf(8, 8, 185 * KIB);
    for (const [id, left] of [
      ['small', 1000],
      ['large', 60],
    ] as const) {
      const content = [
        { type: 'input_text', text: '' },
        { type: 'input_image', image_url },
      ];
      const event = {
        type: 'conversation.item.create',
        item: { id, type: 'message', role: 'user', content },
      };
      // As large as it may be to be sent, but for so many bytes: what comes back has more around it.
      content[0]!.text = 'x'.repeat(256 * KIB - JSON.stringify(event).length - left);
      client.send(event);
      client.send({ type: 'conversation.item.retrieve', item_id: id });
      const { item } = await client.next('conversation.item.retrieved');
      assert.deepEqual([item.id, item.content[0].text], [id, content[0]!.text]);
      assert.equal(item.content[1].image_url === image_url, id === 'small', id);
    }
  });

  it('leaves out the sound of an item that is too large with it', async () => {
    const append = (ms: number) => client.append(tone(ms));
    await client.update({ audio: { input: { turn_detection: null } } });
    for (const ms of [1000, 6000]) {
      append(ms);
      client.send({ type: 'input_audio_buffer.commit' });
      const { item_id } = await client.next('input_audio_buffer.committed');
      client.send({ type: 'conversation.item.retrieve', item_id });
      const { item } = await client.next('conversation.item.retrieved');
      assert.equal(item.id, item_id);
      assert.equal('audio' in item.content[0], ms === 1000, `${ms} ms`);
    }
  });

  it('keeps events in order, however many there are', async () => {
    for (let i = 0; i < 500; i++) client.write(`message ${i}`, `item_${i}`);
    await client.next('conversation.item.done', ({ item }) => item.id === 'item_499');
    const ids = client.events
      .filter(({ type }) => type === 'conversation.item.added')
      .map(({ item }) => item.id);
    assert.deepEqual(
      ids,
      Array.from({ length: 500 }, (_, i) => `item_${i}`),
    );
  });
});

describe('the end of a call', () => {
  const open = () => service.call({ microphone: false });
  let service: Service;
  before(async () => (service = await startScripted({ maxSessionSeconds: 2 })));
  after(() => service.close());

  it('comes when its time is up, and says so', async () => {
    const client = await open();
    const observer = await service.open({ query: `call_id=${client.callId}` });
    assert.equal((await client.next('error')).error.code, 'session_expired');
    await client.closed;
    assert.equal((await observer.closed).code, 1001);
    await client.close();
  });

  it('comes when the client closes the channel', async () => {
    const client = await open();
    const observer = await service.open({ query: `call_id=${client.callId}` });
    client.channel!.close();
    assert.deepEqual(await observer.closed, { code: 1000, reason: '' });
    await client.close();
  });

  it('comes when the service is closed, which leaves nothing open', async () => {
    const closing = await startScripted();
    const client = await closing.call();
    const closed = client.closed;
    await closing.app.close();
    await closed;
    await client.close();
    await sleep(100);
    assert.equal(openSockets(), 0);
    assert.equal(closing.engine.openDetectors, 0);
  });

  it('comes for a client that never connects', async () => {
    const caller = await CallClient.create();
    const offer = await caller.offer();
    await caller.close();
    const call = await Call.open({
      offer,
      config: newSession({ type: 'realtime' }, 'gpt-realtime', 60),
      engine: service.engine,
      brain: service.brain,
      maxSeconds: 60,
      logError: assert.ifError,
      connectTimeoutMs: 200,
    });
    await sleep(100);
    assert.ok(openSockets() > 0, 'it waits');
    await call.ended;
    await sleep(50);
    assert.equal(openSockets(), 0);
    assert.equal(service.engine.openDetectors, 0);
  });

  it('frees all that a call took, fifty times', { timeout: 120_000 }, async () => {
    setFlagsFromString('--expose-gc');
    const gc: () => void = runInNewContext('gc');
    const used = () => {
      gc();
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    };
    const talk = async (hangUp: boolean) => {
      const client = await CallClient.create();
      await client.open(service.baseUrl);
      client.write('hello');
      client.send({ type: 'response.create' });
      await client.next('output_audio_buffer.started');
      if (hangUp) {
        const authorization = 'Bearer sk-test';
        const url = `${service.baseUrl}/realtime/calls/${client.callId}/hangup`;
        assert.equal((await fetch(url, { method: 'POST', headers: { authorization } })).status, 200);
        await client.closed;
      }
      await client.close();
      service.brain.requests.length = 0;
    };
    for (let i = 0; i < 20; i++) await talk(i % 2 === 0);
    await sleep(500);
    const before = used();
    for (let i = 0; i < 50; i++) await talk(i % 2 === 0);
    await sleep(500);
    const grownMib = (used() - before) / MIB;
    assert.equal(openSockets(), 0);
    assert.equal(service.engine.openDetectors, 0);
    assert.ok(grownMib < 3, `${grownMib} MiB more`);
  });
});
