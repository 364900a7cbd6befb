/** Runs the test site as a process of its own, and says on which port it listens. */
require('../helpers/swc-hook.cjs');
const { createStrapi } = require('@strapi/strapi');

async function serve() {
  const options = { appDir: __dirname, distDir: __dirname, autoReload: false };
  const strapi = createStrapi({ ...options, serveAdminPanel: false });
  await strapi.start();
  process.stdout.write(`ready on port ${strapi.server.httpServer.address().port}\n`);
}

serve().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
