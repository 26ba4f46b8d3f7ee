import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { userSpeech } from '../../../../test/speech/speech-fixtures.ts';
import { pcm16ToFloat32 } from '../audio/pcm.ts';
import { prepareModels } from './model-files.ts';
import { HEARING_SAMPLE_RATE } from './recogniser.ts';
import type { VoiceDetector, VoiceEdge } from './speech-engine.ts';
import { VoiceDetectorPool } from './voice-detector.ts';

const SILENCE_DURATION_MS = 500;
const OPTIONS = { threshold: 0.5, silenceDurationMs: SILENCE_DURATION_MS };
const GAP_MS = 1000;
const TOLERANCE_MS = 150;
const TURNS = ['No.', 'We are about twenty people.', 'Hello there!', 'Can you find a place near the river?'];
/** Where a person would say that speech begins or ends: a tenth of its usual level. */
const AUDIBLE = 0.02;

interface Turn {
  beganMs: number;
  endedMs: number;
}

const ms = (samples: number) => (samples * 1000) / HEARING_SAMPLE_RATE;
const silence = (duration: number) => new Float32Array((duration * HEARING_SAMPLE_RATE) / 1000);

/** Gaussian enough, and the same in every run. */
function hiss(length: number, level: number): Float32Array {
  let seed = 1;
  const random = () => (seed = (seed * 48271) % 0x7fffffff) / 0x7fffffff - 0.5;
  return Float32Array.from({ length }, () => 2 * level * (random() + random() + random()));
}

function hum(length: number, level: number): Float32Array {
  return Float32Array.from({ length }, (_, i) =>
    [50, 100, 150, 250].reduce(
      (sum, hz) => sum + (level * Math.sin((2 * Math.PI * hz * i) / HEARING_SAMPLE_RATE)) / 3,
      0,
    ),
  );
}

function mix(a: Float32Array, b: Float32Array): Float32Array {
  return Float32Array.from(a, (sample, i) => sample + b[i]!);
}

function concat(parts: Float32Array[]): Float32Array {
  return Float32Array.from(parts.flatMap((part) => [...part]));
}

async function conversation(): Promise<{ samples: Float32Array; turns: Turn[] }> {
  const parts: Float32Array[] = [silence(GAP_MS)];
  const turns: Turn[] = [];
  for (const text of TURNS) {
    const speech = pcm16ToFloat32(await userSpeech(text, { sampleRate: HEARING_SAMPLE_RATE }));
    const startMs = ms(parts.reduce((sum, part) => sum + part.length, 0));
    const isAudible = (sample: number) => Math.abs(sample) > AUDIBLE;
    turns.push({
      beganMs: startMs + ms(speech.findIndex(isAudible)),
      endedMs: startMs + ms(speech.findLastIndex(isAudible)),
    });
    parts.push(speech, silence(GAP_MS));
  }
  return { samples: concat(parts), turns };
}

function hear(detector: VoiceDetector, samples: Float32Array, chunk = 480): VoiceEdge[] {
  const edges: VoiceEdge[] = [];
  for (let i = 0; i < samples.length; i += chunk)
    edges.push(...detector.push(samples.subarray(i, i + chunk)));
  return edges;
}

describe('a voice detector', () => {
  let detectors: VoiceDetectorPool;
  let samples: Float32Array;
  let turns: Turn[];

  before(async () => {
    detectors = new VoiceDetectorPool((await prepareModels()).voiceActivity);
    ({ samples, turns } = await conversation());
  });

  const NOISES: [name: string, noise: () => Float32Array][] = [
    ['in silence', () => new Float32Array(samples.length)],
    ['in light hiss', () => hiss(samples.length, 0.005)],
    ['over a mains hum', () => hum(samples.length, 0.02)],
  ];
  for (const [name, noise] of NOISES) {
    it(`finds where each turn began and ended, ${name}`, () => {
      const detector = detectors.create(OPTIONS);
      const edges = hear(detector, mix(samples, noise()));
      detector.close();
      assert.deepEqual(
        edges.map(({ type }) => type),
        turns.flatMap(() => ['started', 'stopped']),
      );
      turns.forEach(({ beganMs, endedMs }, i) => {
        const [started, stopped] = edges.slice(2 * i);
        const late = Math.round(started!.atMs - beganMs);
        const over = Math.round(stopped!.atMs - SILENCE_DURATION_MS - endedMs);
        assert.ok(Math.abs(late) < TOLERANCE_MS, `"${TURNS[i]}" begins ${late} ms off`);
        assert.ok(Math.abs(over) < TOLERANCE_MS, `"${TURNS[i]}" ends ${over} ms off`);
      });
    });
  }

  it('finds the same however the audio is cut', () => {
    const [whole, ...others] = [samples.length, 1, 333, 512, 4000].map((chunk) => {
      const detector = detectors.create(OPTIONS);
      const edges = hear(detector, samples, chunk);
      detector.close();
      return edges;
    });
    for (const edges of others) assert.deepEqual(edges, whole);
  });

  it('never hears a turn in silence, hiss, hum, knocks or speech too quiet to be meant', () => {
    const length = 10 * HEARING_SAMPLE_RATE;
    const knocks = hiss(length, 0.5).map((sample, i) => sample * Math.exp(-(i % 8000) / 300));
    const sounds = {
      silence: new Float32Array(length),
      'faint hiss': hiss(length, 0.001),
      'loud hiss': hiss(length, 0.2),
      hum: hum(length, 0.3),
      knocks,
      'distant speech': samples.map((sample) => sample * 0.002),
    };
    for (const [name, sound] of Object.entries(sounds)) {
      const detector = detectors.create(OPTIONS);
      assert.deepEqual(hear(detector, sound), [], name);
      detector.close();
    }
  });

  it('waits as long as it is told before a turn has ended', () => {
    const patient = detectors.create({ ...OPTIONS, silenceDurationMs: 2 * GAP_MS });
    const edges = hear(patient, concat([samples, silence(3 * GAP_MS)]));
    patient.close();
    assert.deepEqual(
      edges.map(({ type }) => type),
      ['started', 'stopped'],
    );
  });

  it('says whether someone is speaking, and forgets it on reset while its clock goes on', () => {
    const detector = detectors.create(OPTIONS);
    const middleOfTurn = Math.floor(
      (((turns[1]!.beganMs + turns[1]!.endedMs) / 2) * HEARING_SAMPLE_RATE) / 1000,
    );
    hear(detector, samples.subarray(0, middleOfTurn));
    assert.equal(detector.speaking, true);
    detector.reset();
    assert.equal(detector.speaking, false);
    const next = hear(detector, samples.subarray(middleOfTurn)).filter(({ type }) => type === 'started');
    // The turn that was cut in two is heard anew; the one after it where it really is.
    assert.ok(Math.abs(next.at(-2)!.atMs - turns[2]!.beganMs) < TOLERANCE_MS);
    detector.close();
  });

  it('keeps two sessions apart', () => {
    const alone = detectors.create(OPTIONS);
    const wanted = hear(alone, samples);
    alone.close();
    const [first, second] = [detectors.create(OPTIONS), detectors.create(OPTIONS)];
    const later = concat([silence(700), samples]);
    const heard: [VoiceEdge[], VoiceEdge[]] = [[], []];
    for (let i = 0; i < later.length; i += 320) {
      heard[0].push(...first.push(samples.subarray(i, i + 320)));
      heard[1].push(...second.push(later.subarray(i, i + 320)));
    }
    assert.deepEqual(heard[0], wanted);
    assert.equal(heard[1].length, wanted.length);
    heard[1].forEach(({ atMs }, i) => assert.ok(Math.abs(atMs - 700 - wanted[i]!.atMs) < TOLERANCE_MS));
    first.close();
    second.close();
  });

  it('hears nothing of the session before it when a model is used again, and nothing once closed', () => {
    const first = detectors.create(OPTIONS);
    const wanted = hear(first, samples);
    first.close();
    first.close();
    assert.deepEqual(first.push(samples), []);

    const interrupted = detectors.create(OPTIONS);
    hear(interrupted, samples.subarray(0, samples.length / 2));
    interrupted.close();
    const next = detectors.create(OPTIONS);
    assert.deepEqual(hear(next, samples), wanted);
    next.close();
  });
});
