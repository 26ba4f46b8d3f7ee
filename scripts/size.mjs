import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from './run.mjs';

const CDN = 'dist/cdn';

/** What loads at once, and what that may weigh at most, bytes after gzip. */
const BUNDLES = {
  'The kit with Lit and worklet': {
    files: ['realtime-voice-elements.js', 'parts.js', 'audio.worklet.js'],
    limit: 48_000,
  },
  'The conversation without elements': {
    files: ['core.js', 'core/shared.js'],
    limit: 14_000,
  },
};

const sizeOf = (file) => gzipSync(readFileSync(join(root, CDN, file)), { level: 9 }).length;
const sum = (sizes) => sizes.reduce((total, size) => total + size, 0);

for (const [name, { files, limit }] of Object.entries(BUNDLES)) {
  const total = sum(files.map(sizeOf));
  console.log(`${name}: ${total} of at most ${limit} bytes gzip.`);
  if (total > limit) process.exitCode = 1;
}

const atOnce = new Set(Object.values(BUNDLES).flatMap(({ files }) => files));
const files = readdirSync(join(root, CDN), { recursive: true }).filter((file) => file.endsWith('.js'));
const later = files.filter((file) => !atOnce.has(file)).map((file) => [file, sizeOf(file)]);
const list = (part) => part.map(([file, size]) => `${file.replace(/^.*\/|\.js$/g, '')} ${size}`).join(', ');
const inFolder = (folder) => later.filter(([file]) => file.startsWith(folder));
const own = later.filter(([file]) => !file.includes('/'));
console.log(`When a page has or needs it: ${list(own)} (${sum(own.map(([, size]) => size))} together).`);
console.log(`The same of the conversation without elements: ${list(inFolder('core/'))}.`);
console.log(`One of the languages: ${list(inFolder('languages/'))}.`);
