import type { Core } from '@strapi/strapi';
import {
  decideAccess,
  highestLevel,
  takesAway,
  type AccessDecision,
  type AccessInput,
} from '../core/access/decide';
import { isLive } from '../core/entitlements/term';
import { insertActivity } from '../repositories/activities';
import type { Database } from '../repositories/database';
import {
  findEntitlementsOf,
  updateEntitlement,
  type StoredEntitlement,
} from '../repositories/entitlements';
import { updateMember, type MemberRow } from '../repositories/members';
import { queueEvent } from '../repositories/outbox-messages';
import { changeRole } from '../repositories/users';
import { settleAccount, type Account } from './accounts';
import { readClaims } from './claims';
import { standingAfter, tellOverruled } from './drift';
import { giveRole } from './give-role';
import type { Cause } from './recompute';
import { entitlementsAt, roleName, type Rules } from './rules';
import { queueWelcome } from './welcome-mail';

/** Where a member stands after the decision, and where they stood before. */
export interface Standing {
  readonly member: MemberRow;
  /** All that counts for the account. */
  readonly entitlements: readonly StoredEntitlement[];
  readonly account: Account;
  readonly decision: AccessDecision | null;
  /** Level that purchases and overrides give now; null: the fallback. */
  readonly level: number | null;
  readonly roleBefore: number | null;
  readonly roleAfter: number | null;
  /** An override denies this level now. */
  denies(roleId: number): boolean;
  /** The level if this purchase were live, all else the same. */
  levelIfLive(purchaseKey: string): number | null;
}

/**
 * Decides a member's access from all entitlements and overrides and writes it: account, role, member row, activity,
 * outgoing event, all in the caller's transaction, which holds the member.
 */
export async function settleMember(
  strapi: Core.Strapi,
  db: Database,
  asked: {
    readonly member: MemberRow;
    readonly rules: Rules;
    readonly now: number;
    readonly mayRecreate: boolean;
    readonly cause: Cause;
  }
): Promise<Standing> {
  const { member, rules, now } = asked;
  const entitlements = await refresh(db, rules, await findEntitlementsOf(db, [member.id]), now);
  const needsAccount = entitlements.some(
    (entitlement) => isLive(entitlement) && entitlement.roleId !== null
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
  const level = highestLevel(input)?.roleId ?? null;
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
    levelReason: decision?.because.type ?? null,
    accessState: bestState(entitlements),
    heldReason: heldReasonOf(account, decision, entitlements, rules),
    ...standingAfter(decision !== null, roleAfter),
    ...(decision?.kind === 'change' ? { lastGivenRoleId: decision.to } : {}),
  });
  await tell(db, asked, account, roleBefore, roleAfter);
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
    roleBefore,
    roleAfter,
    denies: (denied) =>
      input.overrides.some(
        ({ effect, roleId, until }) =>
          effect === 'deny' &&
          (until === null || until > now) &&
          (roleId === null || roleId === denied)
      ),
    levelIfLive: (purchaseKey) =>
      highestLevel({
        ...input,
        entitlements: input.entitlements.map((entitlement) =>
          entitlement.id === purchaseKey ? { ...entitlement, live: true } : entitlement
        ),
      })?.roleId ?? null,
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

async function refresh(
  db: Database,
  rules: Rules,
  stored: readonly StoredEntitlement[],
  now: number
): Promise<StoredEntitlement[]> {
  const fresh = entitlementsAt(rules, stored, now);
  for (const [index, entitlement] of fresh.entries()) {
    const before = stored[index];
    if (before && VALUES.every((name) => before[name] === entitlement[name])) continue;
    await updateEntitlement(db, entitlement.id, entitlement, now);
  }
  return fresh;
}

const VALUES = ['roleId', 'mappingId', 'state', 'reason', 'endsAt', 'endedAt'] as const;

const STATES = ['active', 'past-due', 'leaving', 'ended'];

function bestState(entitlements: readonly StoredEntitlement[]): string {
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
      (entitlement.roleId !== null || !rules.ignores(entitlement.productId, entitlement.pricePoint))
  );
  if (live.length === 0) return null;
  if (live.some(({ roleId }) => roleId === null)) return 'unmapped-product';
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
  roleBefore: number | null,
  roleAfter: number | null
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
  if (roleBefore === roleAfter) return;
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
    text: account.created
      ? `The account was created with ${names.after ?? 'no role'}.`
      : `${names.before ?? 'No role'} → ${names.after ?? 'no role'}.`,
    values: cause.isDue ? { ...names, by: 'date' } : names,
    actor: cause.actor,
    memberId: member.id,
    webhookLogId: cause.webhookLogId,
  });
}
