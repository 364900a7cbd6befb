import type { Core } from '@strapi/strapi';
import { refusalToGive } from '../../core/rules/roles';
import type { Rules } from '../../core/rules/rules';
import type { Database } from '../../repositories/database';
import { changeRole } from '../../repositories/users';
import { ProcessingError } from '../../utils/errors';
import { roleRefusal } from './roles';

/** The role that was decided; the caller holds the user. */
export async function giveRole(
  strapi: Core.Strapi,
  db: Database,
  userId: number,
  roleId: number,
  rules: Rules
): Promise<void> {
  const isLevel = rules.levels.some((level) => level.roleId === roleId);
  const refusal = refusalToGive(await roleRefusal(strapi, roleId, db), isLevel);
  if (refusal) throw new ProcessingError(refusal, `The role ${roleId} cannot be given.`);
  await changeRole(strapi, db, userId, roleId);
}
