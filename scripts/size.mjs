import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from './run.mjs';

/** What a page loads, and what that may weigh at most, bytes after gzip. */
const FILES = ['dist/cdn/realtime-voice-elements.js', 'dist/cdn/audio.worklet.js'];
const LIMIT = 48_000;

const LANGUAGES = 'dist/cdn/languages';

const size = (file) => gzipSync(readFileSync(join(root, file)), { level: 9 }).length;
const languages = readdirSync(join(root, LANGUAGES)).map((name) => [name, size(`${LANGUAGES}/${name}`)]);
/** A page loads one language at most; English is in the kit. */
const largest = Math.max(...languages.map(([, bytes]) => bytes));
const sizes = [...FILES.map(size), largest];
const total = sizes.reduce((sum, bytes) => sum + bytes);
console.log(
  `The kit with Lit, worklet and a language: ${total} of at most ${LIMIT} bytes gzip (${sizes.join(' + ')}).`,
);
console.log(`Languages: ${languages.map(([name, bytes]) => `${name} ${bytes}`).join(', ')}.`);
if (total > LIMIT) process.exitCode = 1;
