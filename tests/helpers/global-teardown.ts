import { rmSync } from 'node:fs';

import { checkAnswered, isIntegration, type Project, type Run } from './answered-routes';
import { DOCUMENTED_ACTIONS } from './contract';
import { TEMPLATE_VARIABLE } from './databases';

export default function finish(run: Run, project: Project): void {
  const filename = process.env[TEMPLATE_VARIABLE];
  if (filename) rmSync(filename, { force: true });
  // Once is enough: the same tests run on the other databases.
  const isFirst = process.env['KARTRA_TEST_CLIENT'] === undefined;
  if (isIntegration(project) && isFirst) checkAnswered(run, DOCUMENTED_ACTIONS);
}
