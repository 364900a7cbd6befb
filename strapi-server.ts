import server from './server/src';

/** For code of the site: `strapi.plugin('kartra').service<AccessService>('access')`. */
export type AccessService = ReturnType<(typeof server)['services']['access']>;

export default server;
