import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from './run.mjs';

/** What a page loads, and what that may weigh at most, bytes after gzip. */
const FILES = ['dist/cdn/realtime-voice-elements.js', 'dist/cdn/audio.worklet.js'];
const LIMIT = 32_000;

const sizes = FILES.map((file) => gzipSync(readFileSync(join(root, file)), { level: 9 }).length);
const total = sizes.reduce((sum, size) => sum + size);
console.log(`The kit with Lit and worklet: ${total} of at most ${LIMIT} bytes gzip (${sizes.join(' + ')}).`);
if (total > LIMIT) process.exitCode = 1;
