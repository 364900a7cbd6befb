import type { AccountSuggestion, OpenSuggestion } from '../../../../contracts/suggestion';
import { withoutCommonNames } from '../../core/members/likely';
import { showEmail, showPerson } from '../../core/viewer/masks';
import type { Viewer } from '../../core/viewer/viewer';
import { roleName, type Rules } from '../../core/rules/rules';
import { insertActivity } from '../../repositories/activities';
import { database } from '../../repositories/database';
import { findMembers, findMembersByUser, type MemberRow } from '../../repositories/members';
import { findMembersToLookAt, planLook } from '../../repositories/members-to-look-at';
import {
  addSuggestion,
  decideSuggestion,
  countOpenSuggestions,
  findOpenSuggestions,
  findSuggestion,
  isSuggested,
} from '../../repositories/suggestions';
import { findUsers, type SiteUser } from '../../repositories/users';
import { perStrapi } from '../../utils/per-strapi';
import { breathe } from '../../utils/breathe';
import { describeError } from '../../utils/describe-error';
import { notFound } from '../../utils/errors';
import { findLikelyAccounts } from './likely-accounts';
import { readRules, readConnectionRules } from '../engine';
import { createLoop, nowOf } from '../background';

const LOOK_MS = 2000;
/** Few: each takes some hundredths of a second, and webhooks, on which buyers wait, must go first. */
const AT_ONCE = 5;
const AGAIN_MS = 3_600_000;

/**
 * Other accounts that may be the same person's: by the Kartra lead, by an address that differs by one letter, by the
 * name. Only ever suggested; a person links or says that they are two. Looked for whenever something new is known of a
 * buyer, from a loop and never while a webhook is applied.
 */
export const secondAddressesOf = perStrapi(({ strapi }) => {
  const look = async (member: MemberRow): Promise<void> => {
    if (member.isTest || member.erasedAt !== null) return;
    const db = database(strapi);
    const rules = await readRules(strapi, db, await readConnectionRules(strapi));
    const likely = await findLikelyAccounts(strapi, db, member, rules);
    for (const { user, reason } of withoutCommonNames(likely)) {
      const tied = await findMembersByUser(db, user.id);
      // Test members are no real people; of two members one suggestion is enough.
      if (tied.some(({ isTest }) => isTest)) continue;
      const theirs = tied.map(({ id }) => id);
      if (member.userId !== null && (await isSuggested(db, theirs, member.userId))) continue;
      await addSuggestion(db, {
        connectionId: member.connectionId,
        memberId: member.id,
        userId: user.id,
        reason,
        foundAt: nowOf(strapi),
        decidedAt: null,
        decidedBy: null,
      });
    }
  };

  /** One instance takes each; if it crashes or fails, another one looks again later. */
  const lookAtSome = async (signal: AbortSignal): Promise<void> => {
    const db = database(strapi);
    const now = nowOf(strapi);
    for (const member of await findMembersToLookAt(db, { now, limit: AT_ONCE })) {
      if (signal.aborted) return;
      await breathe();
      const taken = { id: member.id, lookForOthersAt: now + AGAIN_MS };
      if (!(await planLook(db, member, taken.lookForOthersAt))) continue;
      try {
        await look(member);
        await planLook(db, taken, null);
      } catch (error) {
        const name = describeError(error);
        strapi.log.warn(
          `[kartra] Other accounts of member ${member.id} are sought later: ${name}.`
        );
      }
    }
  };

  const loop = createLoop(strapi, {
    name: 'Looking for other accounts of buyers',
    everyMs: LOOK_MS,
    work: lookAtSome,
  });

  const showUser = (rules: Rules, user: SiteUser, viewer: Viewer) => ({
    id: user.id,
    username: showEmail(viewer, user.username),
    email: showEmail(viewer, user.email),
    roleName: roleName(rules, user.roleId),
  });

  return {
    /** As of now, whatever was decided before, because an administrator is about to choose. */
    async of(memberId: number, viewer: Viewer): Promise<AccountSuggestion[]> {
      const db = database(strapi);
      const [member] = await findMembers(db, [memberId]);
      if (!member) throw notFound('There is no such member.');
      if (member.isTest || member.erasedAt !== null) return [];
      const rules = await readRules(strapi, db, await readConnectionRules(strapi));
      return (await findLikelyAccounts(strapi, db, member, rules)).map(({ user, reason }) => ({
        user: showUser(rules, user, viewer),
        reason,
      }));
    },

    async list(
      page: { readonly page: number; readonly pageSize: number },
      viewer: Viewer
    ): Promise<{ rows: OpenSuggestion[]; total: number }> {
      const db = database(strapi);
      const connection = await readConnectionRules(strapi);
      const offset = (page.page - 1) * page.pageSize;
      const rows = await findOpenSuggestions(strapi, db, connection.id, {
        offset,
        limit: page.pageSize,
      });
      const members = await findMembers(
        db,
        rows.map(({ memberId }) => memberId)
      );
      const users = await findUsers(
        strapi,
        db,
        rows.map(({ userId }) => userId)
      );
      const rules = await readRules(strapi, db, connection);
      const shown = rows.flatMap((row): OpenSuggestion[] => {
        const member = members.find(({ id }) => id === row.memberId);
        const user = users.find(({ id }) => id === row.userId);
        if (!member || !user) return [];
        return [
          {
            id: row.id,
            foundAt: new Date(row.foundAt).toISOString(),
            reason: row.reason,
            user: showUser(rules, user, viewer),
            member: { id: member.id, ...showPerson(viewer, member) },
          },
        ];
      });
      return { rows: shown, total: await countOpenSuggestions(strapi, db, connection.id) };
    },

    /** Records that they are two people, so the suggestion does not return. */
    async dismiss(id: number, { actor }: Viewer): Promise<void> {
      const db = database(strapi);
      const row = await findSuggestion(db, id);
      if (!row) throw notFound('There is no such suggestion.');
      const now = nowOf(strapi);
      await decideSuggestion(db, row, { at: now, by: actor });
      await insertActivity(db, {
        connectionId: row.connectionId,
        happenedAt: now,
        code: 'member.two-people',
        values: { userId: row.userId },
        actor,
        memberId: row.memberId,
      });
    },

    bootstrap: loop.start,
    destroy: loop.stop,
  };
});
