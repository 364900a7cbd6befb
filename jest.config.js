/**
 * One project per kind of test, so that each can be run alone
 * (`npx jest --selectProjects unit`). Server code is run from its TypeScript source.
 */
const swc = [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', tsx: true },
      target: 'es2022',
      transform: { react: { runtime: 'automatic' } },
    },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];

const shared = {
  transform: { '^.+\\.(t|j)sx?$': swc },
  transformIgnorePatterns: ['/node_modules/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/playground/', '<rootDir>/.tmp/'],
};

const node = { ...shared, testEnvironment: 'node' };

/** Tests of a whole site start from the database of one that was booted before them. */
const site = {
  ...node,
  globalSetup: '<rootDir>/tests/helpers/global-setup.ts',
  globalTeardown: '<rootDir>/tests/helpers/global-teardown.ts',
};

module.exports = {
  testTimeout: 60_000,
  // A worker's heap grows with each Strapi booted in it; past this it is started afresh.
  workerIdleMemoryLimit: '900MB',
  reporters: ['default', '<rootDir>/tests/helpers/summary-reporter.js'],
  projects: [
    { ...node, displayName: 'unit', testMatch: ['<rootDir>/tests/unit/**/*.test.ts'] },
    {
      ...site,
      displayName: 'integration',
      testMatch: ['<rootDir>/tests/integration/**/*.test.ts'],
    },
    {
      ...shared,
      displayName: 'admin',
      testEnvironment: '<rootDir>/tests/admin/support/environment.cjs',
      testMatch: ['<rootDir>/tests/admin/**/*.test.tsx'],
      // What the panel asks of the server is answered by the test.
      moduleNameMapper: {
        '^@strapi/strapi/admin$': '<rootDir>/tests/admin/support/strapi-admin.ts',
      },
    },
    {
      ...node,
      displayName: 'browser',
      testMatch: ['<rootDir>/tests/browser/**/*.test.ts'],
      globalSetup: '<rootDir>/tests/browser/support/global-setup.ts',
    },
    { ...node, displayName: 'package', testMatch: ['<rootDir>/tests/package/**/*.test.ts'] },
    { ...site, displayName: 'faults', testMatch: ['<rootDir>/tests/faults/**/*.test.ts'] },
  ],
};
