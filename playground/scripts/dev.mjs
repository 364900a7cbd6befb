/**
 * `npm run dev`: the demo site on the plugin's sources. A change of server code is bundled again in a tenth of a second
 * and Strapi restarts; a change of panel code goes to the browser by Vite. Nothing of it touches `dist`.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { context } from 'esbuild';

import { DEFAULT_ADMIN, ensureSecrets, setDefaults } from './environment.mjs';
import { CACHE, PLAYGROUND, ROOT } from './paths.mjs';

/** A package of its own beside the real one: its server is bundled here, its panel is the source. */
const PLUGIN = path.join(CACHE, 'plugin');
const SHUTDOWN_LIMIT_MS = 10_000;

function describePlugin() {
  const { name, version, strapi } = JSON.parse(
    fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')
  );
  const panel = path.relative(PLUGIN, path.join(ROOT, 'strapi-admin.ts'));
  fs.mkdirSync(PLUGIN, { recursive: true });
  fs.writeFileSync(
    path.join(PLUGIN, 'package.json'),
    JSON.stringify({
      name,
      version,
      strapi,
      exports: {
        './strapi-admin': { import: panel.split(path.sep).join('/') },
        './strapi-server': { require: './server.js', default: './server.js' },
      },
    })
  );
}

/** Strapi watches the demo site, not the plugin: a new date of one of its files has it start anew. */
function restartSite() {
  const now = new Date();
  fs.utimesSync(path.join(PLAYGROUND, 'src/index.ts'), now, now);
}

/** Bundles the server code now, and again with each change; `onRebuilt` is told of those that came after the first. */
async function watchServer(onRebuilt) {
  let tellFirst;
  const first = new Promise((resolve) => (tellFirst = resolve));
  let hasBuilt = false;
  const told = {
    name: 'told',
    setup(build) {
      build.onEnd(({ errors }) => {
        if (errors.length > 0) return;
        if (hasBuilt) onRebuilt();
        hasBuilt = true;
        tellFirst();
      });
    },
  };
  const bundler = await context({
    absWorkingDir: ROOT,
    entryPoints: ['strapi-server.ts'],
    outfile: path.join(PLUGIN, 'server.js'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
    plugins: [told],
  });
  await bundler.watch();
  await first;
  return bundler;
}

async function main() {
  process.env.NODE_ENV = 'development';
  setDefaults(process.env);
  ensureSecrets();
  describePlugin();

  const server = await watchServer(() => {
    console.log('The server code changed; Strapi starts again …');
    restartSite();
  });

  const strapi = fs.realpathSync(path.join(ROOT, 'node_modules/.bin/strapi'));
  const site = spawn(process.execPath, [strapi, 'develop', '--no-install-deps'], {
    cwd: PLAYGROUND,
    env: { ...process.env, KARTRA_PLUGIN: PLUGIN },
    stdio: 'inherit',
    // A group of its own: Strapi forks, and whoever stops this stops all of it.
    detached: process.platform !== 'win32',
  });

  const end = (signal) => {
    try {
      if (process.platform === 'win32') site.kill(signal);
      else process.kill(-site.pid, signal);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  };
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    end('SIGTERM');
    setTimeout(() => end('SIGKILL'), SHUTDOWN_LIMIT_MS).unref();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('exit', () => end('SIGKILL'));
  site.on('exit', async (code) => {
    await server.dispose();
    process.exit(isStopping ? 0 : (code ?? 1));
  });

  console.log(`
  The demo site starts on the sources. Stop it with Ctrl+C.

    Panel      http://localhost:${process.env.PORT ?? 1337}/admin
    Log in     ${process.env.DEMO_ADMIN_EMAIL}
    Password   ${process.env.DEMO_ADMIN_PASSWORD === DEFAULT_ADMIN.password ? DEFAULT_ADMIN.password : 'the one in DEMO_ADMIN_PASSWORD'}
`);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
