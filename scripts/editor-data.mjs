import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

/** What editors need to complete tags, attributes, events, parts and tokens; the package names these files. */
const FILES = {
  'vscode.html-custom-data.json': vsCodeHtml,
  'vscode.css-custom-data.json': vsCodeCss,
  'web-types.json': webTypes,
};

/** The elements in `custom-elements.json`. */
export function readElements() {
  const { modules } = JSON.parse(readFileSync(join(root, 'custom-elements.json'), 'utf8'));
  return modules.flatMap(({ path, declarations }) =>
    declarations.filter(({ tagName }) => tagName).map((element) => ({ ...element, path })),
  );
}

/** Writes the files for VS Code and for JetBrains' editors, from the manifest. */
export function writeEditorData() {
  const elements = readElements();
  for (const [name, make] of Object.entries(FILES)) {
    writeFileSync(join(root, name), `${JSON.stringify(make(elements), null, 2)}\n`);
  }
}

/** The words that an attribute may be. */
const words = (type = '') => [...type.matchAll(/'([^']+)'/g)].map(([, word]) => word);

/** https://github.com/microsoft/vscode-html-languageservice: `html.customData` */
function vsCodeHtml(elements) {
  return {
    version: 1.1,
    tags: elements.map(({ tagName, description, attributes, slots = [], events, cssParts = [] }) => ({
      name: tagName,
      description: {
        kind: 'markdown',
        value: [description, list('Slots', slots), list('Events', events), list('Parts', cssParts)]
          .filter(Boolean)
          .join('\n\n'),
      },
      attributes: attributes.map(({ name, description, type }) => ({
        name,
        description: { kind: 'markdown', value: description },
        ...(type.text === 'boolean'
          ? { valueSet: 'v' }
          : { values: words(type.text).map((word) => ({ name: word })) }),
      })),
    })),
  };
}

const list = (title, items) =>
  items.length &&
  `**${title}**\n\n${items.map(({ name, description }) => `- ${name ? `\`${name}\`: ` : ''}${description}`).join('\n')}`;

/** https://github.com/microsoft/vscode-css-languageservice: `css.customData` */
function vsCodeCss(elements) {
  const tokens = new Map();
  const parts = new Map();
  for (const { tagName, cssProperties = [], cssParts = [] } of elements) {
    for (const { name, description } of cssProperties)
      append(tokens, name, `\`<${tagName}>\`: ${description}`);
    for (const { name, description } of cssParts)
      append(parts, `::part(${name})`, `\`<${tagName}>\`: ${description}`);
  }
  const entries = (map) =>
    [...map].map(([name, lines]) => ({ name, description: { kind: 'markdown', value: lines.join('\n\n') } }));
  return { version: 1.1, properties: entries(tokens), pseudoElements: entries(parts) };
}

function append(map, key, line) {
  map.set(key, [...(map.get(key) ?? []), line]);
}

/** https://github.com/JetBrains/web-types */
function webTypes(elements) {
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const plain = (items = []) => items.map(({ name, description }) => ({ name, description }));
  return {
    $schema: 'https://json.schemastore.org/web-types',
    name,
    version,
    'description-markup': 'markdown',
    contributions: {
      html: {
        elements: elements.map((element) => ({
          name: element.tagName,
          description: element.description,
          attributes: element.attributes.map(({ name, description, type, default: value }) => ({
            name,
            description,
            ...(value && { default: value }),
            value: {
              type: words(type.text).length ? words(type.text).map((word) => `"${word}"`) : type.text,
            },
          })),
          slots: plain(element.slots),
          js: {
            properties: element.members
              .filter(({ kind }) => kind === 'field')
              .map(({ name, description, type, readonly }) => ({
                name,
                description,
                type: type.text,
                ...(readonly && { 'read-only': true }),
              })),
            events: plain(element.events),
          },
          css: {
            parts: plain(element.cssParts),
            properties: plain(element.cssProperties),
            ...(element.cssStates?.length && {
              'pseudo-classes': element.cssStates.map(({ name, description }) => ({
                name: `state(${name})`,
                description,
              })),
            }),
          },
        })),
      },
    },
  };
}
