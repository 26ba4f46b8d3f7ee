import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import storybook from 'eslint-plugin-storybook';
import wc from 'eslint-plugin-wc';
import tseslint from 'typescript-eslint';

/** The folders of the kit; each may import only from those before it. */
const LAYERS = [
  'protocol',
  'audio',
  'camera',
  'transports',
  'session',
  'recording',
  'context',
  'elements',
  'testing',
];
/** From here on up the layers know Lit. */
const FIRST_LIT_LAYER = 'context';

/** A path that leaves its own folder for one of these. */
const intoFolders = (folders) => `^(\\.\\./)+(${folders.join('|')})(/|$)`;

const layerRules = LAYERS.map((layer, index) => {
  const later = LAYERS.slice(index + 1);
  const hasLit = index >= LAYERS.indexOf(FIRST_LIT_LAYER);
  const patterns = [
    {
      regex: `${intoFolders([...later, 'server', 'test', 'bench'])}|^(\\.\\./)+(index|core)\\.js$`,
      message: `src/${layer} may import only from: ${LAYERS.slice(0, index + 1).join(', ')}.`,
    },
    {
      regex: hasLit ? '^(?!\\.|lit($|/)|@lit/context$)' : '^(?!\\.)',
      message: `src/${layer} may import no package${hasLit ? ' but lit and @lit/context' : ''}.`,
    },
  ];
  return {
    files: [`src/${layer}/**/*.ts`],
    // Tests and type tests compare with what they like.
    ignores: ['**/*.test.ts', '**/*.types.ts', '**/*.test-support.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns }] },
  };
});

/** What the kit and the servers must not import of each other. */
const apart = (folders, regex, message) => ({
  files: folders,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ regex, message }] }] },
});

/** Node's runner waits for these by itself. */
const nodeTests = { from: 'package', package: 'node:test', name: ['test', 'it', 'describe', 'suite'] };
/** `expect(a).to.equal(b)`, which @open-wc/testing declares as a promise. */
const chaiEqual = { from: 'package', package: 'chai', name: 'Equal' };

const readonlyGlobals = (...names) => Object.fromEntries(names.map((name) => [name, 'readonly']));
const SHARED_GLOBALS = [
  'URL',
  'console',
  'fetch',
  'performance',
  'setTimeout',
  'clearTimeout',
  'AbortSignal',
];

export default defineConfig(
  globalIgnores(['dist/', '.cache/', 'storybook-static/']),
  js.configs.recommended,
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', 'tsconfig.node.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [nodeTests, chaiEqual] },
      ],
      // An async function without await turns its throws into rejections, as Fastify's hooks want.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      // The reason of an AbortSignal is any value.
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    // Tests look freely into what comes over a wire, and so does the maker of schemas: a wrong guess fails them.
    files: ['**/*.test.ts', '{test,bench}/**/*.ts', 'server/local/{schema,test}/**/*.ts'],
    rules: {
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
      // `expect(it).to.be.true`
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },

  {
    files: ['src/elements/**/*.ts', 'stories/**/*.ts'],
    extends: [lit.configs['flat/recommended'], wc.configs['flat/recommended']],
    plugins: { 'lit-a11y': litA11y },
    rules: { ...litA11y.configs.recommended.rules, 'wc/guard-super-call': 'off' },
  },
  ...storybook.configs['flat/recommended'],
  ...layerRules,
  apart(['src/*.ts', 'src/**/*.test.ts'], '^(\\.\\./)+server/', 'The kit imports nothing of the servers.'),
  apart(
    ['server/src/**/*.ts', 'server/local/src/**/*.ts'],
    '^(\\.\\./)+(src|dist)/|^realtime-voice-elements',
    'The servers import nothing of the kit.',
  ),

  {
    files: ['src/**/*.worklet.js'],
    languageOptions: {
      sourceType: 'module',
      globals: readonlyGlobals(
        'AudioWorkletProcessor',
        'currentFrame',
        'currentTime',
        'registerProcessor',
        'sampleRate',
      ),
    },
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ImportDeclaration, ImportExpression',
          message: 'A worklet is one file: bundlers copy it as it is.',
        },
      ],
    },
  },
  {
    files: ['scripts/**', '*.config.{js,mjs}', 'test/**/*.mjs', 'bench/**/*.mjs'],
    languageOptions: {
      globals: readonlyGlobals(
        ...SHARED_GLOBALS,
        'process',
        'Buffer',
        'setImmediate',
        'setInterval',
        'clearInterval',
      ),
    },
  },
  {
    files: ['demo/**/*.js'],
    languageOptions: {
      globals: readonlyGlobals(
        ...SHARED_GLOBALS,
        'document',
        'window',
        'location',
        'navigator',
        'customElements',
        'URLSearchParams',
      ),
    },
  },
);
