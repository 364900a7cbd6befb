import { factories } from '@strapi/strapi';

/** For everyone; the recipes that an article leads to are for members all the same. */
export default factories.createCoreRouter('api::article.article', {
  only: ['find', 'findOne'],
});
