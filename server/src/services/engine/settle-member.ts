import type { Core } from '@strapi/strapi';
import {
  decideAccess,
  liveLevels,
  takesAway,
  type AccessDecision,
  type AccessInput,
} from '../../core/access/decide';
import { isSameSet, nameSet } from '../../core/access/level-sets';
import { isLive } from '../../core/entitlements/term';
import { insertActivity } from '../../repositories/activities';
import type { Database } from '../../repositories/database';
import { updateEntitlement, type StoredEntitlement } from '../../repositories/entitlements';
import { readRoleIds, writeWholeSet } from '../../repositories/level-sets';
import { updateMember, type MemberRow } from '../../repositories/members';
import { queueEvent } from '../../repositories/outbox-messages';
import { changeRole } from '../../repositories/users';
import { settleAccount, type Account } from './accounts';
import { readClaims } from './claims';
import { giveRole } from './give-role';
import type { Written } from './derived';
import { BY_PRESENT_RULES, isNewTo, tellNewRules } from './new-to-rules';
import { entitlementsAt, roleName, type Rules } from './rules';
import { queueWelcome } from '../messages';
import { standingAfter, tellOverruled } from './tell-overruled';
import type { Cause, Standing } from './standing';

/**
 * Decides a member's access from all entitlements and overrides and writes it: account, role, member row, activity,
 * outgoing event, all in the caller's transaction, which holds the member.
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
  const { member, rules, now } = asked;
  const entitlements = await refresh(db, asked);
  const needsAccount = entitlements.some(
    (entitlement) => isLive(entitlement) && entitlement.roleIds.length > 0
  );
  const account = await settleAccount(strapi, db, {
    member,
    purchases: entitlements.filter(isLive),
    needsAccount,
    mayRecreate: asked.mayRecreate,
    fallbackRoleId: rules.fallbackRoleId,
    roles: rules.roles,
    now,
  });
  const { user } = account;
  const lastGivenRoleId = account.created ? (user?.roleId ?? null) : member.lastGivenRoleId;
  const claims = await readClaims(db, { member, entitlements, user, lastGivenRoleId, rules, now });
  const { input } = claims;
  const levels = liveLevels(input).map(({ roleId }) => roleId);
  const level = levels[0] ?? null;
  const isKnown =
    claims.entitlements.length > 0 || claims.overrides.length > 0 || input.lastGivenRoleId !== null;
  const decision = user && isKnown ? decideFor(account.status, input) : null;
  const roleBefore = account.created ? null : (user?.roleId ?? null);
  const roleAfter = decision?.kind === 'change' ? decision.to : (user?.roleId ?? null);

  if (user && decision?.kind === 'change') {
    await giveRole(strapi, db, user.id, decision.to, rules);
  } else if (user?.hasSeveralRoles && user.roleId !== null && isOurs(decision)) {
    await changeRole(strapi, db, user.id, user.roleId);
  }
  await updateMember(db, member.id, {
    levelRoleId: level,
    levels: writeWholeSet(levels),
    levelReason: decision?.because.type ?? null,
    accessState: bestState(entitlements),
    heldReason: heldReasonOf(account, decision, entitlements, rules),
    ...standingAfter(decision !== null, roleAfter),
    ...BY_PRESENT_RULES,
    ...(decision?.kind === 'change' ? { lastGivenRoleId: decision.to } : {}),
  });
  await tell(db, asked, account, { roleBefore, roleAfter, levels });
  const isByNewRules = isNewTo(member, level, roleBefore !== roleAfter);
  if (isByNewRules) await tellNewRules(db, { member, cause: asked.cause, now });
  await tellOverruled(db, rules, {
    ...asked.cause,
    member,
    userId: user?.id ?? null,
    before: roleBefore,
    after: roleAfter,
    now,
  });

  return {
    member,
    entitlements: claims.entitlements,
    account,
    decision,
    level,
    levels,
    roleBefore,
    roleAfter,
    isByNewRules,
    denies: (denied) =>
      input.overrides.some(
        ({ effect, roleId, until }) =>
          effect === 'deny' &&
          (until === null || until > now) &&
          (roleId === null || roleId === denied)
      ),
    levelsIf: (purchaseKey, live) =>
      liveLevels({
        ...input,
        entitlements: input.entitlements.map((entitlement) =>
          entitlement.id === purchaseKey ? { ...entitlement, live } : entitlement
        ),
      }).map(({ roleId }) => roleId),
  };
}

/** Staff are left as they are, role rows and all. */
const isOurs = (decision: AccessDecision | null): boolean =>
  decision?.kind === 'keep' && decision.reason !== 'protected-role';

/** An account that waits for its confirmation is given nothing, and loses what ended all the same. */
function decideFor(status: Account['status'], input: AccessInput): AccessDecision | null {
  if (status !== 'ready' && status !== 'unconfirmed') return null;
  const decision = decideAccess(input);
  return status === 'ready' || takesAway(decision, input) ? decision : null;
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

const STATES = ['active', 'completed', 'past-due', 'leaving', 'ended'];

export function bestState(entitlements: readonly { readonly state: string }[]): string {
  return (
    STATES.find((state) => entitlements.some((entitlement) => entitlement.state === state)) ??
    'none'
  );
}

function heldReasonOf(
  account: Account,
  decision: AccessDecision | null,
  entitlements: readonly StoredEntitlement[],
  rules: Rules
): string | null {
  const live = entitlements.filter(
    (entitlement) =>
      isLive(entitlement) &&
      (entitlement.roleIds.length > 0 ||
        !rules.ignores(entitlement.productId, entitlement.pricePoint))
  );
  if (live.length === 0) return null;
  if (live.some(({ roleIds }) => roleIds.length === 0)) return 'unmapped-product';
  switch (account.status) {
    case 'deleted':
      return 'account-deleted';
    case 'vetoed':
      return 'account-vetoed';
    case 'unconfirmed':
      return 'unconfirmed-account';
    case 'none':
    case 'no-address':
    case 'untrusted-address':
      return 'incomplete';
    case 'ready':
      return decision?.kind === 'keep' && decision.reason === 'protected-role'
        ? 'protected-role'
        : null;
    default:
      return account.status satisfies never;
  }
}

async function tell(
  db: Database,
  asked: Parameters<typeof settleMember>[2],
  account: Account,
  { roleBefore, roleAfter, levels }: Pick<Standing, 'roleBefore' | 'roleAfter' | 'levels'>
): Promise<void> {
  const { member, rules, now, cause } = asked;
  const { connectionId } = rules;
  // Nobody there: nothing that could have changed.
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
