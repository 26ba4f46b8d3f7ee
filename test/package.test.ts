import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** What a document tells people to import, `realtime-voice-elements/core` for instance. */
const SPECIFIER = /['"](realtime-voice-elements(?:\/[\w./-]+)?)['"]/g;

const documents = [
  'README.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path}`),
];
const specifiers = new Set(
  documents.flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(SPECIFIER)].map(([, specifier]) => specifier),
  ),
);

describe('the package', () => {
  it('is imported by name in the documents', () => {
    assert.ok(specifiers.size > 5);
  });

  // A package may import itself by its own name, and then its `exports` decide, as they do for everybody.
  for (const specifier of specifiers) {
    it(`has ${specifier}`, () => {
      const file = fileURLToPath(import.meta.resolve(specifier as string));
      assert.ok(existsSync(file), file);
      if (file.endsWith('.js') && !file.includes('/cdn/')) {
        assert.ok(existsSync(file.replace(/js$/, 'd.ts')), `${file} has no types`);
      }
    });
  }

  for (const entry of ['realtime-voice-elements', 'realtime-voice-elements/core']) {
    it(`can be loaded by a server that renders pages: ${entry}`, async () => {
      const script = `await import('${entry}'); console.log('loaded')`;
      const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
      assert.equal(stdout.trim(), 'loaded');
    });
  }
});
