import { checkNode, installIfNeeded } from './install.mjs';
import { buildCdnIfStale } from './build.mjs';
import { endWithNpm } from './run.mjs';

checkNode();
endWithNpm();
if (!(await installIfNeeded())) process.exit(1);
await buildCdnIfStale();

// The server is TypeScript; in this same process, signals and the exit code are the server's own.
const { register } = await import('tsx/esm/api');
register();
await import('../server/src/main.ts');
