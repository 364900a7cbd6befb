import { rmSync } from 'node:fs';

import { checkAnswered, isIntegration, type Project, type Run } from './answered-routes';
import { DOCUMENTED_ACTIONS } from './contract';
import { TEMPLATE_VARIABLE } from './databases';

export default function finish(run: Run, project: Project): void {
  const filename = process.env[TEMPLATE_VARIABLE];
  if (filename) rmSync(filename, { force: true });
  if (isIntegration(project)) checkAnswered(run, DOCUMENTED_ACTIONS);
}
