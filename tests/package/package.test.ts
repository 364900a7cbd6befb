/** The packed plugin in a fresh project, with the Strapi that is installed here. With others: npm run test:package. */
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { measureBundle } from '../../scripts/package/bundle';
import {
  makeProject,
  OUR_MODULES,
  pack,
  ROOT,
  run,
  type Language,
} from '../../scripts/package/project';
import { EXPECTED_WALK, startProject, walkThrough } from '../../scripts/package/site';

const hasPrograms = ['npm', 'tar'].every((name) => spawnSync(name, ['--version']).status === 0);
if (!hasPrograms) process.stderr.write('SKIPPED "the package": there is no npm or tar here.\n');
jest.setTimeout(600_000);

(hasPrograms ? describe : describe.skip)('the package', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kartra-package-'));
  let tarball = '';

  beforeAll(() => {
    run(ROOT, process.execPath, ['scripts/package/build.mjs']);
    tarball = pack(folder);
  });
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  const projectIn = (language: Language): string => {
    const project = path.join(folder, language);
    fs.mkdirSync(project);
    makeProject({ folder: project, language, tarball, packages: { modules: OUR_MODULES } });
    return project;
  };

  it('holds what a site needs, and nothing else', () => {
    const names = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).split('\n');
    const tops = new Set(names.filter(Boolean).map((name) => name.split('/')[1]));
    expect([...tops].sort()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json']);
  });

  it('gives and takes access in a JavaScript project, and resolves by require and by import', async () => {
    const project = projectIn('js');
    const entries = ['strapi-server', 'package.json'].map((name) => `strapi-plugin-kartra/${name}`);
    const [server] = entries;
    run(project, process.execPath, [
      '-e',
      `if (typeof require('${server}').default.register !== 'function') process.exit(1);
       if (require('${entries[1]}').strapi.name !== 'kartra') process.exit(1);
       if (!require.resolve('strapi-plugin-kartra/strapi-admin').endsWith('index.js')) process.exit(1);`,
    ]);
    run(project, process.execPath, [
      '--input-type=module',
      '-e',
      `import server from '${server}';
       if (typeof server.register !== 'function') process.exit(1);
       const admin = import.meta.resolve('strapi-plugin-kartra/strapi-admin');
       if (!admin.endsWith('index.mjs')) process.exit(1);`,
    ]);
    expect(await walkIn(project, 'js')).toEqual(EXPECTED_WALK);
  });

  it('gives and takes access in a TypeScript project that uses its types', async () => {
    const project = projectIn('ts');
    const modes = [
      ['--module', 'NodeNext', '--moduleResolution', 'NodeNext'],
      ['--module', 'ESNext', '--moduleResolution', 'Bundler'],
    ];
    const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc');
    for (const mode of modes) run(project, process.execPath, [tsc, '--noEmit', ...mode]);
    expect(await walkIn(project, 'ts')).toEqual(EXPECTED_WALK);
  });

  it('adds little to the panel, and most of it only when a screen is opened', () => {
    const { atOnce, later } = measureBundle(ROOT);
    process.stderr.write(
      `Panel, minified and gzipped: ${atOnce} bytes at once, ${later} with our screens.\n`
    );
    expect(atOnce).toBeLessThan(30_000);
    expect(atOnce + later).toBeLessThan(120_000);
  });
});

async function walkIn(folder: string, language: Language) {
  const site = await startProject({ folder, language, panel: false });
  try {
    return await walkThrough(site);
  } finally {
    await site.stop();
  }
}
