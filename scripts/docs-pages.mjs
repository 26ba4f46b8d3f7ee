import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tsImport } from 'tsx/esm/api';
import { root } from './run.mjs';

const NOTE = '<!-- Made by `node scripts/docs.mjs`; what to change is in the sources. -->';
const SESSION = 'src/session/realtime-session.ts';
const STATE = 'src/session/session-state.ts';
const RECORDER = 'src/recording/recorder.ts';

/** One element: all of its doc block and its members. */
export function elementPage(element, types) {
  const { tagName, description, path, attributes, members, events } = element;
  const { slots = [], cssParts = [], cssProperties = [], cssStates = [] } = element;
  const fields = members.filter(({ kind, attribute }) => kind === 'field' && !attribute);
  const methods = members.filter(({ kind }) => kind === 'method');
  const module = `realtime-voice-elements/${path.replace('dist/', '')}`;
  return page(`\`<${tagName}>\``, `${description}\n\n\`\`\`js\nimport '${module}';\n\`\`\``, [
    section('Attributes', attributes, ['attribute', 'values', 'default', 'meaning'], (attribute) => [
      code(attribute.name),
      values(attribute.type.text),
      attribute.default ? code(attribute.default.replace(/^'|'$/g, '')) : '',
      attribute.description,
    ]),
    attributes.length &&
      'Each has a property of the same name in camelCase' +
        (attributes.some(({ name }) => name === 'for') ? '; that of `for` is `htmlFor`.' : '.'),
    ...memberSections(fields, methods),
    section('Events', events, ['event', 'with', 'when'], ({ name, type, description }) => [
      code(name),
      eventFields(type.text, types),
      description,
    ]),
    section('Slots', slots, ['slot', 'what it is for'], ({ name, description }) => [
      name ? code(name) : '(default)',
      description,
    ]),
    section('Parts', cssParts, ['part', 'what it is'], ({ name, description }) => [code(name), description]),
    section('Custom properties', cssProperties, ['property', 'default', 'meaning'], (token) => [
      code(token.name),
      token.default ? code(token.default) : '',
      token.description,
    ]),
    cssStates.length &&
      `## States\n\n${cssStates.map(({ name }) => code(name)).join(', ')}: as \`:state(${cssStates[0].name})\`, and as \`[data-state='${cssStates[0].name}']\`.`,
  ]);
}

/** The tables of docs/session.md, by name: the session, and what it is made of and makes. */
export function sessionTables(types) {
  const session = types
    .membersOf(types.instanceOf(SESSION, 'RealtimeSession'))
    .filter(({ name }) => !name.endsWith('EventListener'));
  const recorder = types.membersOf(types.instanceOf(RECORDER, 'Recorder'));
  const shape = (file, name) =>
    table(
      ['name', 'type', 'meaning'],
      types
        .membersOf(types.instanceOf(file, name))
        .map((field) => propertyRow({ ...field, readonly: false })),
    );
  return {
    session: memberTables(session),
    'session-events': eventTable(SESSION, 'RealtimeSession', types),
    'session-options': shape(SESSION, 'SessionOptions'),
    'session-state': shape(STATE, 'SessionState'),
    turn: shape(STATE, 'Turn'),
    token: shape('src/transports/token-source.ts', 'Token'),
    recorder: memberTables(recorder),
    'recorder-events': eventTable(RECORDER, 'Recorder', types),
    'recorder-options': shape(RECORDER, 'RecorderOptions'),
    take: shape('src/recording/take.ts', 'Take'),
  };
}

/** The closed list of failures. */
export function errorsPage() {
  const [, list = ''] = /\*\n( \* - [^]*?)\n \*\//.exec(source('src/protocol/realtime-error.ts')) ?? [];
  const rows = [...list.matchAll(/ \* - ((?:`[\w-]+`(?:, )?)+) (.*)/g)].map(([, codes, meaning]) => [
    codes,
    meaning,
  ]);
  return page(
    'Errors',
    'Each failure is one `RealtimeError` with one of these codes and a sentence that says what to do. It is shown in the page, kept in `session.state.error` until the next attempt, and told once by `realtime-error`.',
    [
      table(['code', 'meaning'], rows),
      "```js\ndocument.addEventListener('realtime-error', ({ error }) => {\n  console.warn(error.code, error.message, error.cause);\n});\n```",
    ],
  );
}

/** All texts in English, by their keys. */
export async function textsPage() {
  const { english } = await tsImport('../src/texts/english.ts', import.meta.url);
  const sections = Object.entries(english)
    .filter(([name, words]) => typeof words === 'object' && name !== 'errors')
    .map(([name, words]) => `## \`${name}\`\n\n${table(['key', 'English'], leaves(words))}`);
  return page(
    'Texts',
    "Every word that the kit shows. `lang` on the page, or on any element around, chooses the language: English, Arabic, French, German, Japanese and Spanish are supplied, and what is missing falls back to the wider language, then to English. `registerTexts` changes single words or adds a language; the keys of `errors` are the [codes of failures](errors.md).\n\n```js\nimport { registerTexts } from 'realtime-voice-elements';\n\nregisterTexts('en', { record: { start: 'Talk to us' } });\nregisterTexts('nl', { record: { start: 'Praten', stop: 'Klaar' } });\n```",
    sections,
  );
}

/** The tables of README.md, by name. */
export async function summaries(elements) {
  const find = (tag) => elements.find(({ tagName }) => tagName === tag);
  const chat = find('realtime-voice-chat');
  const first = ({ description }) => /^.*?\.(?= |$)/.exec(description)[0];
  const { schema } = await tsImport('../server/src/variables.ts', import.meta.url);
  const events = new Map();
  const inOrder = [chat, ...elements.filter((element) => element !== chat)];
  for (const { tagName, events: own } of inOrder) {
    for (const event of own) {
      const known = events.get(event.name) ?? { ...event, tags: [] };
      events.set(event.name, { ...known, tags: [...known.tags, tagName] });
    }
  }
  return {
    elements: table(
      ['element', 'what it is'],
      inOrder.map((element) => [
        `[\`<${element.tagName}>\`](docs/elements/${element.tagName}.md)`,
        element === chat ? chat.description : first(element),
      ]),
    ),
    'chat-attributes': table(
      ['attribute', 'values', 'default', 'meaning'],
      chat.attributes.map(({ name, type, default: value, description }) => [
        code(name),
        values(type.text),
        value && type.text !== 'boolean' ? code(value.replace(/^'|'$/g, '')) : '',
        description,
      ]),
    ),
    events: table(
      ['event', 'of', 'when'],
      [...events.values()].map(({ name, tags, description }) => [
        code(name),
        tags.map((tag) => `\`<${tag}>\``).join(', '),
        description,
      ]),
    ),
    tokens: table(
      ['property', 'meaning'],
      chat.cssProperties.map(({ name, default: value, description }) => [
        code(name),
        value ? `${description}, default \`${value}\`` : description,
      ]),
    ),
    errors: [...source('src/protocol/realtime-error.ts').matchAll(/^ {2}\| '([\w-]+)'/gm)]
      .map(([, name]) => code(name))
      .join(', '),
    server: table(
      ['variable', 'default', 'what it may be'],
      Object.entries(schema.properties).map(([name, { default: value, description }]) => [
        code(name),
        value === undefined || value === '' ? '' : code(value),
        description,
      ]),
    ),
  };
}

function memberSections(fields, methods) {
  return [
    section('Properties', fields, PROPERTY_HEAD, propertyRow),
    section('Methods', methods, METHOD_HEAD, methodRow),
  ];
}

/** Properties, then methods. */
function memberTables(members) {
  const of = (wanted) => members.filter(({ kind }) => kind === wanted);
  return [
    table(PROPERTY_HEAD, of('field').map(propertyRow)),
    table(METHOD_HEAD, of('method').map(methodRow)),
  ].join('\n\n');
}

/** What a class says that it fires: `@fires name Class, when`. */
function eventTable(file, name, types) {
  const events = types
    .tagsOf(file, name, 'fires')
    .map((line) => /^(\w+) (\w+)(?:, (.*))?$/.exec(line))
    .map(([, event, type, when]) => [code(event), eventFields(type, types), when ?? 'something went wrong']);
  return table(['event', 'with', 'when'], events);
}

const PROPERTY_HEAD = ['property', 'type', 'meaning'];
const METHOD_HEAD = ['method', 'returns', 'what it does'];

const methodRow = (method) => [
  code(`${method.name}(${method.parameters.map(signatureOf).join(', ')})`),
  code(method.return.type.text),
  [
    method.description,
    ...method.parameters
      .filter(({ description }) => description)
      .map(({ name, description }) => `\`${name}\`: ${description}.`),
    method.return.description && `Returns ${method.return.description}.`,
  ]
    .filter(Boolean)
    .join(' '),
];

const signatureOf = ({ name, optional, type }) => `${name}${optional ? '?' : ''}: ${type.text}`;

const propertyRow = ({ name, type, readonly, description = '' }) => [
  code(name),
  code(type.text.replace(/ \| undefined$/, '')),
  readonly && !description.includes('read-only') ? `${description} Read-only.`.trim() : description,
];

/** The class of an event and what it has beside what every event has. */
function eventFields(name, types) {
  if (!name || name === 'Event') return '';
  const fields = types.eventClass(name).map(({ name: field }) => code(`.${field}`));
  return `${code(name)} ${fields.join(' ')}`;
}

function leaves(words, path = '') {
  return Object.entries(words).flatMap(([key, word]) => {
    if (typeof word === 'object') return leaves(word, `${path}${key}.`);
    if (typeof word !== 'function') return [[code(path + key), word]];
    const names = [.../^\(?([^)=]*)/.exec(String(word))[1].matchAll(/\w+/g)].map(([name]) => name);
    return [[code(`${path}${key}(${names.join(', ')})`), word(...names.map((name) => `‹${name}›`))]];
  });
}

const page = (title, intro, sections) =>
  `# ${title}\n\n${NOTE}\n\n${intro}\n\n${sections.filter(Boolean).join('\n\n')}\n`;

const section = (title, items, head, row) => items.length && `## ${title}\n\n${table(head, items.map(row))}`;

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell = '') => String(cell).replace(/\|/g, '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const code = (text) => `\`${text}\``;

/** What an attribute may be, in words. */
function values(type = 'string') {
  const options = [...type.matchAll(/'([^']+)'/g)].map(([, word]) => code(word));
  return options.join(', ') || { string: 'text' }[type] || type;
}

const source = (path) => readFileSync(join(root, path), 'utf8');
