import type { Core } from '@strapi/strapi';
import { holdingsOf } from '../../core/access/holdings';
import { decideAccess } from '../../core/access/decide';
import type { ActivityCode } from '../../core/inbox/codes';
import { standingAfter } from '../../core/access/drift';
import { roleName, type Rules } from '../../core/rules/rules';
import type { RefusalCode } from '../../core/wording/refusals';
import type { Viewer } from '../../core/viewer/viewer';
import { putProof } from '../../repositories/account-proofs';
import { insertActivity } from '../../repositories/activities';
import { database, type Database } from '../../repositories/database';
import {
  findMembers,
  findMembersByUser,
  updateMember,
  type LinkedFrom,
  type MemberRow,
} from '../../repositories/members';
import { queueEvent } from '../../repositories/outbox-messages';
import { findOverridesOf, hasHeldBefore } from '../../repositories/overrides';
import { addSuggestion, decideSuggestion } from '../../repositories/suggestions';
import { findUsers, lockUser } from '../../repositories/users';
import { perStrapi } from '../../utils/per-strapi';
import { conflict, notFound } from '../../utils/errors';
import { refuse } from '../../utils/validate';
import {
  keepWhatWasHeldBefore,
  giveRole,
  recomputeTogether,
  readRules,
  readConnectionRules,
} from '../engine';
import { nowOf } from '../background';
import { renameInTheWay } from './address-in-the-way';

/** What the row says of the account. */
type Tie = Pick<MemberRow, 'userId' | 'userGoneAt' | 'lastGivenRoleId' | 'linkedFrom'> & {
  readonly isAccountUnproved?: false;
};

interface ActivityLine {
  readonly code: ActivityCode;
  readonly values: Readonly<Record<string, string | number | null>>;
}

/**
 * Which account the purchases of a member count for, where an administrator says so. Nothing here happens automatically: no sign-in,
 * password or mail changes, and the facts stay with the member who paid.
 */
export const accountLinksOf = perStrapi(({ strapi }) => {
  const find = async (id: number): Promise<MemberRow> => {
    const [member] = await findMembers(database(strapi), [id]);
    if (!member) throw notFound('There is no such member.');
    return member;
  };

  /** Ties the member to another account and updates all members concerned, in one transaction. */
  const move = async (
    member: MemberRow,
    tie: Tie,
    line: ActivityLine,
    actor: string
  ): Promise<void> => {
    const connection = await readConnectionRules(strapi);
    const now = nowOf(strapi);
    const accounts = [member.userId, tie.userId].filter((id) => id !== null);
    const tied = await findMembersByUser(database(strapi), ...accounts);
    const known = [member.id, ...tied.map(({ id }) => id)];

    const enter = async (db: Database): Promise<void> => {
      const [current] = await findMembers(db, [member.id]);
      const present = await findMembersByUser(db, ...accounts);
      if (current?.userId !== member.userId || present.some(({ id }) => !known.includes(id))) {
        throw conflict('link-stale', {});
      }
      const rules = await readRules(strapi, db, connection);
      await updateMember(db, member.id, { ...tie, ...standingAfter(false, null) });
      if (tie.isAccountUnproved === false && tie.userId !== null) {
        await putProof(strapi, db, tie.userId, { kind: 'linked', at: now });
      }
      for (const userId of accounts) await decidePair(db, member, userId, { at: now, by: actor });
      await insertActivity(db, {
        connectionId: member.connectionId,
        happenedAt: now,
        memberId: member.id,
        actor,
        ...line,
      });
      if (member.userId !== null && member.userId !== tie.userId) {
        await leaveAccount(strapi, db, { member, userId: member.userId, rules, actor, now });
      }
      if (tie.userId !== null) await rememberAccount(strapi, db, member, tie.userId, rules, now);
    };
    await recomputeTogether(strapi, {
      connection,
      memberIds: [member.id, ...known],
      enter,
      cause: { webhookLogId: null, actor },
      now,
    });
  };

  const stateOf = (member: MemberRow, actor: string): LinkedFrom => ({
    userId: member.userId,
    userGoneAt: member.userGoneAt,
    lastGivenRoleId: member.lastGivenRoleId,
    at: nowOf(strapi),
    by: actor,
  });

  return {
    /** The purchases of the member then give this user access. */
    async link(id: number, userId: number, { actor }: Viewer): Promise<void> {
      const refuseUser = (code: RefusalCode) => refuse(['userId'], code);
      const db = database(strapi);
      const member = await find(id);
      if (member.isTest) throw refuseUser('link-test-member');
      if (member.erasedAt !== null) throw refuseUser('link-erased');
      if (member.userId === userId) throw refuseUser('link-same');
      const [user] = await findUsers(strapi, db, [userId]);
      if (!user) throw refuseUser('link-no-user');
      if ((await findMembersByUser(db, userId)).some(({ isTest }) => isTest)) {
        throw refuseUser('link-test-account');
      }
      const values = { userId, from: member.userId };
      const linkedFrom = stateOf(member, actor);
      const tie = {
        ...{ userId, userGoneAt: null, lastGivenRoleId: null, linkedFrom },
        isAccountUnproved: false as const,
      };
      await move(member, tie, { code: 'member.linked', values }, actor);
    },

    /** Undoes the last link: the member and the account are as they were before it. */
    async undo(id: number, { actor }: Viewer): Promise<void> {
      const member = await find(id);
      const before = member.linkedFrom;
      if (!before) {
        throw refuse(['id'], 'link-none');
      }
      const { userId, userGoneAt, lastGivenRoleId } = before;
      const values = { userId, from: member.userId };
      const tie = { userId, userGoneAt, lastGivenRoleId, linkedFrom: null };
      await move(member, tie, { code: 'member.unlinked', values }, actor);
    },

    /** Creates a new account for purchases that go on although the account was deleted. */
    async createAgain(id: number, { actor }: Viewer): Promise<void> {
      const member = await find(id);
      if (member.heldReason !== 'account-deleted') {
        throw refuse(['createUser'], 'account-not-deleted');
      }
      const tie = { userId: null, userGoneAt: null, lastGivenRoleId: null, linkedFrom: null };
      await move(member, tie, { code: 'member.account-renewed', values: {} }, actor);
    },

    /** Another account has the member's address as its username: it gets another one, and they get their own account. */
    renameInTheWay: (id: number, userId: number, viewer: Viewer): Promise<void> =>
      renameInTheWay(strapi, { id, userId, viewer }),
  };
});

/** Linking or unlinking also answers the suggestion that both may be one person. */
async function decidePair(
  db: Database,
  { id: memberId, connectionId }: MemberRow,
  userId: number,
  decided: { readonly at: number; readonly by: string }
): Promise<void> {
  const answer = { decidedAt: decided.at, decidedBy: decided.by };
  const pair = { connectionId, memberId, userId, reason: 'name' as const, foundAt: decided.at };
  await addSuggestion(db, { ...pair, ...answer });
  await decideSuggestion(db, pair, decided);
}

/** What the account held before any purchase counted for it is looked at once, when the first member comes to it. */
async function rememberAccount(
  strapi: Core.Strapi,
  db: Database,
  member: MemberRow,
  userId: number,
  rules: Rules,
  now: number
): Promise<void> {
  const user = await lockUser(strapi, db, userId);
  const others = (await findMembersByUser(db, userId)).filter(({ id }) => id !== member.id);
  if (!user || others.length > 0 || (await hasHeldBefore(db, userId))) return;
  await keepWhatWasHeldBefore(db, member, user, rules, now);
}

/**
 * The member's purchases count for this account no longer. Where another member's do, it is decided with them; else it
 * has what it held before Kartra, or the fallback: nothing paid is left behind without a purchase.
 */
async function leaveAccount(
  strapi: Core.Strapi,
  db: Database,
  asked: {
    readonly member: MemberRow;
    readonly userId: number;
    readonly rules: Rules;
    readonly actor: string;
    readonly now: number;
  }
): Promise<void> {
  const { member, userId, rules, actor, now } = asked;
  if ((await findMembersByUser(db, userId)).length > 0) return;
  const user = await lockUser(strapi, db, userId);
  if (!user) return;
  const { input } = holdingsOf({
    entitlements: [],
    overrides: await findOverridesOf(db, [], [userId]),
    user,
    lastGiven: [member.lastGivenRoleId],
    rules,
    now,
  });
  const roleChange = decideAccess(input);
  if (roleChange.kind !== 'change') return;
  await giveRole(strapi, db, user, roleChange.to, { rules, now });
  const before = roleName(rules, user.roleId);
  const after = roleName(rules, roleChange.to);
  const about = { connectionId: rules.connectionId, memberId: member.id };
  await insertActivity(db, {
    ...about,
    happenedAt: now,
    code: 'account.left',
    values: { userId, before, after },
    actor,
  });
  await queueEvent(db, {
    ...about,
    at: now,
    topic: 'kartra.access.changed',
    payload: {
      memberId: member.id,
      userId,
      before: { roleId: user.roleId, name: before },
      after: { roleId: roleChange.to, name: after },
      webhookLogId: null,
      isTest: false,
    },
  });
}
