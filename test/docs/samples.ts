import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A fenced block of a page. */
export interface Sample {
  readonly language: string;
  readonly code: string;
  /** Such as `docs/guides/plain-page.md:12`. */
  readonly place: string;
}

/** What people copy from. */
export const PAGES = ['README.md', ...pagesIn('docs'), ...pagesIn('docs/guides')];

function pagesIn(folder: string): string[] {
  const names = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.md'));
  return names.map((name) => `${folder}/${name}`);
}

export function samplesOf(page: string): Sample[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(({ 1: language = '', 2: code = '', index }) => {
    const line = text.slice(0, index).split('\n').length;
    return { language, code, place: `${page}:${line}` };
  });
}

/** What a page's headings are called in links. */
export function anchorsOf(page: string): string[] {
  const headings = withoutSamples(page).matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, words = '']) =>
    words
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );
}

const withoutSamples = (page: string) =>
  readFileSync(join(ROOT, page), 'utf8').replace(/^```\w+\n[^]*?^```$/gm, '');

/** Links to other files of this repository, as written. */
export function linksOf(page: string): string[] {
  const text = withoutSamples(page);
  return [...text.matchAll(/\]\(([^)]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^\w+:/.test(link));
}

interface Named {
  name: string;
}

export interface Element {
  tagName: string;
  attributes: Named[];
  cssParts?: Named[];
  cssProperties?: Named[];
  slots?: Named[];
  events: Named[];
}

/** What the manifest says of each element, by tag. */
export function readManifest(): Map<string, Element> {
  const { modules } = JSON.parse(readFileSync(join(ROOT, 'custom-elements.json'), 'utf8')) as {
    modules: { declarations: Element[] }[];
  };
  const elements = modules.flatMap(({ declarations }) => declarations).filter(({ tagName }) => tagName);
  return new Map(elements.map((element) => [element.tagName, element]));
}
