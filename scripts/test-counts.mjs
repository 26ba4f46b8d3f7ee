import { stripVTControlCharacters } from 'node:util';

/**
 * How many tests a runner ran.
 *
 * @typedef {{passed: number, failed: number, skipped: number}} Counts
 */

/**
 * Reads the last line `N passed, N failed, N skipped` of a runner's output.
 *
 * @returns {Counts}
 */
export function statedCounts({ output, code }) {
  const [, ...numbers] =
    [...stripVTControlCharacters(output).matchAll(/^(\d+) passed, (\d+) failed, (\d+) skipped$/gm)].at(-1) ??
    [];
  const [passed = 0, failed = 0, skipped = 0] = numbers.map(Number);
  return settled({ passed, failed, skipped }, code);
}

/**
 * Reads the summary of Node's test runner: the last `ℹ pass N` and its like.
 *
 * @returns {Counts}
 */
export function nodeCounts({ output, code }) {
  const summary = Object.fromEntries(
    [...stripVTControlCharacters(output).matchAll(/^ℹ (\w+) (\d+)$/gm)].map(([, word, number]) => [
      word,
      Number(number),
    ]),
  );
  const { pass = 0, fail = 0, cancelled = 0, skipped = 0, todo = 0 } = summary;
  return settled({ passed: pass, failed: fail + cancelled, skipped: skipped + todo }, code);
}

/** A runner that failed without a failed test, or ran no test at all, counts as one failure. */
function settled({ passed, failed, skipped }, code) {
  const broken = failed === 0 && (code !== 0 || passed === 0);
  return { passed, failed: broken ? 1 : failed, skipped };
}
