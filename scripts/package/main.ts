/**
 * `npm run test:package -- --strapi 5.12.7 [--language ts]`: installs the packed plugin from the registry's Strapi into
 * fresh projects, builds the panel, lets a purchase and a refund come, and opens every screen in Chromium. With
 * `--modules folder` it takes the packages of an installation that is there already; `--pictures folder` keeps pictures.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { measureBundle } from './bundle';
import { buildPanel, makeProject, pack, ROOT, run, type Language } from './project';
import { openScreens } from './screens';
import { EXPECTED_WALK, startProject, walkThrough } from './site';

const { values } = parseArgs({
  options: {
    strapi: { type: 'string', default: '5.54.0' },
    modules: { type: 'string' },
    language: { type: 'string' },
    pictures: { type: 'string' },
  },
});

const packages = values.modules ? { modules: values.modules } : { strapi: values.strapi };

async function tryIn(language: Language, tarball: string, folder: string): Promise<void> {
  const step = async <Result>(name: string, work: () => Result | Promise<Result>) => {
    const start = performance.now();
    const result = await work();
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`Strapi ${values.strapi}, ${language}: ${name} (${seconds} s)`);
    return result;
  };
  await step('installed', () => makeProject({ folder, language, tarball, packages }));
  await step('panel built', () => buildPanel(folder));
  const site = await step('booted', () => startProject({ folder, language, panel: true }));
  try {
    const walk = await step('purchase and refund', () => walkThrough(site));
    if (!isDeepStrictEqual(walk, EXPECTED_WALK)) {
      throw new Error(`Not as expected: ${JSON.stringify(walk, null, 2)}`);
    }
    await step('every screen opened', () => openScreens(site.address, values.pictures));
  } finally {
    await site.stop();
  }
}

async function main(): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kartra-package-'));
  try {
    run(ROOT, process.execPath, ['scripts/package/build.mjs']);
    const tarball = pack(folder);
    const languages = values.language ? [values.language as Language] : (['js', 'ts'] as const);
    for (const language of languages) {
      await tryIn(language, tarball, path.join(folder, language));
    }
    const { atOnce, later } = measureBundle(ROOT);
    console.log(
      `Panel, minified and gzipped: ${atOnce} bytes at once, ${later} bytes with our screens.`
    );
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
