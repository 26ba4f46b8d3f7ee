import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { countingReporter } from './scripts/wtr-reporter.mjs';
import { faultyService } from './test/faulty-service.mjs';

const service = faultyService();

/** Unit tests of the kit, in a real Chromium or Chrome (`CHROME_PATH`, else the one installed). */
export default {
  files: 'src/**/*.test.ts',
  nodeResolve: true,
  plugins: [esbuildPlugin({ ts: true, target: 'es2022' }), service.plugin],
  middleware: [service.middleware],
  // The audio tests run in real time, so more pages than cores would starve them.
  concurrency: 2,
  testFramework: { config: { timeout: 10_000 } },
  browsers: [
    chromeLauncher({
      // A page behind another draws no frames and loads no media.
      createPage: ({ context }) => context.newPage({ type: 'window' }),
      launchOptions: {
        args: [
          '--no-sandbox',
          '--use-fake-ui-for-media-stream',
          '--use-fake-device-for-media-stream',
          '--autoplay-policy=no-user-gesture-required',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
          '--no-first-run',
          '--disable-quic',
        ],
      },
    }),
  ],
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
  reporters: [defaultReporter({ reportTestProgress: false }), countingReporter()],
};
