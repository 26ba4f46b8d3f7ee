import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { buildManifest } from './build.mjs';
import { contractProblems } from './docs-contract.mjs';
import { elementPage, errorsPage, sessionTables, summaries, textsPage } from './docs-pages.mjs';
import { readElements } from './editor-data.mjs';
import { isMain, root } from './run.mjs';
import { Types } from './source-types.mjs';

/** In these pages, what stands between such marks is made here. */
const WITH_TABLES = ['README.md', 'docs/session.md'];
const MARKED = /(<!-- generated: ([\w-]+) -->\n)[^]*?(<!-- \/generated -->)/g;

/** The text of every page that is made of the sources, by path. */
async function pages() {
  const elements = readElements();
  const types = new Types();
  const made = new Map([
    ['docs/errors.md', errorsPage()],
    ['docs/texts.md', await textsPage()],
    ...elements.map((element) => [`docs/elements/${element.tagName}.md`, elementPage(element, types)]),
  ]);
  const tables = { ...(await summaries(elements)), ...sessionTables(types) };
  for (const path of WITH_TABLES) {
    const fill = (_all, begin, name, end) => {
      if (!tables[name])
        throw new Error(`${path} asks for "${name}"; there is: ${Object.keys(tables).join(', ')}.`);
      return `${begin}\n${tables[name]}\n\n${end}`;
    };
    made.set(path, readFileSync(join(root, path), 'utf8').replace(MARKED, fill));
  }
  for (const [path, text] of made) {
    made.set(path, await format(text, { ...(await resolveConfig(join(root, path))), parser: 'markdown' }));
  }
  return made;
}

/** Writes the pages, or, when `check` is set, tells which are not as they would be written. */
async function docs(check) {
  if (!(await buildManifest())) return false;
  const problems = contractProblems(readElements());
  mkdirSync(join(root, 'docs/elements'), { recursive: true });
  const made = await pages();
  for (const [path, text] of made) {
    if (!check) writeFileSync(join(root, path), text);
    else if (read(path) !== text) problems.push(`${path} is not up to date: run "node scripts/docs.mjs".`);
  }
  for (const name of readdirSync(join(root, 'docs/elements'))) {
    if (!made.has(`docs/elements/${name}`))
      problems.push(`docs/elements/${name} is of no element: delete it.`);
  }
  for (const problem of problems) console.error(problem);
  if (!problems.length) console.log(`${made.size} pages are ${check ? 'up to date' : 'written'}.`);
  return !problems.length;
}

function read(path) {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return '';
  }
}

if (isMain(import.meta.url)) {
  process.exitCode = (await docs(process.argv.includes('--check'))) ? 0 : 1;
}
