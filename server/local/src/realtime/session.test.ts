import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { ScriptedBrain } from '../../test/scripted-brain.ts';
import { createScriptedEngine, say, silence } from '../../test/scripted-engine.ts';
import type { AnyEvent } from '../../test/test-client.ts';
import { validateServerEvent } from '../../schema/schema.ts';
import type { Playback, PlaybackListener } from './playback.ts';
import { RealtimeSession, type SessionPorts } from './session.ts';
import { createConfig, type SessionRequest } from './session-config.ts';

/** A session without a connection, on a clock of its own. */
describe('a session', () => {
  let events: AnyEvent[];
  let brain: ScriptedBrain;
  let session: RealtimeSession;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'] });
    events = [];
    brain = new ScriptedBrain();
  });
  afterEach(() => {
    session.close();
    mock.timers.reset();
  });

  function open(turn_detection: object | null, ports: Partial<SessionPorts> = {}): void {
    const request = { type: 'realtime', audio: { input: { turn_detection } } } as SessionRequest;
    session = new RealtimeSession({
      config: createConfig(request, 'sess_1', 0),
      engine: createScriptedEngine(),
      brain,
      maxSeconds: 3600,
      logError: (error) => assert.fail(String(error)),
      ports: {
        send(json) {
          const event = JSON.parse(json);
          assert.equal(validateServerEvent(event), null, json);
          events.push(event);
        },
        close: () => {},
        ...ports,
      },
    });
  }

  async function pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 10) {
      mock.timers.tick(10);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  const send = (event: object) => session.receive(JSON.stringify(event));
  const types = () => events.map(({ type }) => type);
  const last = (type: string) => events.findLast((event) => event.type === type)!;

  describe('with idle_timeout_ms', () => {
    it('answers the silence after its last answer was played', async () => {
      open({ type: 'server_vad', idle_timeout_ms: 5000 });
      brain.answer = ['One two three four five.'];
      session.pushAudio(say('hello'));
      session.pushAudio(silence(300));
      await pass(50);
      assert.ok(types().includes('response.done'));
      session.pushAudio(silence(6000));
      await pass(1000 + 4800);
      assert.ok(!types().includes('input_audio_buffer.timeout_triggered'), 'a second of playing, then five');
      await pass(300);
      const seen = events.slice(events.findIndex(({ type }) => type.endsWith('timeout_triggered')));
      assert.deepEqual(
        seen.slice(0, 5).map(({ type }) => type),
        [
          'input_audio_buffer.timeout_triggered',
          'input_audio_buffer.committed',
          'conversation.item.added',
          'conversation.item.done',
          'response.created',
        ],
      );
      assert.equal(seen[0]!.item_id, seen[1]!.item_id);
      assert.ok(seen[0]!.audio_end_ms - seen[0]!.audio_start_ms > 4500);
    });

    it('waits for a user who has begun to speak', async () => {
      open({ type: 'server_vad', idle_timeout_ms: 5000 });
      send({ type: 'response.create' });
      await pass(2000);
      session.pushAudio(say('i want a party for'));
      await pass(10_000);
      assert.ok(!types().includes('input_audio_buffer.timeout_triggered'));
    });
  });

  describe('that plays the sound itself', () => {
    let playback: ScriptedPlayback;
    const ports = {
      createPlayback(listener: PlaybackListener) {
        playback = new ScriptedPlayback(listener);
        return playback;
      },
    };

    it('sends no sound in events, but says when playing starts and stops', async () => {
      open(null, ports);
      send({ type: 'response.create' });
      await pass(50);
      assert.ok(!types().includes('response.output_audio.delta'));
      assert.ok(types().includes('response.output_audio.done'));
      assert.equal(playback.queuedMs, 8 * 200 + 300);
      playback.playFor(500);
      playback.playFor(5000);
      const { response } = last('response.done');
      for (const type of ['output_audio_buffer.started', 'output_audio_buffer.stopped']) {
        assert.equal(last(type).response_id, response.id);
      }
    });

    it('cuts the answer where the user really heard it last, also after response.done', async () => {
      open({ type: 'server_vad' }, ports);
      brain.answer = ['One two three four.'];
      send({ type: 'response.create' });
      await pass(50);
      playback.playFor(450);
      assert.ok(types().includes('response.done'));
      session.pushAudio(say('stop'));
      const [cleared, truncated] = events.slice(-2);
      const { response } = last('response.done');
      assert.deepEqual([cleared!.type, cleared!.response_id], ['output_audio_buffer.cleared', response.id]);
      assert.deepEqual([truncated!.type, truncated!.audio_end_ms], ['conversation.item.truncated', 450]);
      session.pushAudio(silence(300));
      await pass(50);
      assert.deepEqual(brain.requests.at(-1)!.messages, [
        { role: 'assistant', text: 'One two' },
        { role: 'user', text: 'stop' },
      ]);
    });

    it('takes output_audio_buffer.clear', async () => {
      open(null, ports);
      send({ type: 'response.create' });
      await pass(50);
      playback.playFor(100);
      send({ type: 'output_audio_buffer.clear' });
      assert.deepEqual(types().slice(-2), ['output_audio_buffer.cleared', 'conversation.item.truncated']);
      assert.equal(playback.queuedMs, 0);
    });

    it('closes what plays with itself', () => {
      open(null, ports);
      session.close();
      assert.equal(playback.closed, true);
    });
  });
});

/** A fake loudspeaker that plays as much as the test says. */
class ScriptedPlayback implements Playback {
  readonly #listener: PlaybackListener;
  #of = { responseId: '', itemId: '' };
  #playedMs = 0;
  queuedMs = 0;
  closed = false;

  constructor(listener: PlaybackListener) {
    this.#listener = listener;
  }

  play(samples: Int16Array, of: { responseId: string; itemId: string }): void {
    this.#of = of;
    this.queuedMs += samples.length / 24;
  }

  end(): void {}

  playFor(ms: number): void {
    if (this.#playedMs === 0) this.#listener.started(this.#of.responseId);
    const played = Math.min(ms, this.queuedMs);
    this.#playedMs += played;
    this.queuedMs -= played;
    if (this.queuedMs === 0) this.#listener.stopped(this.#of.responseId);
  }

  clear() {
    if (this.queuedMs === 0) return [];
    this.queuedMs = 0;
    return [{ ...this.#of, playedMs: this.#playedMs }];
  }

  close(): void {
    this.closed = true;
  }
}
