/** Boots the project in the working directory, with the Strapi that is installed there. */
const { createRequire } = require('node:module');
const path = require('node:path');

const appDir = process.cwd();
const distDir = process.env.SITE_LANGUAGE === 'ts' ? path.join(appDir, 'dist') : appDir;
const strapi = createRequire(path.join(appDir, 'package.json'))('@strapi/strapi');

const serveAdminPanel = process.env.SITE_PANEL === 'true';
const site = strapi.createStrapi({ appDir, distDir, serveAdminPanel });

site.start().then(
  () => {
    const { port } = site.server.httpServer.address();
    process.stdout.write(`\nthe site is ready on port ${port}\n`);
  },
  (error) => {
    console.error(error);
    process.exit(1);
  }
);
