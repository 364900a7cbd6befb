/**
 * `npm run test:mutants` changes `server/src/core` in thousands of small ways and runs the unit tests against each
 * change. A mutant that survives is a rule that no test holds.
 */
export default {
  mutate: ['server/src/core/**/*.ts'],
  plugins: ['./scripts/mutants/runner.mjs'],
  testRunner: 'unit-tests',
  coverageAnalysis: 'perTest',
  concurrency: 2,
  thresholds: { high: 95, low: 90, break: 90 },
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
  jsonReporter: { fileName: 'tests/.artifacts/mutants.json' },
  tempDirName: '.tmp/mutants',
  cleanTempDir: 'always',
  // What the unit tests read; the rest need not be copied.
  ignorePatterns: [
    '**',
    '!admin/src/{translations,utils}/**',
    '!admin/src/*',
    '!contracts/**',
    '!server/**',
    '!texts/**',
    '!tests/{builders,fixtures,helpers,model,unit}/**',
    '!scripts/mutants/*',
    '!*.json',
  ],
};
