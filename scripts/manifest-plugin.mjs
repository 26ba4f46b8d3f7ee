import { oneLine, Types } from './source-types.mjs';

/**
 * Completes what the analyzer found, which reads each file by itself and knows no types: the members of elements
 * and events as TypeScript sees them, with what they inherit; the class of each event; defaults that the words
 * tell of. What nobody outside can use is left out, and paths are those of the package.
 *
 * @returns {import('@custom-elements-manifest/analyzer').Plugin}
 */
export function resolved() {
  return {
    name: 'resolved',
    packageLinkPhase({ customElementsManifest: manifest }) {
      const types = new Types();
      for (const module of manifest.modules) {
        module.declarations = module.declarations.filter(
          (declaration) => declaration.kind === 'class' && complete(declaration, module.path, types),
        );
        const names = new Set(module.declarations.map(({ name }) => name));
        const path = module.path.replace(/^src\/(.*)\.ts$/, 'dist/$1.js');
        module.exports = module.exports.filter(({ declaration }) => names.has(declaration.name));
        for (const { declaration } of module.exports) declaration.module = path;
        module.path = path;
      }
      manifest.modules = manifest.modules.filter(({ declarations }) => declarations.length);
    },
  };
}

/** @returns whether it is for those who use the kit: an element, or an event */
function complete(declaration, file, types) {
  const isElement = Boolean(declaration.tagName);
  const type = types.instanceOf(file, declaration.name);
  if (!isElement && !(type && types.extends(type, 'Event') && declaration.name.startsWith('Realtime')))
    return false;
  const { attributes = [], events = [], cssStates = [] } = declaration;
  declaration.description = oneLine(declaration.description);
  declaration.superclass = isElement
    ? { name: 'LitElement', package: 'lit' }
    : { name: 'Event', package: 'global:' };
  declaration.members = types.membersOf(type).map((member) => {
    const attribute = attributes.find(({ fieldName }) => fieldName === member.name);
    return attribute ? { ...member, attribute: attribute.name } : member;
  });
  if (!isElement) return true;

  const field = (name) => declaration.members.find((member) => member.name === name) ?? {};
  declaration.attributes = attributes.map(({ name, fieldName }) => {
    const { type: { text } = {}, description, default: value } = field(fieldName);
    return {
      name,
      type: { text: text?.replace(/( \| (undefined|null))+$/, '') },
      description,
      ...(value && { default: value }),
      fieldName,
    };
  });
  const told = types.tagsOf(file, declaration.name, 'fires');
  const order = told.map((line) => /realtime-[a-z-]+/.exec(line)?.[0]);
  declaration.events = events
    .filter(({ name }) => name.startsWith('realtime-'))
    .map(({ name, description }) => ({
      type: { text: types.eventType(name) },
      description: oneLine(description),
      name,
    }))
    .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  declaration.cssStates = cssStates.flatMap(splitStates);
  for (const name of ['slots', 'cssParts', 'cssProperties']) {
    for (const item of declaration[name] ?? []) item.description = oneLine(item.description);
  }
  return true;
}

/** `@cssstate idle, speaking - also as …` tells of several. */
function splitStates({ name, description = '' }) {
  const words = `${name} ${description}`.split(/[ \n]+/);
  const last = words.findIndex((word) => !word.endsWith(','));
  const rest = words
    .slice(last + 1)
    .join(' ')
    .replace(/^- /, '');
  return words.slice(0, last + 1).map((word) => ({ name: word.replace(',', ''), description: rest }));
}
