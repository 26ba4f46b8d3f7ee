import type { ArgTypes } from '@storybook/web-components-vite';

interface Named {
  name?: string;
  description?: string;
}
interface Typed extends Named {
  type?: { text?: string };
  default?: string;
}
interface Attribute extends Typed {
  fieldName?: string;
}
interface Member extends Attribute {
  kind?: string;
  privacy?: string;
  attribute?: string;
  static?: boolean;
}

/** What is needed of the declaration of an element in `custom-elements.json`. */
interface Declaration {
  tagName?: string;
  attributes?: Attribute[];
  members?: Member[];
  slots?: Named[];
  events?: Named[];
  cssParts?: Named[];
  cssProperties?: Typed[];
  cssStates?: Named[];
}

export interface Manifest {
  modules: { declarations?: Declaration[] }[];
}

/** The colours among the tokens; the others are lengths and fonts. */
const COLOURS = /-(accent|surface|raised|text|quiet|line|danger)$/;

const declarations = ({ modules }: Manifest) =>
  modules.flatMap((module) => module.declarations ?? []).filter(({ tagName }) => tagName);

/** The events of all elements. */
export function eventsOf(manifest: Manifest): string[] {
  const names = declarations(manifest).flatMap(({ events = [] }) => events.map(({ name }) => name ?? ''));
  return [...new Set(names)].filter(Boolean);
}

/** The tokens of all elements, each once; what the chat says of one holds for all. */
export function tokensOf(manifest: Manifest): Typed[] {
  const [chats, others] = [true, false].map((isChat) =>
    declarations(manifest).filter(({ tagName }) => (tagName === 'realtime-voice-chat') === isChat),
  );
  const all = [...(chats ?? []), ...(others ?? [])].flatMap(({ cssProperties = [] }) => cssProperties);
  return all.filter(({ name }, index) => all.findIndex((token) => token.name === name) === index);
}

/** The parts of each element, by tag. */
export function partsOf(manifest: Manifest): [tag: string, parts: Named[]][] {
  return declarations(manifest).map(({ tagName = '', cssParts = [] }) => [tagName, cssParts]);
}

/** The table of an element's documentation, and the controls in it, from the manifest. */
export function argTypesOf(manifest: Manifest, tag: string): ArgTypes {
  const declaration = declarations(manifest).find(({ tagName }) => tagName === tag);
  if (!declaration) return {};
  const { attributes = [], members = [], slots = [], events = [], cssParts = [] } = declaration;
  const { cssProperties = [], cssStates = [] } = declaration;
  const properties = members.filter(
    (member) => member.kind === 'field' && member.privacy === 'public' && !member.attribute && !member.static,
  );
  const methods = members.filter(
    ({ kind, privacy, name }) => kind === 'method' && privacy === 'public' && !name?.endsWith('Callback'),
  );
  return Object.fromEntries([
    ...attributes.map((attribute) => row('attributes', attribute, controlFor(attribute))),
    ...properties.map((property) => row('properties', property)),
    ...methods.map((method) => row('methods', method)),
    ...slots.map((slot) => row('slots', slot, slot.name ? {} : typed('text'))),
    ...events.map((event) => row('events', event)),
    ...cssProperties.map((token) =>
      row('tokens', token, typed(COLOURS.test(token.name ?? '') ? 'color' : 'text')),
    ),
    ...cssParts.map((part) => row('parts', part)),
    ...cssStates.map((state) => row('states', state)),
  ]);
}

/** One row; where it has no control of its own, none is guessed. */
function row(category: string, item: Typed, control: object = {}): [string, ArgTypes[string]] {
  const name = item.name || '(default)';
  const type = item.type?.text?.replace(/ \| undefined$/, '');
  const { default: value, description } = item;
  return [
    // Parts, slots and states may have the same names as attributes.
    category === 'attributes' || category === 'tokens' || name === '(default)' ? name : `${category}:${name}`,
    {
      name,
      description,
      control: false,
      table: {
        category,
        type: type ? { summary: type } : undefined,
        defaultValue: value ? { summary: value } : undefined,
      },
      ...control,
    },
  ];
}

function controlFor({ name, type }: Attribute): object {
  const text = (type?.text ?? '').replace(/ \| undefined$/, '');
  const options = [...text.matchAll(/'([^']+)'/g)].map(([, option]) => option);
  if (name === 'for') return {};
  if (/^('[^']+'( \| )?)+$/.test(text)) return { ...typed('select'), options };
  if (text === 'boolean' || text === 'number') return typed(text);
  return text === 'string' ? typed('text') : {};
}

const typed = (type: string) => ({ control: { type } });
