import type { Core } from '@strapi/strapi';
import { insertActivities } from '../../repositories/activities';
import { addProofs } from '../../repositories/account-proofs';
import type { Database } from '../../repositories/database';
import { updateEntitlements } from '../../repositories/entitlements';
import { updateMembers } from '../../repositories/members';
import { queueMessages } from '../../repositories/outbox-messages';
import { createOverride } from '../../repositories/overrides';
import { changeRoles } from '../../repositories/user-roles';
import { createUsers } from '../../repositories/users';
import { queueClaims, queueWelcomes } from '../messages';
import type { AccessPlan, MemberChanges } from './draft';

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
  await updateEntitlements(db, plan.entitlements, now);
  const withRealUser = (changes: MemberChanges): MemberChanges =>
    changes.userId == null ? changes : { ...changes, userId: real(changes.userId) };
  await updateMembers(
    db,
    new Map([...plan.members].map(([id, changes]) => [id, withRealUser(changes)]))
  );
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
  await queueClaims(db, connectionId, plan.claims, now);
  await addProofs(strapi, db, [...created.values()], { kind: 'created', at: now });
  await insertActivities(db, plan.activities);
  return created;
}
