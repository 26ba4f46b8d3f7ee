import { aTimeout, expect } from '@open-wc/testing';
import { LevelMeter } from './level-meter.js';
import { Player } from './player.js';

const RATE = 24_000;

/** A 440 Hz tone at half of full scale. */
const tone = (ms: number) =>
  Int16Array.from(
    { length: (RATE * ms) / 1000 },
    (_, n) => 0x4000 * Math.sin((2 * Math.PI * 440 * n) / RATE),
  );

/** Resolves when the condition holds; the test's own timeout ends a wait in vain. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await aTimeout(5);
}

describe('Player', () => {
  let context: AudioContext;
  let player: Player;
  let heard: string[];

  beforeEach(async () => {
    heard = [];
    context = new AudioContext();
    player = await Player.open(context);
    player.onstarted = (id) => heard.push(`started ${id}`);
    player.onended = (id) => heard.push(`ended ${id}`);
  });

  afterEach(async () => {
    player.close();
    if (context.state !== 'closed') await context.close();
  });

  it('sounds, and tells when something starts and ends', async () => {
    const meter = new LevelMeter(player.output);
    player.play('a', tone(150));
    player.play('a', tone(50));
    player.end('a');
    player.play('b', tone(100));
    player.end('b');
    await until(() => meter.level() > 0.8);
    await until(() => heard.length === 4);
    expect(heard).to.deep.equal(['started a', 'ended a', 'started b', 'ended b']);
    await until(() => meter.level() === 0);
  });

  it('knows the position while it plays, and none in silence', async () => {
    expect(player.position).to.equal(null);
    player.play('a', tone(400));
    await until(() => player.position !== null);
    expect(player.position!.id).to.equal('a');
    await until(() => player.position!.playedMs >= 150);
    expect(player.position!.playedMs).to.be.below(400);
    player.end('a');
    await until(() => heard.length === 2);
    expect(player.position).to.equal(null);
  });

  it('falls silent when interrupted, though minutes are queued, and tells what was played', async () => {
    const meter = new LevelMeter(player.output);
    player.play('a', tone(120_000));
    player.play('b', tone(1_000));
    await until(() => (player.position?.playedMs ?? 0) >= 200);
    const start = performance.now();
    const { id, playedMs } = await player.interrupt();
    expect(performance.now() - start).to.be.below(100);
    expect(id).to.equal('a');
    expect(playedMs).to.be.within(200, 600);
    expect(Number.isInteger(playedMs)).to.equal(true);
    expect(player.position).to.equal(null);
    await until(() => meter.level() === 0);
    await aTimeout(100);
    expect(meter.level()).to.equal(0);
    expect(heard).to.deep.equal(['started a']);
  });

  it('answers null when there is nothing to interrupt', async () => {
    expect(await player.interrupt()).to.deep.equal({ id: null, playedMs: 0 });
  });

  it('interrupts in bounded time when the context is closed, with the last known position', async () => {
    player.play('a', tone(5_000));
    await until(() => (player.position?.playedMs ?? 0) >= 50);
    await context.close();
    const start = performance.now();
    const { id, playedMs } = await player.interrupt();
    expect(performance.now() - start).to.be.below(400);
    expect(id).to.equal('a');
    expect(playedMs).to.be.at.least(50);
  });

  it('says nothing more after close', async () => {
    player.play('a', tone(50));
    player.end('a');
    player.close();
    await aTimeout(150);
    expect(heard).to.deep.equal([]);
    expect(player.position).to.equal(null);
  });

  it('takes two players on one context', async () => {
    const second = await Player.open(context);
    second.onended = (id) => heard.push(`second ended ${id}`);
    second.play('b', tone(40));
    second.end('b');
    await until(() => heard.length === 1);
    expect(heard).to.deep.equal(['second ended b']);
    second.close();
  });
});
