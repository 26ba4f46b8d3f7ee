import { expect } from '@open-wc/testing';
import { EchoGuard, type EchoGuardMode } from './echo-guard.js';

/* Levels as real speech has them: syllables of some 200 ms, pauses between words, 50 ms a look. */

const SILENCE_DB = -90;

/** A voice's levels around `loudDb` dBFS; another `seed` says something else. */
function voice(looks: number, loudDb: number, seed = 1): number[] {
  let state = seed * 7919;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const levels: number[] = [];
  while (levels.length < looks) {
    const syllable = 2 + Math.floor(random() * 4);
    const peak = loudDb + random() * 8 - 4;
    for (let i = 0; i < syllable; i += 1) levels.push(peak - Math.abs(i - syllable / 2) * 4);
    if (random() < 0.3) for (let i = 0; i < 3; i += 1) levels.push(loudDb - 30);
  }
  return levels.slice(0, looks);
}

const late = (levels: number[], looks: number) => [
  ...Array.from({ length: looks }, () => SILENCE_DB),
  ...levels,
];

/** What the guard let through, look by look. */
function run(guard: EchoGuard, input: number[], output: number[], mode: EchoGuardMode = 'auto'): boolean[] {
  return input.map((level, look) => guard.observe(level, output[look] ?? SILENCE_DB, mode));
}

const share = (values: boolean[]) => values.filter(Boolean).length / values.length;

describe('EchoGuard', () => {
  const answer = voice(200, -20);

  for (const couplingDb of [-8, -15, -25, -35]) {
    for (const delay of [1, 4, 6]) {
      it(`lets nothing through of an answer that comes back ${-couplingDb} dB quieter after ${delay * 50} ms`, () => {
        const guard = new EchoGuard();
        const echo = late(
          answer.map((level) => level + couplingDb),
          delay,
        );
        const heard = run(guard, echo.slice(0, 200), answer);
        const audible = heard.map((open, look) => open && (echo[look] ?? SILENCE_DB) > -50);
        expect(share(audible)).to.be.below(0.02);
        if (couplingDb > -30) expect(guard.echo).to.equal(true);
      });
    }
  }

  it('lets a person through who speaks over an answer, where nothing comes back', () => {
    const guard = new EchoGuard();
    run(guard, Array<number>(60).fill(-75), answer);
    const person = voice(60, -28, 5);
    expect(share(run(guard, person, answer))).to.be.above(0.95);
    expect(guard.echo).to.equal(false);
  });

  it('lets a person through at the first answer, before anything was measured', () => {
    const guard = new EchoGuard();
    const person = [...Array<number>(10).fill(-75), ...voice(60, -22, 5)];
    const heard = run(guard, person, answer).slice(10);
    expect(share(heard)).to.be.above(0.6);
    expect(heard.indexOf(true)).to.be.below(8);
  });

  it('lets a loud person through although an echo comes back', () => {
    const guard = new EchoGuard();
    const echo = late(answer, 3).map((level) => level - 25);
    run(guard, echo.slice(0, 100), answer);
    const person = voice(60, -20, 9);
    const both = person.map((level, look) => Math.max(level, echo[100 + look] ?? SILENCE_DB));
    expect(share(run(guard, both, answer.slice(100)))).to.be.above(0.5);
  });

  it('lets everything through while no answer sounds', () => {
    const person = voice(60, -25, 3);
    expect(share(run(new EchoGuard(), person, []))).to.equal(1);
  });

  it('lets nothing through while an answer sounds, and for an echo’s time after it, when it is half-duplex', () => {
    const heard = run(
      new EchoGuard(),
      voice(80, -15, 2),
      [...answer.slice(0, 40), ...Array<number>(40).fill(SILENCE_DB)],
      'half-duplex',
    );
    expect(share(heard.slice(0, 44))).to.equal(0);
    expect(share(heard.slice(50))).to.equal(1);
  });

  it('lets everything through when it is off', () => {
    expect(share(run(new EchoGuard(), answer, answer, 'off'))).to.equal(1);
  });
});
