import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { api } from '../../../contracts/api';
import { getService } from '../get-service';
import { showOutlook } from '../services/people';
import { handle } from '../utils/handle';
import { isoOrNull } from '../utils/iso';

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  find: handle(api['me.find'], async (ctx) => {
    const user = ctx.state['user'] as { readonly id?: number } | undefined;
    if (user?.id === undefined) throw new errors.UnauthorizedError('Sign in to see this.');
    const { role, levels } = await getService(strapi, 'access').levelsOf(user.id);
    ctx.set('Cache-Control', 'no-store');
    return {
      role: role && { id: role.id, name: role.name, type: role.type },
      levels: levels.map(({ name, type, state, until, outlook }) => ({
        name,
        type,
        state,
        until: isoOrNull(until),
        payments: outlook && showOutlook(outlook),
      })),
    };
  }),
});
