import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { checkNode, installIfNeeded } from './install.mjs';
import { endWithNpm, root, run, runBin } from './run.mjs';
import { nodeCounts, statedCounts } from './test-counts.mjs';

/** Nothing may hang: a program that takes longer than this is ended and has failed, ms. */
const PROGRAM_TIMEOUT_MS = 20 * 60_000;
/** The same for one file of Node's tests, ms. */
const FILE_TIMEOUT_MS = 10 * 60_000;

/** All that `npm test` does, in order. A step answers whether it passed, or with the counts of its tests. */
const STEPS = {
  install: { title: 'packages', run: installIfNeeded },
  browser: { title: 'Chromium or Chrome', run: ensureBrowser },
  format: { title: 'Prettier', run: () => bin('prettier/bin/prettier.cjs', '--check', '.') },
  lint: { title: 'ESLint', run: () => bin('eslint/bin/eslint.js', '--max-warnings=0', '.') },
  types: { title: 'TypeScript', run: checkTypes },
  build: { title: 'dist/', run: () => script('build') },
  size: { title: 'size of the built kit', needs: ['build'], run: () => script('size') },
  docs: { title: 'manifest and documentation', run: () => script('docs', '--check') },
  package: { title: 'publint', needs: ['build'], run: () => bin('publint/src/cli.js', '--strict') },
  web: { title: 'tests of the kit, in the browser', needs: ['browser'], run: testInBrowser },
  server: {
    title: 'tests of the servers',
    run: () => testInNode('server', Math.min(2, availableParallelism())),
  },
  // One at a time: they speak and listen in real time.
  e2e: {
    title: 'tests of the whole',
    needs: ['browser', 'build'],
    run: () => testInNode('test', 1, (path) => !path.startsWith('stories')),
  },
  storybook: { title: 'storybook-static/', run: () => script('storybook', 'build') },
  stories: {
    title: 'every story, in the browser',
    needs: ['browser', 'storybook'],
    run: () => testInNode('test/stories', 1),
  },
};

const limit = { timeoutMs: PROGRAM_TIMEOUT_MS };

async function bin(file, ...args) {
  return (await runBin(file, args, limit)).code === 0;
}

async function script(name, ...args) {
  return (await run(process.execPath, [`scripts/${name}.mjs`, ...args], limit)).code === 0;
}

async function checkTypes() {
  const results = [];
  for (const project of ['tsconfig.json', 'tsconfig.node.json']) {
    results.push(await bin('typescript/bin/tsc', '-p', project));
  }
  return results.every(Boolean);
}

async function testInBrowser() {
  const result = await runBin('@web/test-runner/dist/bin.js', [], limit);
  return statedCounts(result);
}

async function testInNode(folder, concurrency, isWanted = () => true) {
  const files = readdirSync(join(root, folder), { recursive: true })
    .filter((path) => path.endsWith('.test.ts') && !path.includes('node_modules') && isWanted(path))
    .map((path) => join(folder, path));
  if (files.length === 0) {
    console.error(`There are no tests in ${folder}/.`);
    return false;
  }
  const options = [
    `--test-concurrency=${concurrency}`,
    `--test-timeout=${FILE_TIMEOUT_MS}`,
    '--test-reporter=spec',
  ];
  const result = await run(
    process.execPath,
    ['--import', 'tsx', '--test', ...options, ...files.sort()],
    limit,
  );
  return nodeCounts(result);
}

/** The named steps and what they need, in order; all when none is named. */
function select(names) {
  const withNeeds = (name) => [...(STEPS[name].needs ?? []).flatMap(withNeeds), name];
  const wanted = names.length ? ['install', ...names.flatMap(withNeeds)] : Object.keys(STEPS);
  return Object.entries(STEPS).filter(([name]) => wanted.includes(name));
}

/** Runs the steps, all of them even when one fails, and ends with one line of counts. */
async function main(names) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const lines = [];
  for (const [name, { title, run: step }] of select(names)) {
    console.log(`\n▶ ${name}: ${title}`);
    const begin = performance.now();
    const result = await step();
    const counts = typeof result === 'object' ? result : { passed: 0, failed: result ? 0 : 1, skipped: 0 };
    for (const key in total) total[key] += counts[key];
    const details = typeof result === 'object' ? describe(counts) : '';
    lines.push(
      `${counts.failed ? '✖' : '✔'} ${name.padEnd(9)}${secondsSince(begin).padStart(8)}  ${details}`.trimEnd(),
    );
    // Without packages nothing else can run.
    if (name === 'install' && !result) break;
  }
  console.log(`\n${lines.join('\n')}\nTotal time ${secondsSince(0)}`);
  console.log(describe(total));
  process.exitCode = total.failed ? 1 : 0;
}

function describe({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
}

/** @param {number} begin ms since the process started */
function secondsSince(begin) {
  return `${((performance.now() - begin) / 1000).toFixed(1)} s`;
}

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(STEPS, name));
if (unknown.length) {
  console.error(`There is no step "${unknown[0]}". The steps are: ${Object.keys(STEPS).join(', ')}.`);
  process.exit(1);
}
checkNode();
endWithNpm();
await main(names);
