module.exports = {
  register({ strapi }) {
    strapi.server.use(async (ctx, next) => {
      const asked = /^\/is-gold\/(\d+)$/.exec(ctx.path);
      if (!asked) return next();
      const access = strapi.plugin('kartra').service('access');
      ctx.body = { gold: await access.has(Number(asked[1]), { anyOf: ['gold'] }) };
    });
  },
};
