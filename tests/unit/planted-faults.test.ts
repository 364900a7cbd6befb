import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';

const run = promisify(execFile);
const ROOT = path.resolve(__dirname, '../..');

/** What the compiler says of one more file of a part: by the part's own tsconfig, and beside what the part imports. */
function compile(part: string, code: string): string[] {
  const folder = path.join(ROOT, part);
  const { config } = ts.readConfigFile(path.join(folder, 'tsconfig.json'), (file) =>
    ts.sys.readFile(file)
  ) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  const settings = { ...options, composite: false, incremental: false, noEmit: true };
  const planted = path.join(folder, 'planted.ts');
  const host = ts.createCompilerHost(settings);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (file, ...rest) =>
    file === planted
      ? ts.createSourceFile(file, code, ts.ScriptTarget.ES2022)
      : read(file, ...rest);
  const program = ts.createProgram([planted], settings, host);
  return program
    .getSemanticDiagnostics(program.getSourceFile(planted))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
    .map((message) => /Cannot find name '(\w+)'/.exec(message)?.[1] ?? '?');
}

it.each([
  ['server', `import '@strapi/strapi'; export default [document, expect, process];`],
  ['server/src/core', 'export default [document, expect, process];'],
  ['cli', 'export default [document, expect, process];'],
  ['scripts', 'export default [document, expect, process];'],
  ['bench', 'export default [document, expect, process];'],
])('%s runs in Node: no document, and no test', (part, code) => {
  expect(compile(part, code)).toEqual(['document', 'expect']);
});

it('the panel runs in a browser: a document, and no test', () => {
  expect(compile('admin', 'export default [document, expect];')).toEqual(['expect']);
});

it.each(['contracts', 'texts'])('%s run in both, and know neither', (part) => {
  const code = 'export default [document, expect, process];';
  expect(compile(part, code)).toEqual(['document', 'expect', 'process']);
});

const LINT = `
  import { ESLint } from 'eslint';
  import tseslint from 'typescript-eslint';
  const eslint = new ESLint({ overrideConfig: tseslint.configs.disableTypeChecked });
  const found = {};
  for (const [filePath, code] of Object.entries(JSON.parse(process.argv[1]))) {
    const [{ messages }] = await eslint.lintText(code, { filePath });
    found[filePath] = messages.map(({ ruleId }) => ruleId);
  }
  console.log(JSON.stringify(found));
`;

/** Rules that a file of this place and content breaks, in their order. */
async function lint(files: Readonly<Record<string, string>>): Promise<Record<string, string[]>> {
  const asked = ['--input-type=module', '-e', LINT, JSON.stringify(files)];
  const { stdout } = await run(process.execPath, asked, { cwd: ROOT });
  return JSON.parse(stdout) as Record<string, string[]>;
}

it('lint finds every planted fault, each where it is one', async () => {
  const node = `import fs from 'node:fs'; export const it = [process.pid, Buffer, fs];`;
  const transaction =
    'export const it = (s) => [s.strapi.db.transaction(), s.strapi.db.connection];';
  const query = `export const it = ({ strapi }) => strapi.db.query('admin::user');`;
  const knex = `import type { Knex } from 'knex'; export type It = Knex;`;
  const mask = `import { maskEmail } from '../../core/members/email'; export default maskEmail;`;
  expect(
    await lint({
      'admin/src/planted.ts': node,
      'contracts/planted.ts': node,
      'server/src/planted.ts': node,
      'server/src/services/people/transaction.ts': transaction,
      'server/src/repositories/transaction.ts': transaction,
      'server/src/repositories/database.ts': transaction,
      'server/src/services/people/query.ts': query,
      'server/src/repositories/query.ts': query,
      'server/src/services/people/knex.ts': knex,
      'server/src/services/people/mask.ts': mask,
      'server/src/core/viewer/mask.ts': mask,
    })
  ).toEqual({
    'admin/src/planted.ts': [
      'no-restricted-imports',
      'no-restricted-globals',
      'no-restricted-globals',
    ],
    'contracts/planted.ts': [
      'no-restricted-imports',
      'no-restricted-globals',
      'no-restricted-globals',
    ],
    'server/src/planted.ts': [],
    'server/src/services/people/transaction.ts': ['no-restricted-syntax', 'no-restricted-syntax'],
    'server/src/repositories/transaction.ts': ['no-restricted-syntax', 'no-restricted-syntax'],
    'server/src/repositories/database.ts': [],
    'server/src/services/people/query.ts': ['no-restricted-syntax'],
    'server/src/repositories/query.ts': [],
    'server/src/services/people/knex.ts': ['no-restricted-syntax'],
    'server/src/services/people/mask.ts': ['no-restricted-imports'],
    'server/src/core/viewer/mask.ts': [],
  });
});
