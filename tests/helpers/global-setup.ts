import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';

import { collectAnswered, isIntegration, type Project, type Run } from './answered-routes';
import { TEMPLATE_VARIABLE } from './databases';

/** Boots the site once; every test file that needs a fresh SQLite database starts from a copy of the result. */
export default function prepareTemplate(_run: Run, project: Project): void {
  const artifacts = path.resolve(__dirname, '../.artifacts');
  if (isIntegration(project)) collectAnswered(artifacts);
  if (process.env[TEMPLATE_VARIABLE]) return;
  mkdirSync(artifacts, { recursive: true });
  const filename = path.join(artifacts, `template-${process.pid}.db`);
  rmSync(filename, { force: true });
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.resolve(__dirname, '../app/prepare.cjs')],
    {
      encoding: 'utf8',
      env: { ...process.env, DATABASE_CLIENT: 'sqlite', DATABASE_FILENAME: filename },
    }
  );
  if (status !== 0) throw new Error(`The test site did not start:\n${stdout}\n${stderr}`);
  process.env[TEMPLATE_VARIABLE] = filename;
}
