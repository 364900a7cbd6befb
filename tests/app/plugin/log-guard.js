/** Hands over the TypeScript source, as `strapi-plugin-kartra/log-guard` does with what was built from it. */
module.exports = require('../../../server/src/middlewares/log-guard.ts').default;
