import { randomUUID } from 'node:crypto';
import type { Member } from '../../../../contracts/member';
import type { Viewer } from '../../core/viewer/viewer';
import type { ActivityCode } from '../../core/inbox/codes';
import { standingAfter } from '../../core/access/drift';
import { insertActivity } from '../../repositories/activities';
import { deleteClaimLinksOf } from '../../repositories/claim-links';
import { database, inTransaction, tryAndUndo, type Database } from '../../repositories/database';
import { findIdentitiesOf, forgetIdentities } from '../../repositories/member-identities';
import { findMembers, lockMembers, updateMember, type MemberRow } from '../../repositories/members';
import { deleteUnsentMails } from '../../repositories/outbox-messages';
import { deleteSuggestionsOf } from '../../repositories/suggestions';
import { forgetBuyer } from '../../repositories/webhook-log-retention';
import { perStrapi } from '../../utils/per-strapi';
import { notFound } from '../../utils/errors';
import { RECOMPUTE_MEMBERS, recomputeMember, readConnectionRules } from '../engine';
import { endPasswordLinks } from '../messages';
import { membersOf } from './members';
import { jobsOf, nowOf } from '../background';

/** What an administrator does to one member by hand. */
export const memberCareOf = perStrapi(({ strapi }) => {
  const find = async (id: number): Promise<MemberRow> => {
    const [member] = await findMembers(database(strapi), [id]);
    if (!member) throw notFound('There is no such member.');
    return member;
  };

  /** Everything from the facts, for this one member; with what is entered first, in one transaction. */
  const recompute = async (
    id: number,
    { actor }: Viewer,
    enter?: (db: Database) => Promise<void>
  ): Promise<void> => {
    await recomputeMember(strapi, {
      connection: await readConnectionRules(strapi),
      memberId: id,
      ...(enter ? { enter } : {}),
      cause: { webhookLogId: null, actor },
      now: nowOf(strapi),
    });
  };

  const note = async (
    member: MemberRow,
    told: { code: ActivityCode; values: Record<string, string | number | null> },
    { actor }: Viewer
  ): Promise<void> => {
    await insertActivity(database(strapi), {
      connectionId: member.connectionId,
      happenedAt: nowOf(strapi),
      memberId: member.id,
      actor,
      ...told,
    });
  };

  return {
    recompute,

    /** All members rebuilt from their facts, as a job; by the new rules too, where an earlier version left them. */
    async recomputeEverybody({ actor }: Viewer) {
      const { id } = await readConnectionRules(strapi);
      const asked = { connectionId: id, by: actor, waitMs: 2000 };
      return jobsOf(strapi).start(RECOMPUTE_MEMBERS, { appliesNewRules: true }, asked);
    },

    /** What recomputing changes, or, dry, would change. */
    async recomputeAndShow(
      id: number,
      asked: { readonly viewer: Viewer; readonly dryRun: boolean }
    ): Promise<{ before: Member; after: Member }> {
      await find(id);
      const show = () => membersOf(strapi).one(id, asked.viewer);
      const before = await show();
      const run = async (): Promise<Member> => {
        await recompute(id, asked.viewer);
        return show();
      };
      return { before, after: await (asked.dryRun ? tryAndUndo(strapi, run) : run()) };
    },

    /**
     * Personal data goes for good: names, addresses, lead ids, payloads. The facts stay, as they hold none; the user of
     * the site, who is the site's own, is neither changed nor deleted, and no longer followed.
     */
    async erase(id: number, viewer: Viewer): Promise<void> {
      const member = await find(id);
      await inTransaction(strapi, async (db) => {
        const now = nowOf(strapi);
        await lockMembers(db, [id]);
        const known = await findIdentitiesOf(db, [id]);
        const emails = known.flatMap(({ type, value }) => (type === 'email' && value ? value : []));
        await forgetBuyer(db, { memberId: id, emails, now });
        await forgetIdentities(db, id);
        await deleteUnsentMails(db, id);
        await endPasswordLinks(strapi, db, id);
        await deleteClaimLinksOf(db, id);
        await deleteSuggestionsOf(db, id);
        await updateMember(db, id, {
          firstName: null,
          lastName: null,
          nameKey: null,
          lookForOthersAt: null,
          email: null,
          userId: null,
          linkedFrom: null,
          ...standingAfter(false, null),
          // A later buyer under the same address becomes a new member.
          originKey: `erased:${randomUUID()}`,
          erasedAt: now,
        });
        await note(member, { code: 'member.erased', values: {} }, viewer);
      });
    },
  };
});
