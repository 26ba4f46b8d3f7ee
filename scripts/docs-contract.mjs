import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './run.mjs';

/**
 * Compares what each element does with what its doc block says: every part, slot, event and token of the source
 * is told of and the other way round, and everything public is described.
 *
 * @returns {string[]} a sentence for each difference
 */
export function contractProblems(elements) {
  return elements.flatMap((element) => {
    const { tagName, events, slots = [], cssParts = [], cssProperties = [], cssStates = [] } = element;
    const file = element.path.replace('dist/', 'src/').replace(/\.js$/, '.ts');
    const source = withOwnModules(file);
    const { attributes, members } = element;
    const all = { attributes, members, events, slots, cssParts, cssProperties, cssStates };
    const mute = Object.entries(all).flatMap(([kind, items]) =>
      items.filter(({ description }) => !description).map(({ name }) => `${name || '(default)'} (${kind})`),
    );
    const untyped = events.filter(({ type }) => !type.text).map(({ name }) => name);
    const inWords = cssParts.flatMap(({ description }) =>
      [...description.matchAll(/`([\w-]+)`/g)].map(([, word]) => word),
    );
    const named = (items) => items.map(({ name }) => name);
    const problems = [
      ['has no description of', mute],
      ['fires events without an entry in src/elements/event-map.ts:', untyped],
      ['does not tell of its parts', minus(partsIn(source), [...named(cssParts), ...inWords])],
      ['tells of parts that it has not:', notIn(source, named(cssParts))],
      ['does not tell of its slots', minus(slotsIn(source), named(slots))],
      ['tells of slots that it has not:', minus(named(slots), slotsIn(source))],
      ['does not tell of its events', minus(eventsIn(source), named(events))],
      ['tells of events that it does not fire:', notIn(source, named(events), /^realtime-(\w+)-request$/)],
      ['does not tell of', minus(tokensIn(read(file)), named(cssProperties))],
      [
        'tells of',
        minus(named(cssProperties), tokensIn(source + read('src/elements/shared-styles.ts'))),
        'that nothing uses',
      ],
    ];
    return problems
      .filter(([, names]) => names.length)
      .map(([words, names, end = '']) => `<${tagName}> ${words} ${names.join(', ')} ${end}`.trim() + '.');
  });
}

const minus = (names, others) => [...new Set(names)].filter((name) => !others.includes(name));

/** Names put together by a program are found as the words they are made of. */
const notIn = (source, names, made) =>
  names.filter(
    (name) => ![name, made?.exec(name)?.[1]].some((word) => word && new RegExp(`\\b${word}\\b`).test(source)),
  );

const found = (source, pattern) =>
  [...source.matchAll(pattern)].flatMap((match) => match.slice(1)).filter(Boolean);

/** `part="turn ${role}"`: what is put in by the program is not known here. */
const partsIn = (source) =>
  found(source, /\bpart="([^"]+)"/g)
    .join(' ')
    .replace(/\$\{[^}]*\}/g, ' ')
    .split(' ')
    .filter((word) => /^[\w-]+$/.test(word));

const slotsIn = (source) => [...source.matchAll(/<slot(?: name="([\w-]+)")?/g)].map(([, name = '']) => name);

const tokensIn = (source) => found(source, /var\((--realtime-[\w-]+)/g);

const eventsIn = (source) => [
  ...found(source, /(?:new \w*Event|super|#tell)\(\s*'(realtime-[\w-]+)'/g),
  ...found(source, /\brequest\(\s*this, (?:\w+ \? )?'(\w+)'(?: : '(\w+)')?/g).map(
    (verb) => `realtime-${verb}-request`,
  ),
  ...found(source, /\bask\w*\(\s*'(\w+)'/g).map((verb) => `realtime-${verb}-request`),
];

/** A module and those that it alone is made of: not other elements, and no lower layers but those that fire for it. */
function withOwnModules(file, seen = new Set()) {
  seen.add(file);
  const text = read(file);
  const imports = found(text, /from '(\.[^']+)\.js'/g)
    .map((path) => `${relative(root, join(root, dirname(file), path))}.ts`)
    .filter(
      (path) =>
        path.startsWith('src/elements/') && !seen.has(path) && !read(path).includes('customElements.define'),
    );
  return [withoutComments(text), ...imports.map((path) => withOwnModules(path, seen))].join('\n');
}

const withoutComments = (text) => text.replace(/\/\*\*[^]*?\*\//g, '');

const read = (path) => readFileSync(join(root, path), 'utf8');
