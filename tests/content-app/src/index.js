/** Breaks what `protect` rests on, as another plugin might: the site must not come up. */
const SABOTAGE = {
  verify(strapi) {
    strapi.get('auth').verify = async () => undefined;
  },
  output(strapi) {
    strapi.contentAPI.sanitize.output = async (data) => data;
  },
  query(strapi) {
    strapi.contentAPI.validate.query = async () => undefined;
  },
  graphql(strapi) {
    const service = strapi.plugin('graphql').service('content-api');
    service.buildSchema = () => undefined;
  },
};

module.exports = {
  register({ strapi }) {
    if (process.env.CONTENT_PROTECTED === 'false') return;
    const access = strapi.plugin('kartra').service('access');
    access.protect('api::recipe.recipe', { anyOf: ['gold', 'keto'] });
    access.protect('api::lesson.lesson', { atLeast: 'silver' }, { teaser: ['title'] });
    SABOTAGE[process.env.CONTENT_SABOTAGE]?.(strapi);
  },
};
