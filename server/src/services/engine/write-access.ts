import type { Core } from '@strapi/strapi';
import { insertActivities } from '../../repositories/activities';
import type { Database } from '../../repositories/database';
import { updateEntitlement } from '../../repositories/entitlements';
import { updateMember } from '../../repositories/members';
import { queueMessages } from '../../repositories/outbox-messages';
import { createOverride } from '../../repositories/overrides';
import { changeRoles, createUsers } from '../../repositories/users';
import { queueWelcomes } from '../messages';
import type { AccessPlan } from './draft';

/**
 * Writes what was decided; the caller holds the members and their accounts. Nothing is decided here. Returns the ids of
 * new accounts by those that stood for them.
 */
export async function writeAccess(
  strapi: Core.Strapi,
  db: Database,
  plan: AccessPlan,
  { connectionId, now }: { readonly connectionId: number; readonly now: number }
): Promise<ReadonlyMap<number, number>> {
  const created = await createUsers(strapi, db, plan.newUsers);
  const real = (userId: number) => created.get(userId) ?? userId;
  await changeRoles(strapi, db, plan.roles, now);
  for (const row of plan.entitlements) await updateEntitlement(db, row, now);
  for (const [id, changes] of plan.members) {
    const { userId } = changes;
    await updateMember(db, id, { ...changes, ...(userId == null ? {} : { userId: real(userId) }) });
  }
  for (const override of plan.newOverrides) {
    const { userId } = override;
    await createOverride(db, { ...override, userId: userId === null ? null : real(userId) });
  }
  await queueMessages(
    db,
    plan.events.map(({ topic, memberId, userId, payload }) => ({
      connectionId,
      topic,
      memberId,
      payload: { memberId, userId: real(userId), ...payload },
      at: now,
    }))
  );
  await queueWelcomes(
    db,
    connectionId,
    plan.welcomes.map(({ memberId, userId }) => ({ memberId, userId: real(userId), at: now }))
  );
  await insertActivities(db, plan.activities);
  return created;
}
