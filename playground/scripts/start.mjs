/**
 * `npm start`: builds what is missing, boots the demo site in this very process and says what to do next.
 * One process only, so that whoever stops it leaves nothing behind: the script in package.json replaces its shell
 * (`exec`), which would swallow npm's SIGTERM; the other half of it is for Windows, which has no `exec`.
 */
import path from 'node:path';
import { createRequire } from 'node:module';

import { buildWhatIsMissing } from './build.mjs';
import { DEFAULT_ADMIN, ensureSecrets, setDefaults } from './environment.mjs';
import { withDatabaseLock } from './lock.mjs';
import { PLAYGROUND } from './paths.mjs';

/** Strapi closes in a second or two; this only ends a shutdown that hangs. */
const SHUTDOWN_LIMIT_MS = 13_000;

async function main() {
  setDefaults(process.env);
  ensureSecrets();
  await buildWhatIsMissing(process.env);

  process.chdir(PLAYGROUND);
  const { createStrapi } = createRequire(import.meta.url)('@strapi/strapi');
  const site = createStrapi({ appDir: PLAYGROUND, distDir: path.join(PLAYGROUND, 'dist') });
  limitShutdown();
  await withDatabaseLock(site.config.get('database.connection'), () => site.load());
  await site.start();
  printWelcome(site.config.get('server'));
}

function limitShutdown() {
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.on(signal, () => {
      setTimeout(() => process.exit(1), SHUTDOWN_LIMIT_MS).unref();
    });
  }
}

function printWelcome({ host, port }) {
  const everywhere = host === '0.0.0.0' || host === '::';
  const site = `http://${everywhere || host === '127.0.0.1' ? 'localhost' : host}:${port}`;
  const { DEMO_ADMIN_EMAIL: email, DEMO_ADMIN_PASSWORD: password } = process.env;
  const shown = password === DEFAULT_ADMIN.password ? password : 'the one in DEMO_ADMIN_PASSWORD';
  console.log(`
  The demo site is running. Stop it with Ctrl+C.

    Panel      ${site}/admin
    Log in     ${email}
    Password   ${shown}

  What to do next:

    1. Open App Station in the menu on the left, choose Integrations, then Kartra.
    2. Press "Enable Kartra Integration" and copy the webhook URL.
    3. Add a mapping: product 558475 gives Gold.
    4. Play Kartra, from the folder of the repository:

         curl -H 'Content-Type: application/json' \\
           --data @tests/fixtures/kartra/outbound-buy_product-subscription.json \\
           '<the webhook URL>'

       The buyer is now a member in Gold. This takes the access away again:

         curl -H 'Content-Type: application/json' \\
           --data @tests/fixtures/kartra/outbound-refund_product-subscription.json \\
           '<the webhook URL>'
`);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
