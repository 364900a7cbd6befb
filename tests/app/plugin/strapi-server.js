/** Hands over the TypeScript source, so that tests run what is written and not what was last built. */
module.exports = require('../../../strapi-server.ts').default;
