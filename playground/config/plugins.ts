import path from 'path';

import type { Core } from '@strapi/strapi';

export default ({ env }: Core.Config.Shared.ConfigParams) => ({
  // Absolute, because Strapi resolves a relative one from inside its own package.
  kartra: { enabled: true, resolve: path.resolve(process.cwd(), '..') },
  'users-permissions': { config: { jwtSecret: env('JWT_SECRET') } },
});
