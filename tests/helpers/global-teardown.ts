import { rmSync } from 'node:fs';

import { TEMPLATE_VARIABLE } from './databases';

export default function removeTemplate(): void {
  const filename = process.env[TEMPLATE_VARIABLE];
  if (filename) rmSync(filename, { force: true });
}
