import type { Core } from '@strapi/strapi';
import { subscribeQuietly } from '../../repositories/user-listeners';
import { USER_UID } from '../../constants';
import type { ProofKind } from '../../core/access/proof';
import { normaliseEmail } from '../../core/members/email';
import { addProofs } from '../../repositories/account-proofs';
import { findMembersAsked } from '../../repositories/claim-links';
import { database, isOwnWrite } from '../../repositories/database';
import { findIdentity } from '../../repositories/member-identities';
import { findMembers, findMembersByUser, type MemberRow } from '../../repositories/members';
import { findMembersHeldBy } from '../../repositories/members-held';
import { findUsers } from '../../repositories/users';
import { perStrapi } from '../../utils/per-strapi';
import { describeError } from '../../utils/describe-error';
import { viewerOf } from '../../utils/viewer-of';
import { driftOf } from './drift';
import { recomputeMember, readConnectionRules } from '../engine';
import { createLoop, nowOf } from '../background';

const LOOK_MS = 250;

/** Any other account may be what they wait for. */
const WAIT_FOR_OTHERS = ['address-in-the-way', 'two-people'] as const;
const MOST_WAITING = 50;

/**
 * A user who confirmed the address, registered (again), was deleted, or changed in any other way: what was held for their sake
 * is looked at again. Changes are only noted where they happen, often inside another transaction, and looked at from
 * a loop outside of it. Only members with something waiting are touched: a role that was changed by hand
 * stays, and is noted.
 */
export const userWatchOf = perStrapi(({ strapi }) => {
  const changed = new Map<number, Change>();

  /** Tied to this user, known by the user's address, or waiting for an address that another account has. */
  const membersOf = async (connectionId: number, userId: number): Promise<MemberRow[]> => {
    const db = database(strapi);
    const tied = await findMembersByUser(db, userId);
    const [user] = await findUsers(strapi, db, [userId]);
    const checked = normaliseEmail(user?.email ?? null);
    const known = checked.ok && (await findIdentity(db, connectionId, 'email', checked.email));
    const named = known ? await findMembers(db, [known.memberId]) : [];
    // What they were in the way of may have another address than they have now.
    const waiting = await findMembersHeldBy(db, WAIT_FOR_OTHERS, MOST_WAITING);
    // Waiting for it to be proved, under an address that it may not have any more.
    const asked = await findMembers(db, await findMembersAsked(db, userId));
    return [
      ...new Map([...tied, ...named, ...waiting, ...asked].map((row) => [row.id, row])).values(),
    ];
  };

  const look = async (userId: number, actor: string | null): Promise<void> => {
    try {
      const connection = await readConnectionRules(strapi);
      for (const member of await membersOf(connection.id, userId)) {
        const isDrifted = await driftOf(strapi).lookAtUserOf(member, actor);
        if (isDrifted || member.heldReason === null) continue;
        await recomputeMember(strapi, {
          connection,
          memberId: member.id,
          cause: { webhookLogId: null, actor: null },
          now: nowOf(strapi),
        });
      }
    } catch (error) {
      strapi.log.warn(
        `[kartra] What waits for user ${userId} was not looked at again: ${describeError(error)}.`
      );
    }
  };

  const prove = async (userId: number, { proof, at }: Change): Promise<void> => {
    if (proof === null) return;
    try {
      await addProofs(strapi, database(strapi), [userId], { kind: proof, at });
    } catch (error) {
      strapi.log.warn(
        `[kartra] How account ${userId} was proved was not noted: ${describeError(error)}.`
      );
    }
  };

  const loop = createLoop(strapi, {
    name: 'Looking at changed users',
    everyMs: LOOK_MS,
    async work(signal) {
      for (const [userId, change] of [...changed]) {
        if (signal.aborted) return;
        changed.delete(userId);
        await prove(userId, change);
        await look(userId, change.actor);
      }
    },
  });

  const note = (event: unknown): void => {
    if (isOwnWrite()) return;
    const id = Number((event as { result?: { id?: number | string } }).result?.id);
    if (!Number.isInteger(id)) return;
    const proof = proofOf(strapi, event as UserEvent) ?? changed.get(id)?.proof ?? null;
    changed.set(id, { actor: whoAsks(strapi), proof, at: nowOf(strapi) });
  };

  return {
    /** From now on changes are noted, also those that the site's own code makes before it listens. */
    watch(): void {
      subscribeQuietly(strapi, {
        models: [USER_UID],
        afterCreate: note,
        afterUpdate: note,
        afterDelete: note,
      });
    },

    bootstrap: loop.start,
    destroy: loop.stop,
  };
});

interface Change {
  /** Who did it: an administrator or an API token; null: a member, or code of the site. */
  readonly actor: string | null;
  readonly proof: ProofKind | null;
  /** Epoch ms. */
  readonly at: number;
}

interface UserEvent {
  readonly action?: string;
  readonly params?: { readonly data?: { readonly confirmed?: unknown } };
}

/** What this change proves: an administrator made the account, or the link in Strapi's own mail confirmed its address. */
function proofOf(strapi: Core.Strapi, { action, params }: UserEvent): ProofKind | null {
  const ctx = strapi.requestContext.get();
  if (action === 'afterCreate' && ctx && viewerOf(ctx).kind === 'administrator') {
    return 'administrator';
  }
  const isConfirmed = action === 'afterUpdate' && params?.data?.confirmed === true;
  return isConfirmed && ctx?.path.endsWith('/auth/email-confirmation') ? 'confirmed' : null;
}

/** The administrator or the API token whose request this is; null for a member's own, and for code of the site. */
function whoAsks(strapi: Core.Strapi): string | null {
  const ctx = strapi.requestContext.get();
  const viewer = ctx && viewerOf(ctx);
  return viewer && viewer.kind !== 'nobody' ? viewer.actor : null;
}
