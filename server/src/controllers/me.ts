import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context } from 'koa';
import type { Me } from '../../../contracts/me';
import { showOutlook } from '../services/people';
import { getService } from '../get-service';
import { isoOrNull } from '../utils/iso';

export default ({ strapi }: { strapi: Core.Strapi }) => ({
  /** What the signed-in user may see. */
  async find(ctx: Context) {
    const user = ctx.state['user'] as { readonly id?: number } | undefined;
    if (user?.id === undefined) throw new errors.UnauthorizedError('Sign in to see this.');
    const { role, levels } = await getService(strapi, 'access').levelsOf(user.id);
    const me: Me = {
      role: role && { id: role.id, name: role.name, type: role.type },
      levels: levels.map(({ name, type, state, until, outlook }) => ({
        name,
        type,
        state,
        until: isoOrNull(until),
        payments: outlook && showOutlook(outlook),
      })),
    };
    ctx.set('Cache-Control', 'no-store');
    ctx.body = me;
  },
});
