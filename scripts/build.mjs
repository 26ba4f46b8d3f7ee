import { readdirSync, rmSync, cpSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { writeEditorData } from './editor-data.mjs';
import { isMain, root, runBin } from './run.mjs';

const WORKLETS = 'audio/worklets';
const CDN = 'dist/cdn';

/**
 * The files that a page loads without a bundler. What an entry needs at once lies in one file beside it, so that the
 * entry can have any address, and its files know only each other, so that no class is there twice.
 */
const ENTRIES = [
  {
    name: 'realtime-voice-elements',
    source: 'src/cdn.ts',
    folder: '',
    shared: { name: 'parts', test: (id) => !ON_DEMAND.test(id) },
  },
  {
    name: 'core',
    source: 'src/core.ts',
    folder: 'core/',
    shared: { name: 'shared', test: (id) => !ON_DEMAND.test(id) && !/echo-guard|speech-relay/.test(id) },
  },
];

/** What a page loads only when it is needed. */
const ON_DEMAND =
  /languages\/|src\/(camera|elements\/(camera|device|field|media|recording|save|transcript-export|transcript\/search|turn|voice-meter|volume))|audio\/(devices|loudspeaker|media)|transports\/sdp-refusal|session\/(export|device|picture)|recording\/(recording|file|webm|camera)/;

/** How files for pages are minified, in terser's words. */
const MINIFY = { module: true, ecma: 2020, compress: { keep_fargs: false } };

/** The npm package: `dist/` with a module and a declaration for each source file. Returns whether it went well. */
async function buildPackage() {
  for (const name of entriesOf('dist'))
    if (name !== 'cdn') rmSync(join(root, 'dist', name), { recursive: true });
  const { code } = await runBin('typescript/bin/tsc', ['-p', 'tsconfig.build.json']);
  for (const name of entriesOf(`src/${WORKLETS}`).filter((file) => file.endsWith('.worklet.js'))) {
    cpSync(join(root, 'src', WORKLETS, name), join(root, 'dist', WORKLETS, name));
  }
  return code === 0;
}

/** The manifest of the elements, which documentation and Storybook are made of, and from it what editors read. */
export async function buildManifest() {
  const { code } = await runBin('@custom-elements-manifest/analyzer/cem.js', ['analyze', '--quiet']);
  if (code === 0) writeEditorData();
  return code === 0;
}

/**
 * One minified file for each entry, Lit included, and beside them the languages, loaded when one is needed, and the
 * worklet, which must stay a file: as a `data:` URL, what bundlers make of small files, a page's
 * Content-Security-Policy would refuse it.
 */
export async function buildCdn() {
  const { build } = await import('vite');
  const { minify } = await import('terser');
  // After Vite's own minifier, which leaves the worklet alone and 2 % of the rest to be saved.
  const minifyAgain = {
    name: 'minify-again',
    async generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (!file.fileName.endsWith('.js')) continue;
        const key = file.type === 'asset' ? 'source' : 'code';
        file[key] = (await minify(String(file[key]), MINIFY)).code;
      }
    },
  };
  // Minifiers leave template literals alone; the indentation of ours is never part of a text.
  const compactTemplates = {
    name: 'compact-templates',
    transform: (code, id) =>
      id.includes('/src/') ? code.replace(/css`[^`]*`/g, compactStyles).replace(/\n\s+/g, '\n') : undefined,
  };
  // Vite wraps dynamic imports so that what they depend on is loaded before; ours depend on nothing.
  const plainImports = {
    name: 'plain-imports',
    enforce: 'pre',
    load: (id) =>
      id.includes('vite/preload-helper') ? 'export const __vitePreload = (load) => load();' : undefined,
    renderChunk: (code) =>
      code.replace(
        /__vitePreload\(\(\) => (import\("[^"]*"\)), __VITE_PRELOAD__, import\.meta\.url\)/g,
        '$1',
      ),
  };
  rmSync(join(root, CDN), { recursive: true, force: true });
  for (const { name, source, folder, shared } of ENTRIES) {
    await build({
      configFile: false,
      root,
      base: './',
      publicDir: false,
      logLevel: 'warn',
      plugins: [compactTemplates, minifyAgain, plainImports],
      build: {
        outDir: CDN,
        emptyOutDir: false,
        target: 'es2022',
        minify: true,
        assetsInlineLimit: 0,
        modulePreload: false,
        rolldownOptions: {
          input: { [name]: source },
          preserveEntrySignatures: 'strict',
          output: {
            entryFileNames: '[name].js',
            chunkFileNames: ({ moduleIds }) =>
              `${moduleIds.some((id) => id.includes('/languages/')) ? 'languages/' : folder}[name].js`,
            assetFileNames: '[name][extname]',
            codeSplitting: { groups: [shared] },
          },
        },
      },
    });
  }
}

/** A style sheet without what only its readers need. */
function compactStyles(css) {
  return css
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>]) ?/g, '$1')
    .replace(/(?<=[\w-]): /g, ':')
    .replace(/(?<=[ :,(-])0(?=\.\d)/g, '')
    .replace(/='([a-z-]+)'\]/g, '=$1]')
    .replace(/;}/g, '}');
}

/** Builds the files for pages again when a source is newer. */
export async function buildCdnIfStale() {
  const newest = Math.max(
    ...[...filesUnder('src'), 'package-lock.json', 'scripts/build.mjs'].map(modifiedAt),
  );
  const built = Math.min(...ENTRIES.map(({ name }) => modifiedAt(`${CDN}/${name}.js`)));
  if (built >= newest) return;
  console.log('Building the kit …');
  await buildCdn();
}

function filesUnder(folder) {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function entriesOf(folder) {
  return statSync(join(root, folder), { throwIfNoEntry: false }) ? readdirSync(join(root, folder)) : [];
}

/** ms since 1970; 0 for a file that is not there */
function modifiedAt(file) {
  return statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

if (isMain(import.meta.url)) {
  const built = (await buildPackage()) && (await buildManifest());
  await buildCdn();
  process.exitCode = built ? 0 : 1;
}
