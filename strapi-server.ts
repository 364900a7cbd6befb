import server from './server/src';
import type access from './server/src/services/access';

/** For code of the site: `strapi.plugin('kartra').service<AccessService>('access')`. */
export type AccessService = ReturnType<typeof access>;

export default server;
