import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { prepareModels, type ModelFiles, type PreparationProgress } from './model-files.ts';
import { findPackage, packageFile } from './model-packages.ts';

const SCRIPT = `
  import { prepareModels } from ${JSON.stringify(import.meta.resolve('./model-files.ts'))};
  console.log(JSON.stringify(await prepareModels()));`;

/** Prepares the models in a process of its own. */
async function prepareElsewhere(): Promise<ModelFiles> {
  const node = ['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', SCRIPT];
  const { stdout } = await promisify(execFile)(process.execPath, node);
  return JSON.parse(stdout);
}

describe('prepareModels', () => {
  let cache: string;
  beforeEach(async () => {
    delete process.env['LOCAL_VOICE_RECOGNISER'];
    cache = await mkdtemp(join(tmpdir(), 'local-voice-'));
    process.env['LOCAL_VOICE_CACHE'] = cache;
  });
  afterEach(() => rm(cache, { recursive: true }));

  it('unpacks once, says how far it is, and is silent the next time', async () => {
    const progress: PreparationProgress[] = [];
    const first = await prepareModels({ onProgress: (report) => progress.push(report) });
    const voice = progress.filter(({ step }) => step === 'Unpacking the voice');
    assert.ok(voice.length > 10);
    assert.ok(voice.every(({ done }, i) => i === 0 || done > voice[i - 1]!.done));
    assert.equal(voice.at(-1)?.done, voice.at(-1)?.total);
    assert.equal((await readFile(first.recogniser.tokens, 'utf8')).split('\n').length, 32_768 + 1);

    const again = await prepareModels({ onProgress: () => assert.fail('nothing is left to do') });
    assert.deepEqual(again, first);
  });

  it('works in two processes that start at once, and leaves nothing half-written', async () => {
    const [first, second] = await Promise.all([prepareElsewhere(), prepareElsewhere()]);
    assert.deepEqual(first, second);
    const names = await readdir(cache);
    assert.deepEqual(names.map((name) => name.replace(/-[\d.]+$/, '')).sort(), [
      'moonshine-tokens',
      'piper-voice',
    ]);
  });

  it('never uses what an interrupted run left, and removes it when it is old', async () => {
    const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
    const [abandoned, underWay] = [join(cache, '.unfinished-old'), join(cache, '.unfinished-new')];
    for (const folder of [abandoned, underWay]) {
      await mkdir(folder);
      await writeFile(join(folder, 'model.onnx'), 'half');
    }
    await utimes(abandoned, longAgo, longAgo);
    const { voice } = await prepareModels();
    assert.notEqual(await readFile(voice.tokens, 'utf8'), '');
    const names = await readdir(cache);
    assert.ok(!names.includes('.unfinished-old'));
    assert.ok(names.includes('.unfinished-new'));
  });

  it('says what to do when the cache cannot be written', async () => {
    const file = join(cache, 'file');
    await writeFile(file, '');
    process.env['LOCAL_VOICE_CACHE'] = join(file, 'cache');
    await assert.rejects(prepareModels(), /cannot be unpacked into .*LOCAL_VOICE_CACHE/);
  });

  it('takes the size of the recogniser from the environment, and refuses one there is not', async () => {
    process.env['LOCAL_VOICE_RECOGNISER'] = 'base';
    assert.match((await prepareModels()).recogniser.encoder, /base/);
    process.env['LOCAL_VOICE_RECOGNISER'] = 'huge';
    await assert.rejects(prepareModels(), /LOCAL_VOICE_RECOGNISER must be "tiny" or "base", not "huge"/);
  });
});

describe('finding model packages', () => {
  it('says which package is missing and what to do', () => {
    assert.throws(() => findPackage('no-such-voice'), /"no-such-voice" is not installed.*npm ci/);
  });

  it('says when an installed version lacks what is needed', () => {
    const silero = findPackage('@ricky0123/vad-web');
    assert.match(silero.version, /^\d+\.\d+\.\d+$/);
    assert.throws(
      () => packageFile(silero, 'dist/v99.onnx'),
      /"@ricky0123\/vad-web" .* has no dist\/v99.onnx/,
    );
  });
});
