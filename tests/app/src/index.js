/** Pages that only members may read, as a site would gate its own; not there while the plugin is switched off. */
const gate = (path, config) => ({
  method: 'GET',
  path,
  handler: (ctx) => {
    ctx.body = { read: path };
  },
  config: { policies: [{ name: 'plugin::kartra.has-access', config }] },
  info: { type: 'content-api' },
});

/** Its CRM is told of each new account, and takes its time, or is away. */
const tellCrm = {
  models: ['plugin::users-permissions.user'],
  async afterCreate({ result }) {
    if (result.email.startsWith('never.')) await new Promise(() => undefined);
    if (result.email.startsWith('closed.')) await fetch('http://127.0.0.1:59999/');
    if (result.email.startsWith('away.')) throw new Error(`CRM unreachable for ${result.email}`);
  },
};

module.exports = {
  register({ strapi }) {
    // A field of the site's own on its users, filled when a purchase creates one.
    strapi.contentType('plugin::users-permissions.user').attributes.nickname = { type: 'string' };
    if (!strapi.plugins.kartra) return;
    if (process.env.TELLS_CRM === 'true') strapi.db.lifecycles.subscribe(tellCrm);
    // A site with a hook is asked about one webhook at a time, so most tests have none.
    if (process.env.FILLS_NICKNAMES === 'true') {
      strapi
        .plugin('kartra')
        .service('hooks')
        .onAccountCreate(({ firstName }) => ({ fields: { nickname: firstName } }));
    }
    strapi.server.routes({
      type: 'content-api',
      routes: [
        gate('/gated/gold', { anyOf: ['gold'] }),
        gate('/gated/silver-up', { atLeast: 'silver' }),
        gate('/gated/keto', { anyOf: ['keto'] }),
        gate('/gated/unknown', { anyOf: ['platinum'] }),
      ],
    });
  },
};
