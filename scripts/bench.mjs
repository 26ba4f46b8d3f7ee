import { ensureBrowser } from './browser.mjs';
import { checkNode, installIfNeeded } from './install.mjs';
import { endWithNpm, run } from './run.mjs';

/** A run takes below 90 s. */
const TIMEOUT_MS = 4 * 60_000;

checkNode();
endWithNpm();
if (!(await installIfNeeded()) || !(await ensureBrowser())) process.exit(1);
const { code } = await run(process.execPath, ['--import', 'tsx', 'bench/main.ts', ...process.argv.slice(2)], {
  timeoutMs: TIMEOUT_MS,
});
process.exitCode = code;
