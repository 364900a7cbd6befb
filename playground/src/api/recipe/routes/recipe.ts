import { factories } from '@strapi/strapi';

/** Who may read is said once for every way to a recipe, in `register()` of the site. */
export default factories.createCoreRouter('api::recipe.recipe', {
  only: ['find', 'findOne'],
});
