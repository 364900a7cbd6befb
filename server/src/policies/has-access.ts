import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { z } from 'zod';
import { getService } from '../get-service';

const requirement = z
  .strictObject({
    anyOf: z.array(z.string().min(1)).min(1).optional(),
    atLeast: z.string().min(1).optional(),
  })
  .refine(({ anyOf, atLeast }) => anyOf !== undefined || atLeast !== undefined);

export interface PolicyContext {
  readonly state: { readonly user?: { readonly id?: number } };
}

/**
 * `{ name: 'plugin::kartra.has-access', config: { anyOf: ['gold'] } }` on any route of the site, or
 * `{ atLeast: 'silver' }` by rank. Types of access levels, as the content API names roles. Checked again with every
 * request: a user who lost access gets 403 with the next one, with the same token.
 */
export default {
  name: 'has-access',

  /** At boot, so that a route with a slip in it never opens. */
  validator(config: unknown): void {
    if (requirement.safeParse(config).success) return;
    throw new Error(
      'The policy plugin::kartra.has-access needs { anyOf: [types] } or { atLeast: type }.'
    );
  },

  async handler(
    context: PolicyContext,
    config: unknown,
    { strapi }: { strapi: Core.Strapi }
  ): Promise<boolean> {
    const userId = context.state.user?.id;
    if (userId === undefined) throw new errors.UnauthorizedError('Sign in to see this.');
    const asked = requirement.parse(config);
    if (await getService(strapi, 'access').has(userId, asked)) return true;
    throw new errors.PolicyError('Your access level does not include this.', {
      policy: 'has-access',
      ...asked,
    });
  },
};
