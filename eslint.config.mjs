import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const typed = ['**/*.ts', '**/*.tsx'];

const ASK_THE_CLOCK = 'Tests move the clock: ask nowOf(strapi).';
const CLOCK = [
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: ASK_THE_CLOCK,
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: ASK_THE_CLOCK,
  },
  { selector: "CallExpression[callee.name='Date']", message: ASK_THE_CLOCK },
];

/** There is one way into a transaction, and one to a table: what joins no transaction is written although it is undone. */
const TRANSACTIONS = [
  {
    selector:
      "MemberExpression[object.property.name='db'][property.name=/^(transaction|inTransaction|connection|getConnection)$/]",
    message: 'Use database() and inTransaction() of repositories/database.ts.',
  },
  {
    selector: "ImportDeclaration[source.value='knex']",
    message: 'Only repositories/database.ts knows knex.',
  },
];

/** Lifecycles are no query. */
const QUERIES = [
  {
    selector:
      "MemberExpression[object.property.name='db'][object.object.name='strapi'][property.name!='lifecycles']",
    message: 'Only repositories query.',
  },
];

/** What only Node has. The types of Strapi's panel bring these along, so the compiler lets them pass. */
const OF_NODE = ['process', 'Buffer', 'global', 'require', 'module', '__dirname', '__filename'];

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '**/.strapi/**',
      '**/.cache/**',
      '**/build/**',
      'coverage/**',
      'playground/**/*.ts',
      'playground/**/*.tsx',
      'playground/types/generated/**',
      'tests/.artifacts/**',
      'tests/package/sites/ts/**',
    ],
  },
  js.configs.recommended,
  {
    files: typed,
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-floating-promises': 'error',
      // A knex condition is a callback that returns the (thenable) query.
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { arguments: false } },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-control-regex': 'off',
    },
  },
  {
    files: ['server/src/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'strapi', message: 'There may be several; take the one you were given.' },
      ],
      'no-restricted-syntax': ['error', ...CLOCK, ...TRANSACTIONS, ...QUERIES],
    },
  },
  {
    files: ['server/src/repositories/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...CLOCK, ...TRANSACTIONS] },
  },
  {
    files: ['server/src/repositories/database.ts'],
    rules: { 'no-restricted-syntax': ['error', ...CLOCK] },
  },
  {
    // What is personal is shown through the viewer; an id that several buyers share is masked for everybody.
    files: ['server/src/**/*.ts'],
    ignores: ['server/src/core/viewer/**', 'server/src/repositories/shared-ids.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['**/members/email', '**/kartra/redact', '**/kartra/headers'],
              importNames: ['maskEmail', 'redactPayload', 'hideHeaders'],
              message: 'Whether something is masked is asked of the viewer: core/viewer/masks.ts.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['server/src/services/background/clock.ts'],
    rules: { 'no-restricted-syntax': ['error', ...TRANSACTIONS, ...QUERIES] },
  },
  {
    files: ['admin/**/*.ts', 'admin/**/*.tsx', 'contracts/**/*.ts', 'texts/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...OF_NODE.map((name) => ({ name, message: 'A browser has none.' })),
      ],
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*'], message: 'A browser has none.' }] },
      ],
    },
  },
  {
    files: ['admin/**/*.tsx', 'admin/**/*.ts'],
    plugins: { 'react-hooks': reactHooks },
    rules: reactHooks.configs.recommended.rules,
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        module: 'writable',
        require: 'readonly',
        __dirname: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        fetch: 'readonly',
        Request: 'readonly',
        URL: 'readonly',
        AbortSignal: 'readonly',
      },
    },
  },
  {
    files: ['playground/public/*.js'],
    languageOptions: {
      sourceType: 'script',
      globals: {
        document: 'readonly',
        location: 'readonly',
        history: 'readonly',
        sessionStorage: 'readonly',
        URLSearchParams: 'readonly',
      },
    },
  }
);
