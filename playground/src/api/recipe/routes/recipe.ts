import { factories } from '@strapi/strapi';

/** The role needs the usual permission; beyond that the access level decides. */
const forMembers = {
  policies: [{ name: 'plugin::kartra.has-access', config: { anyOf: ['gold', 'silver'] } }],
};

export default factories.createCoreRouter('api::recipe.recipe', {
  only: ['find', 'findOne'],
  config: { find: forMembers, findOne: forMembers },
});
