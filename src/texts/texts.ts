import { english, type Texts } from './english.js';

/** Some of the texts; what is missing falls back to the wider language, then to English. */
export type SomeTexts = Some<Texts>;
type Some<T> = { [K in keyof T]?: T[K] extends Record<string, unknown> ? Some<T[K]> : T[K] };
type Tree = { [key: string]: unknown };

/** The languages that come with the kit, fetched when one is needed. */
const supplied: { [lang: string]: (() => Promise<{ default: SomeTexts }>) | undefined } = {
  ar: () => import('./languages/ar.js'),
  de: () => import('./languages/de.js'),
  es: () => import('./languages/es.js'),
  fr: () => import('./languages/fr.js'),
  ja: () => import('./languages/ja.js'),
};

const registered = new Map<string, SomeTexts>();
const merged = new Map<string, Texts>();

/** Tells `change` when what `textsFor` answers may have changed. */
export const textChanges = new EventTarget();

/**
 * Adds texts to a language, or replaces single words of it; what is on the page is rendered anew.
 *
 * @param lang BCP 47, such as `de` or `de-AT`; `en` changes what all languages fall back to
 */
export function registerTexts(lang: string, texts: SomeTexts): void {
  const key = lang.toLowerCase();
  set(key, merge(registered.get(key) ?? {}, texts));
}

/** All texts of a language: `de-AT`, where missing `de`, where missing English. The same object until they change. */
export function textsFor(lang: string): Texts {
  const key = lang.toLowerCase();
  let texts = merged.get(key);
  if (!texts) {
    const parts = key.split('-');
    const chain = ['en', ...parts.map((_, index) => parts.slice(0, index + 1).join('-'))];
    texts = chain.reduce((base, part) => merge(base, registered.get(part) ?? {}), english);
    merged.set(key, texts);
    void load(parts[0] as string);
  }
  return texts;
}

/** Fetches a supplied language, once; what the page registered stays above it. */
async function load(lang: string): Promise<void> {
  const fetchTexts = supplied[lang];
  if (!fetchTexts) return;
  supplied[lang] = undefined;
  try {
    const { default: texts } = await fetchTexts();
    set(lang, merge(texts, registered.get(lang) ?? {}));
  } catch {
    // A missing file or a Content-Security-Policy: English is shown.
  }
}

function set(key: string, texts: SomeTexts): void {
  registered.set(key, texts);
  merged.clear();
  textChanges.dispatchEvent(new Event('change'));
}

/** A new tree; neither of the two is changed. */
function merge<T extends object>(base: T, more: Some<T>): T {
  const result = { ...base } as Tree;
  for (const [key, value] of Object.entries(more)) {
    if (value === undefined) continue;
    const below = result[key];
    result[key] = typeof value === 'object' ? merge((below ?? {}) as Tree, value as Tree) : value;
  }
  return result as T;
}
