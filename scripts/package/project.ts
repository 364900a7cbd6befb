/** A fresh Strapi project with the packed plugin in it. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import pkg from '../../package.json';

export const ROOT = path.resolve(__dirname, '../..');
const SITES = path.join(ROOT, 'tests/package/sites');

export const OUR_MODULES = path.join(ROOT, 'node_modules');

export type Language = 'js' | 'ts';

export interface ProjectOptions {
  readonly folder: string;
  readonly language: Language;
  readonly tarball: string;
  /** A version of Strapi to install from the registry; or a `node_modules` to take everything from, by links. */
  readonly packages: { readonly strapi: string } | { readonly modules: string };
}

/** What the tarball holds is what `npm publish` would send. */
export function pack(folder: string): string {
  const [packed] = JSON.parse(
    run(ROOT, 'npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder])
  ) as readonly { filename: string }[];
  if (!packed) throw new Error('npm packed nothing.');
  return path.join(folder, packed.filename);
}

export function makeProject({ folder, language, tarball, packages }: ProjectOptions): void {
  fs.cpSync(path.join(SITES, language), folder, { recursive: true });
  fs.copyFileSync(path.join(ROOT, 'tests/app/favicon.png'), path.join(folder, 'favicon.png'));
  fs.mkdirSync(path.join(folder, 'public/uploads'), { recursive: true });
  const version = 'strapi' in packages ? packages.strapi : versionIn(packages.modules);
  const manifest = {
    name: `kartra-package-${language}`,
    private: true,
    version: '0.0.0',
    strapi: { uuid: false },
    dependencies: {
      '@strapi/strapi': version,
      '@strapi/plugin-users-permissions': version,
      'better-sqlite3': '12.8.0',
      react: '^18.0.0',
      'react-dom': '^18.0.0',
      'react-router-dom': '^6.0.0',
      'strapi-plugin-kartra': `file:${tarball}`,
      'styled-components': '^6.0.0',
    },
    devDependencies: language === 'ts' ? { typescript: '^5' } : {},
  };
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  if ('modules' in packages) linkModules(packages.modules, folder, tarball);
  else run(folder, 'npm', ['install', '--no-audit', '--no-fund', '--prefer-offline']);
  if (language === 'ts') tool(folder, 'typescript/bin/tsc', []);
}

/** The plugin itself is unpacked, never linked: what the tarball forgot must be missing. */
function linkModules(from: string, folder: string, tarball: string): void {
  const to = path.join(folder, 'node_modules');
  fs.mkdirSync(to);
  for (const name of fs.readdirSync(from)) {
    if (name !== 'strapi-plugin-kartra') fs.symlinkSync(path.join(from, name), path.join(to, name));
  }
  const plugin = path.join(to, 'strapi-plugin-kartra');
  fs.mkdirSync(plugin);
  run(plugin, 'tar', ['-xzf', tarball, '--strip-components=1']);
  // Its own dependencies beside it, as npm would put them when the site has other versions.
  for (const name of Object.keys(pkg.dependencies)) {
    const link = path.join(plugin, 'node_modules', name);
    fs.mkdirSync(path.dirname(link), { recursive: true });
    fs.symlinkSync(path.join(OUR_MODULES, name), link);
  }
}

const versionIn = (modules: string): string => {
  const file = path.join(modules, '@strapi/strapi/package.json');
  return (JSON.parse(fs.readFileSync(file, 'utf8')) as { version: string }).version;
};

export const buildPanel = (folder: string): string =>
  tool(folder, '@strapi/strapi/bin/strapi.js', ['build']);

/** A program of the project's own packages. */
export const tool = (folder: string, program: string, args: readonly string[]): string =>
  run(folder, process.execPath, [path.join(folder, 'node_modules', program), ...args]);

/** A linked Strapi looks for plugins beside where it really is; `NODE_PATH` shows it the project's own. */
export const environmentOf = (folder: string): NodeJS.ProcessEnv => ({
  ...process.env,
  NODE_ENV: 'production',
  NODE_PATH: path.join(folder, 'node_modules'),
  STRAPI_TELEMETRY_DISABLED: 'true',
});

/** Throws with everything it printed when the command fails. */
export function run(folder: string, command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
      env: environmentOf(folder),
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout ?? ''}${stderr ?? ''}`, {
      cause: error,
    });
  }
}
