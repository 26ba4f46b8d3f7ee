import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from './run.mjs';

/** What a page may have to load, bytes after gzip. */
const BUDGETS = [
  {
    what: 'the whole kit, Lit included',
    files: ['dist/cdn/realtime-voice-elements.js', 'dist/cdn/audio.worklet.js'],
    limit: 20_000,
  },
  {
    what: 'the core, without Lit and elements',
    files: ['dist/cdn/core.js', 'dist/cdn/audio.worklet.js'],
    limit: 12_000,
  },
];

for (const { what, files, limit } of BUDGETS) {
  const sizes = files.map((file) => gzipSync(readFileSync(join(root, file)), { level: 9 }).length);
  const total = sizes.reduce((sum, size) => sum + size);
  const within = total <= limit;
  console.log(`${within ? 'ok  ' : 'OVER'} ${what}: ${total} of ${limit} bytes gzip (${sizes.join(' + ')})`);
  if (!within) process.exitCode = 1;
}
