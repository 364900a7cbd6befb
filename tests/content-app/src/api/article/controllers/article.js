const { factories } = require('@strapi/strapi');

const RECIPE = 'api::recipe.recipe';

/** Pages of a site's own making, which sanitize as Strapi's documentation says. */
module.exports = factories.createCoreController('api::article.article', ({ strapi }) => ({
  /** Entries of another type than the controller's own. */
  async latest(ctx) {
    const { auth } = ctx.state;
    const recipes = await strapi.documents(RECIPE).findMany({ status: 'published' });
    const schema = strapi.contentType(RECIPE);
    ctx.body = { recipes: await strapi.contentAPI.sanitize.output(recipes, schema, { auth }) };
  },

  /** Filters from outside on another type, without asking what they name. */
  async matching(ctx) {
    const { auth } = ctx.state;
    const schema = strapi.contentType('api::article.article');
    const { filters } = await strapi.contentAPI.sanitize.query(ctx.query, schema, { auth });
    ctx.body = { count: await strapi.documents('api::article.article').count({ filters }) };
  },

  /** Forgets to hand over who asks. */
  async forgetful(ctx) {
    const articles = await strapi
      .documents('api::article.article')
      .findMany({ populate: ['recipes'] });
    const schema = strapi.contentType('api::article.article');
    ctx.body = { articles: await strapi.contentAPI.sanitize.output(articles, schema) };
  },
}));
