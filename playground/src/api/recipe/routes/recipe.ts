import { factories } from '@strapi/strapi';

/** Any signed-in user may ask (an empty scope: no box to tick); the access level decides. */
const forMembers = {
  auth: { scope: [] },
  policies: [{ name: 'plugin::kartra.has-access', config: { anyOf: ['gold', 'silver'] } }],
};

export default factories.createCoreRouter('api::recipe.recipe', {
  only: ['find', 'findOne'],
  config: { find: forMembers, findOne: forMembers },
});
