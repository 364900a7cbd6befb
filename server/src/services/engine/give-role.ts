import type { Core } from '@strapi/strapi';
import { refusalToGive } from '../../core/rules/roles';
import type { Rules } from '../../core/rules/rules';
import type { Database } from '../../repositories/database';
import { changeRole } from '../../repositories/user-roles';
import type { SiteUser } from '../../repositories/users';
import { ProcessingError } from '../../utils/errors';
import { refusalAmong } from './roles';

/** The role that was decided; the caller holds the user. */
export async function giveRole(
  strapi: Core.Strapi,
  db: Database,
  user: SiteUser,
  roleId: number,
  { rules, now }: { readonly rules: Rules; readonly now: number }
): Promise<void> {
  const isLevel = rules.levels.some((level) => level.roleId === roleId);
  const refusal = refusalToGive(await refusalAmong(strapi, db, rules.roles.all, roleId), isLevel);
  if (refusal) throw new ProcessingError(refusal, `The role ${roleId} cannot be given.`);
  await changeRole(strapi, db, user, roleId, now);
}
