/** Makes the database of a started site, with its first administrator, and ends. */
require('../helpers/swc-hook.cjs');
const { createStrapi } = require('@strapi/strapi');
const { ADMINISTRATOR } = require('../helpers/administrator.ts');

async function prepare() {
  const options = { appDir: __dirname, distDir: __dirname, autoReload: false };
  const strapi = createStrapi({ ...options, serveAdminPanel: false });
  await strapi.load();
  const role = await strapi.service('admin::role').getSuperAdmin();
  await strapi
    .service('admin::user')
    .create({ ...ADMINISTRATOR, isActive: true, roles: [role.id] });
  await strapi.destroy();
  process.exit(0);
}

prepare().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
