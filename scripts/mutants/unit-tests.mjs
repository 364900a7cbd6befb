/**
 * The unit tests in this very process: Jest's own `expect` and `each`, without the seconds that Jest takes to start.
 * A mutant is tried in milliseconds, so that all of `server/src/core` takes minutes.
 */
import { expect } from 'expect';
import fc from 'fast-check';
import { bind } from 'jest-each';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Tries hundreds of arrivals by itself: too long to be run for each mutant. */
const LEFT_OUT = /[/\\]levels\.test\.ts$/;
/** Of what draws random histories, the comparison with the reference model says most, and a few dozen are enough. */
const isWorthIt = ({ id, fileName }) =>
  !fileName.endsWith('properties.test.ts') || id.includes('reference model');
Object.assign(process.env, { ARRIVALS: '2', HISTORIES: '60', SEED: '20260812' });
// The smallest counter-example is of no use here, and to look for it takes longer than to find one.
fc.configureGlobal({ numRuns: 10, endOnFailure: true });

/** The copy of the project in which the code is mutated: the directory in which Stryker lets a runner work. */
const root = () => process.cwd();
const require = createRequire(import.meta.url);
require('../../tests/helpers/swc-hook.cjs');

const isSource = (file) => file.startsWith(root() + path.sep) && !file.includes('node_modules');

/** Tests stand in a folder of the same name as what they test. */
const testFiles = () =>
  fs
    .readdirSync(path.join(root(), 'server/src/core'))
    .flatMap((folder) => filesOf(path.join(root(), 'tests/unit', folder)))
    .filter((file) => file.endsWith('.test.ts') && !LEFT_OUT.test(file))
    .sort();

const filesOf = (folder) =>
  fs.existsSync(folder) ? fs.readdirSync(folder).map((name) => path.join(folder, name)) : [];

/** Reads all modules and test files anew, as a new process would; each test with its full name. */
export function loadTests() {
  for (const file of Object.keys(require.cache)) {
    if (isSource(file)) delete require.cache[file];
  }
  const tests = [];
  let names = [];
  const describe = (name, declare) => {
    const before = names;
    names = [...names, String(name)];
    declare();
    names = before;
  };
  const test = (name, run) => {
    tests.push({ id: [...names, name].join(' '), run });
  };
  describe.each = bind(describe, false);
  test.each = bind(test);
  Object.assign(globalThis, { describe, test, it: test, expect, jest: { setTimeout() {} } });
  for (const file of testFiles()) {
    const at = tests.length;
    require(file);
    const reads = readBy(require.cache[file]);
    for (const one of tests.slice(at)) Object.assign(one, { fileName: file, reads });
  }
  return tests.filter(isWorthIt);
}

/** Every file that a module reads, directly or through another. */
function readBy(module, files = new Set()) {
  if (!module || files.has(module.filename) || !isSource(module.filename)) return files;
  files.add(module.filename);
  for (const child of module.children) readBy(child, files);
  return files;
}
