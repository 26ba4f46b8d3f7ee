import { dirname, relative } from 'node:path';
import ts from 'typescript';
import { root } from './run.mjs';

const { NoTruncation, UseSingleQuotesForStringLiteralType, UseAliasDefinedOutsideCurrentScope } =
  ts.TypeFormatFlags;
const PRINT = NoTruncation | UseSingleQuotesForStringLiteralType | UseAliasDefinedOutsideCurrentScope;
const { Private, Protected, Static } = ts.ModifierFlags;

/** What TypeScript knows of the kit. */
export class Types {
  #program;
  #checker;

  constructor() {
    const { config } = ts.readConfigFile(`${root}tsconfig.build.json`, ts.sys.readFile);
    const { fileNames, options } = ts.parseJsonConfigFileContent(
      config,
      ts.sys,
      dirname(`${root}tsconfig.build.json`),
    );
    this.#program = ts.createProgram(fileNames, options);
    this.#checker = this.#program.getTypeChecker();
  }

  #declaration(file, name) {
    return this.#program
      .getSourceFile(`${root}${file}`)
      ?.statements.find(
        (node) =>
          (ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)) && node.name?.text === name,
      );
  }

  instanceOf(file, name) {
    const node = this.#declaration(file, name);
    return node && this.#checker.getTypeAtLocation(node);
  }

  extends(type, name) {
    return (type.getBaseTypes() ?? []).some((base) => base.symbol.name === name || this.extends(base, name));
  }

  /** What an event is an instance of. */
  eventType(name) {
    const map = this.#checker.resolveName('HTMLElementEventMap', undefined, ts.SymbolFlags.Interface, false);
    const symbol = this.#checker.getPropertyOfType(this.#checker.getDeclaredTypeOfSymbol(map), name);
    return symbol && this.#print(this.#checker.getTypeOfSymbol(symbol));
  }

  /** What an event of a class of ours has beside what every event has. */
  eventClass(name) {
    const file = this.#program
      .getSourceFiles()
      .find((source) => isOurs(source) && source.text.includes(`export class ${name} `));
    return this.membersOf(this.instanceOf(relative(root, file.fileName), name));
  }

  /** What a doc block's tags say, in order. */
  tagsOf(file, name, tag) {
    return ts
      .getJSDocTags(this.#declaration(file, name))
      .filter(({ tagName }) => tagName.text === tag)
      .map(({ comment }) => oneLine(ts.getTextOfJSDocComment(comment)));
  }

  /** The public members of a class and of those above it that are ours. */
  membersOf(type) {
    return type
      .getProperties()
      .filter(
        ({ declarations: [node] = [], name }) => isOurs(node) && isPublic(node) && !/Callback$/.test(name),
      )
      .map((symbol) => this.#member(symbol));
  }

  #member(symbol) {
    const [node] = symbol.declarations;
    const checker = this.#checker;
    const description = oneLine(ts.displayPartsToString(symbol.getDocumentationComment(checker)));
    const type = checker.getTypeOfSymbol(symbol);
    const shared = { name: symbol.name, privacy: 'public', ...(description && { description }) };
    if (!ts.isMethodDeclaration(node) && !ts.isMethodSignature(node)) {
      const value = defaultOf(node, description, this.#print(type));
      return {
        kind: 'field',
        ...shared,
        type: { text: this.#print(type) },
        ...(value && { default: value }),
        ...(isReadonly(symbol, node) && { readonly: true }),
      };
    }
    const [signature] = type.getCallSignatures();
    const tags = signature.getJsDocTags();
    const told = (tag) => oneLine(ts.displayPartsToString(tags.find(({ name }) => name === tag)?.text));
    return {
      kind: 'method',
      ...shared,
      parameters: signature.parameters.map((parameter) => this.#parameter(parameter)),
      return: {
        type: { text: this.#print(signature.getReturnType()) },
        ...(told('returns') && { description: told('returns') }),
      },
    };
  }

  #parameter(symbol) {
    const { valueDeclaration: node } = symbol;
    const type = this.#print(this.#checker.getTypeOfSymbol(symbol)).replace(/ \| undefined$/, '');
    // One that is taken apart has no name.
    const name = ts.isIdentifier(node.name)
      ? symbol.name
      : type.replace(/^./, (letter) => letter.toLowerCase());
    const description = oneLine(ts.displayPartsToString(symbol.getDocumentationComment(this.#checker)));
    return {
      name,
      ...(this.#checker.isOptionalParameter(node) && { optional: true }),
      type: { text: type },
      ...(description && { description }),
    };
  }

  /** A choice of words as these words, also where it has a name. */
  #print(type) {
    const isWord = ({ flags }) => flags & (ts.TypeFlags.StringLiteral | ts.TypeFlags.Undefined);
    if (type.isUnion() && type.types.every(isWord)) {
      return type.types
        .map((one) => (one.isStringLiteral() ? `'${one.value}'` : 'undefined'))
        .sort((a, b) => (a === 'undefined') - (b === 'undefined'))
        .join(' | ');
    }
    return this.#checker.typeToString(type, undefined, PRINT);
  }
}

const isOurs = (node) => node?.getSourceFile().fileName.startsWith(`${root}src/`);

const isPublic = (node) =>
  !ts.isPrivateIdentifier(node.name) && !(ts.getCombinedModifierFlags(node) & (Private | Protected | Static));

const isReadonly = (symbol, node) =>
  Boolean(ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Readonly) ||
  (ts.isGetAccessor(node) && !symbol.declarations.some(ts.isSetAccessor));

/** A default as the words tell it: ``default `auto` ``, `` `auto` (default) ``, `default 0.5`, `default “Mute”`. */
function defaultOf(node, description, type) {
  const told =
    /`([^`]+)`(?: \(default|, default\))/.exec(description)?.[1] ??
    /\bdefault (?:`([^`]+)`|“([^”]+)”|(\d+(?:\.\d+)?))/i.exec(description)?.slice(1).find(Boolean);
  if (told) return /string|'/.test(type) ? `'${told}'` : told;
  return type === 'boolean' && !ts.isGetAccessor(node) ? 'false' : undefined;
}

/** Words on one line. */
export const oneLine = (text = '') => text.replace(/\s+/g, ' ').trim();
