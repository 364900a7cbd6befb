/** Builds the plugin, what stands beside it and the panel when they are missing or do not match their sources any more. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

import { withFileLock } from './lock.mjs';
import { CACHE, PLAYGROUND, ROOT } from './paths.mjs';

const STAMPS = path.join(CACHE, 'built.json');

const PLUGIN = {
  name: 'plugin',
  title: 'Building the plugin (about 10 seconds) …',
  cwd: ROOT,
  script: () => programOf('strapi-plugin'),
  sources: () =>
    ['server', 'admin', 'contracts', 'strapi-server.ts', 'strapi-admin.ts', 'package.json'].map(
      (name) => path.join(ROOT, name)
    ),
  results: ['server/index.js', 'admin/index.mjs'].map((name) => path.join(ROOT, 'dist', name)),
};

const STANDALONE = {
  name: 'standalone',
  title: 'Building the command and the log guard …',
  cwd: ROOT,
  script: () => path.join(ROOT, 'scripts/build-standalone.mjs'),
  sources: () =>
    [
      'cli',
      'server/src/core',
      'server/src/middlewares',
      'scripts/build-standalone.mjs',
      'package.json',
    ].map((name) => path.join(ROOT, name)),
  results: ['cli/index.mjs', 'log-guard/index.js'].map((name) => path.join(ROOT, 'dist', name)),
};

const PANEL = {
  name: 'panel',
  title: 'Building the panel (about half a minute) …',
  cwd: PLAYGROUND,
  script: () => programOf('strapi'),
  sources: () => [
    ...['config', 'src', 'tsconfig.json', 'package.json'].map((name) =>
      path.join(PLAYGROUND, name)
    ),
    path.join(ROOT, 'dist', 'admin'),
    path.join(ROOT, 'node_modules', '@strapi', 'strapi', 'package.json'),
  ],
  results: ['build/index.html', 'src/index.js'].map((name) => path.join(PLAYGROUND, 'dist', name)),
};

/** Several instances may be started at once: the first builds, the others wait and find it done. */
export async function buildWhatIsMissing(environment) {
  await withFileLock(path.join(CACHE, 'build-lock'), async () => {
    await buildIfStale(PLUGIN, environment);
    await buildIfStale(STANDALONE, environment);
    await buildIfStale(PANEL, environment);
  });
}

/** What is packed: the plugin, its command and the log guard. */
export async function buildPackage(environment) {
  await withFileLock(path.join(CACHE, 'build-lock'), async () => {
    await buildIfStale(PLUGIN, environment);
    await buildIfStale(STANDALONE, environment);
  });
}

async function buildIfStale(target, environment) {
  const stamp = fingerprint(target.sources());
  if (readStamps()[target.name] === stamp && target.results.every((file) => fs.existsSync(file))) {
    return;
  }
  console.log(target.title);
  await run(target, environment);
  fs.writeFileSync(STAMPS, JSON.stringify({ ...readStamps(), [target.name]: stamp }, null, 2));
}

function readStamps() {
  try {
    return JSON.parse(fs.readFileSync(STAMPS, 'utf8'));
  } catch {
    return {};
  }
}

/** By content, not by date: a checkout gives every file a new date, a restored one an old. */
function fingerprint(sources) {
  const hash = createHash('sha256');
  for (const file of sources.flatMap(filesIn)) {
    hash.update(path.relative(ROOT, file)).update('\0').update(fs.readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesIn(source) {
  if (!fs.statSync(source).isDirectory()) {
    return [source];
  }
  return fs
    .readdirSync(source, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesIn(path.join(source, entry.name)));
}

/** The file behind a program of the installed packages. */
const programOf = (name) => fs.realpathSync(path.join(ROOT, 'node_modules', '.bin', name));

/** Shows what the build printed only if it failed. Stopping this process stops the build too. */
function run({ cwd, script }, environment) {
  return new Promise((resolve, reject) => {
    const file = script();
    const child = spawn(process.execPath, [file, 'build'], {
      cwd,
      env: { ...environment, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const printed = [];
    child.stdout.on('data', (chunk) => printed.push(chunk));
    child.stderr.on('data', (chunk) => printed.push(chunk));
    const stop = () => {
      child.kill('SIGKILL');
      process.exit(1);
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('SIGTERM', stop);
      process.off('SIGINT', stop);
      if (code === 0) {
        resolve();
      } else {
        process.stderr.write(Buffer.concat(printed));
        reject(new Error(`${file} failed with code ${code}.`));
      }
    });
  });
}
