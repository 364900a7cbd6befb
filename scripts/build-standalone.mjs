/**
 * What the package holds beside the plugin, each as one file without dependencies: its command (`npx
 * strapi-plugin-kartra` needs no Strapi) and the log guard, which runs while the plugin is disabled.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

const shared = { absWorkingDir: ROOT, bundle: true, platform: 'node', target: 'node20' };

await build({
  ...shared,
  entryPoints: ['cli/index.ts'],
  outfile: 'dist/cli/index.mjs',
  format: 'esm',
  banner: { js: '#!/usr/bin/env node' },
});

await build({
  ...shared,
  entryPoints: ['server/src/middlewares/log-guard.ts'],
  outfile: 'dist/log-guard/index.js',
  format: 'cjs',
});
