import type { Core } from '@strapi/strapi';
import type { Database } from '../../repositories/database';
import { changeRole } from '../../repositories/users';
import { ProcessingError } from '../../utils/errors';
import { roleRefusal } from './roles';
import type { Rules } from './rules';

/** The role that was decided; the caller holds the user. */
export async function giveRole(
  strapi: Core.Strapi,
  db: Database,
  userId: number,
  roleId: number,
  rules: Rules
): Promise<void> {
  const refusal = await roleRefusal(strapi, roleId, db);
  if (refusal === 'missing') {
    throw new ProcessingError('role-missing', `The role ${roleId} does not exist.`);
  }
  // The site's own default or fallback is given back as it is, whatever it may do; only levels are sold.
  if (refusal !== null && rules.levels.some((level) => level.roleId === roleId)) {
    throw new ProcessingError('role-refused', `The role ${roleId} may not be given.`);
  }
  await changeRole(strapi, db, userId, roleId);
}
