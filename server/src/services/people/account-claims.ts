import { setTimeout as sleep } from 'node:timers/promises';
import type { ClaimPage } from '../../core/mail/claim-page';
import { accountInMail, claimMailOf, signsInHere } from '../../core/mail/claim';
import { normaliseEmail } from '../../core/members/email';
import type { Viewer } from '../../core/viewer/viewer';
import { noteSignInsFrom, putProof } from '../../repositories/account-proofs';
import { insertActivity } from '../../repositories/activities';
import { findClaimLink, useClaimLink, type ClaimLinkRow } from '../../repositories/claim-links';
import { database, inTransaction, type Database } from '../../repositories/database';
import { findIdentity } from '../../repositories/member-identities';
import { findMembers, lockMembers, updateMember } from '../../repositories/members';
import { countRecentMessages } from '../../repositories/outbox-messages';
import { findUsersByEmail, lockUser, takeOver } from '../../repositories/users';
import { perStrapi } from '../../utils/per-strapi';
import { notFound } from '../../utils/errors';
import { refuse } from '../../utils/validate';
import { clockOf, nowOf } from '../background';
import { readConnectionRules, recomputeTogether } from '../engine';
import { CLAIM, hashCode, queueClaimAgain } from '../messages';
import { readClaim, type Claim } from './claim-facts';
import { CLAIM_LINK_MS } from './claim-mail';
import { fewestCharacters, passwordProblem } from './password-rules';
import { RateLimit } from './rate-limit';
import { endSessions } from './sign-ins';

const SECOND_MS = 1000;
const DAY_MS = 86_400_000;
/** Between two mails that someone asks for, and how many there are in a day. */
const PAUSE_MS = 600_000;
const MOST_A_DAY = 5;
const MOST_OF_ONE_IP = 20;

/** A password of their own, or, for an account that signs in with a provider, that it is theirs. */
export type ClaimAnswer = { readonly password: string } | { readonly confirm: true };

/** Used, too old, or nothing is left to be proved: said inside the transaction, to end it. */
class EndedError extends Error {}

/**
 * A buyer takes over the account with their address that was there before the purchase, perhaps a stranger's. The link
 * goes to that address only, and using it proves that the mailbox is theirs.
 */
export const accountClaimsOf = perStrapi(({ strapi }) => {
  const asks = new RateLimit(MOST_OF_ONE_IP, PAUSE_MS);

  const readLink = async (
    db: Database,
    code: string
  ): Promise<{ readonly link: ClaimLinkRow; readonly claim: Claim } | 'unknown' | 'ended'> => {
    const link = await findClaimLink(db, hashCode(code));
    if (!link) return 'unknown';
    if (link.usedAt !== null || nowOf(strapi) >= link.madeAt + CLAIM_LINK_MS) return 'ended';
    const claim = await readClaim(strapi, db, link);
    return claim && claimMailOf(claim.facts) !== null ? { link, claim } : 'ended';
  };

  /** Refuses sign-ins of until then; returns how many ms that is. Tokens are dated by the machine, in whole seconds. */
  const endSignIns = async (db: Database, userId: number, ms: number): Promise<number> => {
    const now = clockOf(strapi).machine();
    const from = Math.floor((now + ms) / SECOND_MS);
    await noteSignInsFrom(strapi, db, userId, from);
    await endSessions(strapi, userId);
    return from * SECOND_MS - now;
  };

  const take = async (link: ClaimLinkRow, password: string | null): Promise<void> => {
    const { memberId, userId, connectionId } = link;
    const now = nowOf(strapi);
    const enter = async (db: Database): Promise<void> => {
      const user = await lockUser(strapi, db, userId);
      const claim = user && (await readClaim(strapi, db, link));
      if (!claim || claimMailOf(claim.facts) === null || !(await useClaimLink(db, link, now))) {
        throw new EndedError();
      }
      await takeOver(strapi, userId, password);
      await putProof(strapi, db, userId, { kind: 'claimed', at: now });
      // Who signs in with a provider did so before, and goes on.
      if (password !== null) await endSignIns(db, userId, SECOND_MS);
      await updateMember(db, memberId, { isAccountUnproved: false });
      await insertActivity(db, {
        connectionId,
        happenedAt: now,
        code: 'account.claimed',
        values: { userId },
        actor: null,
        memberId,
      });
    };
    await recomputeTogether(strapi, {
      connection: await readConnectionRules(strapi),
      memberIds: [memberId],
      enter,
      cause: { webhookLogId: null, actor: null },
      now,
    });
    // Until the commit, and for as long as a check of the old password takes, others could still sign in.
    if (password !== null) {
      await sleep(await endSignIns(database(strapi), userId, 2 * SECOND_MS));
      await endSessions(strapi, userId);
    }
  };

  /** Mailed at most once in ten minutes and five times a day. False: not now. */
  const mailAgain = (memberId: number, userId: number, isForced: boolean): Promise<boolean> =>
    inTransaction(strapi, async (db) => {
      await lockMembers(db, [memberId]);
      const now = nowOf(strapi);
      const claim = await readClaim(strapi, db, { memberId, userId });
      if (!claim || claimMailOf(claim.facts) === null) return false;
      const asked = { topic: CLAIM, since: now - DAY_MS };
      const { queuedAt, waiting } = await countRecentMessages(db, memberId, asked);
      const isTooSoon = now - Math.max(0, ...queuedAt) < PAUSE_MS || queuedAt.length >= MOST_A_DAY;
      if (waiting > 0 || (isTooSoon && !isForced)) return false;
      const { connectionId } = claim.member;
      await queueClaimAgain(db, { connectionId, memberId, userId, at: now });
      return true;
    });

  /** The account with the member's address that is or would be theirs. */
  const accountOf = async (memberId: number): Promise<number | null> => {
    const db = database(strapi);
    const [member] = await findMembers(db, [memberId]);
    if (!member) return null;
    if (member.userId !== null) return member.userId;
    const checked = normaliseEmail(member.email);
    if (!checked.ok) return null;
    const own = (await findUsersByEmail(strapi, db, [checked.email])).get(checked.email) ?? [];
    const confirmed = own.filter((user) => user.confirmed);
    const [only, ...others] = confirmed.length > 0 ? confirmed : own;
    return only && others.length === 0 ? only.id : null;
  };

  return {
    /** Whether this address may ask once more. */
    allowsFrom: (ip: string): boolean => asks.allows(ip, nowOf(strapi)),

    /** What the link shows. Changes nothing: mail scanners open links. */
    async look(code: string): Promise<ClaimPage> {
      const found = await readLink(database(strapi), code);
      if (found === 'unknown') return { type: 'unknown' };
      if (found === 'ended') return { type: 'claim-ended' };
      const { user } = found.claim;
      const account = accountInMail(user);
      return signsInHere(user)
        ? { type: 'claim', account, fewest: fewestCharacters(strapi), problem: null }
        : { type: 'provider', account, provider: user.provider ?? '' };
    },

    /** What using the link did. A password that the site refuses leaves it as it was. */
    async use(code: string, answer: ClaimAnswer): Promise<ClaimPage> {
      const found = await readLink(database(strapi), code);
      if (found === 'unknown') return { type: 'unknown' };
      if (found === 'ended') return { type: 'claim-ended' };
      const { user } = found.claim;
      const isLocal = signsInHere(user);
      const password = 'password' in answer ? answer.password : null;
      if (isLocal !== (password !== null)) return this.look(code);
      const problem = password === null ? null : await passwordProblem(strapi, password);
      if (problem !== null) {
        const fewest = fewestCharacters(strapi);
        return { type: 'claim', account: accountInMail(user), fewest, problem };
      }
      try {
        await take(found.link, password);
      } catch (error) {
        if (error instanceof EndedError) return { type: 'claim-ended' };
        throw error;
      }
      return isLocal ? { type: 'claimed' } : { type: 'confirmed', provider: user.provider ?? '' };
    },

    /** For someone with a link that works no longer. */
    async askAgain(code: string): Promise<ClaimPage> {
      const link = await findClaimLink(database(strapi), hashCode(code));
      if (!link) return { type: 'unknown' };
      await mailAgain(link.memberId, link.userId, false);
      return { type: 'renewed' };
    },

    /** For anyone who names an address. Says nothing about whether it is known. */
    async ask(email: string): Promise<void> {
      const checked = normaliseEmail(email);
      if (!checked.ok) return;
      const { id } = await readConnectionRules(strapi);
      const tie = await findIdentity(database(strapi), id, 'email', checked.email);
      const userId = tie && (await accountOf(tie.memberId));
      if (tie && userId !== null) await mailAgain(tie.memberId, userId, false);
    },

    /** For an administrator. */
    async resend(memberId: number, { actor }: Viewer): Promise<void> {
      const [member] = await findMembers(database(strapi), [memberId]);
      if (!member) throw notFound('There is no such member.');
      const userId = await accountOf(memberId);
      if (userId === null || !(await mailAgain(memberId, userId, true))) {
        throw refuse(['id'], 'claim-none');
      }
      await insertActivity(database(strapi), {
        connectionId: member.connectionId,
        happenedAt: nowOf(strapi),
        code: 'member.claim-resent',
        values: {},
        actor,
        memberId,
      });
    },
  };
});
