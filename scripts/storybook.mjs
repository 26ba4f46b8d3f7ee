import { buildManifest } from './build.mjs';
import { checkNode, installIfNeeded } from './install.mjs';
import { endWithNpm, runBin } from './run.mjs';

const PORT = '6006';

/** Nothing is asked on the terminal, no browser is opened, and no other host is talked to. */
const COMMANDS = {
  dev: ['dev', '--ci', '--no-version-updates', '--host', '127.0.0.1', '--port', process.env.PORT ?? PORT],
  build: ['build', '--loglevel', 'error', '--output-dir', 'storybook-static'],
};

const [, , name = 'dev', ...more] = process.argv;
checkNode();
endWithNpm();
const ready = (await installIfNeeded()) && (await buildManifest());
const { code } = ready
  ? await runBin('storybook/dist/bin/dispatcher.js', [...COMMANDS[name], '--disable-telemetry', ...more], {
      env: { STORYBOOK_DISABLE_TELEMETRY: '1' },
    })
  : { code: 1 };
process.exitCode = code;
