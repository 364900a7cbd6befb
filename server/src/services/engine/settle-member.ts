import type { Core } from '@strapi/strapi';
import { decideMember, needsAccount } from '../../core/access/decide-member';
import { standingAfter } from '../../core/access/drift';
import { isSameSet, nameSet } from '../../core/access/level-sets';
import { BY_PRESENT_RULES, isNewTo } from '../../core/access/new-rules';
import { entitlementsAt } from '../../core/entitlements/entitlement';
import { isLive } from '../../core/entitlements/term';
import { roleName, type Rules } from '../../core/rules/rules';
import { insertActivity } from '../../repositories/activities';
import type { Database } from '../../repositories/database';
import { updateEntitlement, type StoredEntitlement } from '../../repositories/entitlements';
import { readRoleIds } from '../../repositories/level-sets';
import { updateMember, type MemberRow } from '../../repositories/members';
import { queueEvent } from '../../repositories/outbox-messages';
import { changeRole } from '../../repositories/users';
import { settleAccount, type Account } from './accounts';
import { readWorldOf } from './claims';
import { giveRole } from './give-role';
import type { Written } from './derived';
import { tellNewRules } from './new-to-rules';
import { queueWelcome } from '../messages';
import { tellOverruled } from './tell-overruled';
import type { Cause, Standing } from './standing';

/**
 * Brings one member up to date, all in the caller's transaction, which holds the member: what they have is read, decided
 * about by `decideMember`, and written.
 */
export async function settleMember(
  strapi: Core.Strapi,
  db: Database,
  asked: {
    readonly member: MemberRow;
    /** Entitlements, the member's among them. */
    readonly written: Written;
    readonly rules: Rules;
    readonly now: number;
    readonly mayRecreate: boolean;
    readonly cause: Cause;
  }
): Promise<Standing> {
  const { member, rules, now, cause } = asked;
  // 1. What the member bought, by the rules of this moment.
  const entitlements = await refresh(db, asked);
  // 2. The account that it counts for.
  const account = await settleAccount(strapi, db, {
    ...asked,
    purchases: entitlements.filter(isLive),
    needsAccount: needsAccount(entitlements),
  });
  const { user } = account;
  // 3. All that counts for this account, and what it comes to.
  const world = await readWorldOf(db, { member, entitlements, account, rules, now });
  const plan = decideMember(world);
  const { decision, level, levels, roleBefore, roleAfter, write } = plan;
  // 4. Written: role, row, and what people and the site's own code are told.
  if (user && write?.step === 'give') await giveRole(strapi, db, user.id, write.roleId, rules);
  if (user && write?.step === 'tidy') await changeRole(strapi, db, user.id, write.roleId);
  await updateMember(db, member.id, {
    levelRoleId: level,
    levels,
    levelReason: decision?.because.type ?? null,
    accessState: plan.accessState,
    heldReason: plan.heldReason,
    ...standingAfter(decision !== null, roleAfter),
    ...BY_PRESENT_RULES,
    ...(decision?.kind === 'change' ? { lastGivenRoleId: decision.to } : {}),
  });
  await tell(db, asked, account, plan);
  const isByNewRules = isNewTo(member, level, roleBefore !== roleAfter);
  if (isByNewRules) await tellNewRules(db, { member, cause, now });
  const userId = user?.id ?? null;
  await tellOverruled(db, rules, { ...cause, member, userId, roleBefore, roleAfter, now });
  return { ...plan, member, account, isByNewRules };
}

/** What the member has, by the rules of this moment. */
async function refresh(
  db: Database,
  { member, written, rules, now }: Parameters<typeof settleMember>[2]
): Promise<StoredEntitlement[]> {
  const own = written.stored.filter(({ memberId }) => memberId === member.id);
  const before = own.filter((row) => !written.derived.has(row));
  const after = new Map(
    entitlementsAt(rules, before, now).map((fresh, index) => [before[index], fresh])
  );
  for (const [row, fresh] of after) {
    if (row && !isSameValue(row, fresh)) await updateEntitlement(db, fresh, now);
  }
  return own.map((row) => after.get(row) ?? row);
}

const VALUES = ['mappingId', 'state', 'reason', 'endsAt', 'endedAt'] as const;

/** The order of a set counts here: the first is what an earlier version reads. */
const isSameValue = (before: StoredEntitlement, after: StoredEntitlement): boolean =>
  VALUES.every((name) => before[name] === after[name]) &&
  before.roleIds.join() === after.roleIds.join();

async function tell(
  db: Database,
  asked: Parameters<typeof settleMember>[2],
  account: Account,
  { roleBefore, roleAfter, levels }: Pick<Standing, 'roleBefore' | 'roleAfter' | 'levels'>
): Promise<void> {
  const { member, rules, now, cause } = asked;
  const { connectionId } = rules;
  // No account, so there is nothing to report.
  if (!account.user) return;
  const userId = account.user.id;
  const about = { connectionId, memberId: member.id, at: now };
  if (account.created) {
    await queueEvent(db, {
      ...about,
      topic: 'kartra.member.created',
      payload: {
        memberId: member.id,
        userId,
        webhookLogId: cause.webhookLogId,
        isTest: member.isTest,
      },
    });
    if (userId !== null) await queueWelcome(db, { member, userId, at: now });
  }
  if (roleBefore === roleAfter) {
    await tellLevels(db, asked, levels);
    return;
  }
  const names = { before: roleName(rules, roleBefore), after: roleName(rules, roleAfter) };
  await queueEvent(db, {
    ...about,
    topic: 'kartra.access.changed',
    payload: {
      memberId: member.id,
      userId,
      before: { roleId: roleBefore, name: names.before },
      after: { roleId: roleAfter, name: names.after },
      webhookLogId: cause.webhookLogId,
      isTest: member.isTest,
    },
  });
  await insertActivity(db, {
    connectionId,
    happenedAt: now,
    code: account.created ? 'account.created' : 'access.changed',
    values: cause.isDue ? { ...names, by: 'date' } : names,
    actor: cause.actor,
    memberId: member.id,
    webhookLogId: cause.webhookLogId,
  });
}

/** The role stays, and another of the levels came or went: a webhook's own line says so of what it did itself. */
async function tellLevels(
  db: Database,
  { member, rules, now, cause }: Parameters<typeof settleMember>[2],
  levels: readonly number[]
): Promise<void> {
  if (cause.webhookLogId !== null || member.levels === null) return;
  const known = readRoleIds(member.levelRoleId, member.levels);
  if (known[0] !== levels[0] || isSameSet(known, levels)) return;
  const nameOf = (roleIds: readonly number[]) =>
    nameSet(roleIds.map((roleId) => roleName(rules, roleId)));
  const values = { before: nameOf(known), after: nameOf(levels) };
  await insertActivity(db, {
    connectionId: rules.connectionId,
    happenedAt: now,
    code: 'access.levels-changed',
    values: cause.isDue ? { ...values, by: 'date' } : values,
    actor: cause.actor,
    memberId: member.id,
    webhookLogId: null,
  });
}
