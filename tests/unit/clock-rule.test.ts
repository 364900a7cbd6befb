import { Linter } from 'eslint';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = path.resolve(__dirname, '../..');
const ESLINT = path.join(ROOT, 'node_modules/eslint/bin/eslint.js');

const NAMES = ['no-restricted-globals', 'no-restricted-syntax'];
const SERVICE = 'server/src/services/people/members.ts';
const CLOCK = 'server/src/services/background/clock.ts';

/** The rules for this file that need no types. */
async function rulesOf(file: string): Promise<Linter.RulesRecord> {
  const { stdout } = await run(process.execPath, [ESLINT, '--print-config', file], { cwd: ROOT });
  const { rules } = JSON.parse(stdout) as { rules: Linter.RulesRecord };
  return Object.fromEntries(Object.entries(rules).filter(([name]) => NAMES.includes(name)));
}

const rules = new Map<string, Linter.RulesRecord>();
beforeAll(async () => {
  for (const file of [SERVICE, CLOCK]) rules.set(file, await rulesOf(file));
}, 120_000);

const check = (file: string, line: string): (string | null)[] =>
  new Linter().verify(line, [{ rules: rules.get(file) }]).map(({ ruleId }) => ruleId);

it.each([
  ['Date.now()', 'no-restricted-syntax'],
  ['[1].map(Date.now)', 'no-restricted-syntax'],
  ['new Date()', 'no-restricted-syntax'],
  ['Date()', 'no-restricted-syntax'],
  ['strapi.log', 'no-restricted-globals'],
])('finds %s in a service', (code, rule) => {
  expect(check(SERVICE, `export const it = ${code};`)).toEqual([rule]);
});

it('has nothing to say of a date made from a number, nor of the clock itself', () => {
  expect(check(SERVICE, 'export const it = (strapi) => [strapi.log, new Date(5)];')).toEqual([]);
  expect(check(CLOCK, 'export const now = Date.now();')).toEqual([]);
});
