/** Builds the plugin and the panel once, before any test runs: neither their time nor their memory is a test's. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { CHROMIUM } from './chromium';

const ROOT = path.resolve(__dirname, '../../..');
const BUILD = `
  import { buildWhatIsMissing } from './playground/scripts/build.mjs';
  import { ensureSecrets, setDefaults } from './playground/scripts/environment.mjs';
  setDefaults(process.env);
  ensureSecrets();
  await buildWhatIsMissing(process.env);
`;

export default function buildSite(): void {
  if (!fs.existsSync(CHROMIUM)) {
    return;
  }
  const build = spawnSync(process.execPath, ['--input-type=module', '--eval', BUILD], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  if (build.status !== 0) {
    throw new Error('The plugin or the panel could not be built.');
  }
}
