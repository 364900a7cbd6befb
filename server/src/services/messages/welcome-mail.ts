import type { Core } from '@strapi/strapi';
import { z } from 'zod';
import type { PreviewWelcomeBody, WelcomePreview } from '../../../../contracts/connection';
import type { WelcomeMailState } from '../../../../contracts/member';
import { renderMail } from '../../core/mail/template';
import { mailablePerson } from '../../core/mail/mailable';
import { wordOf } from '../../core/mail/undelivered';
import { whyNoWelcome } from '../../core/mail/welcome';
import type { Viewer } from '../../core/viewer/viewer';
import { insertActivity } from '../../repositories/activities';
import { findConnection } from '../../repositories/connections';
import { database, inTransaction, type Database } from '../../repositories/database';
import { findMembers, lockMembers } from '../../repositories/members';
import {
  countRecentMessages,
  deleteUnsentMails,
  findLastMessage,
  queueMessage,
  queueMessagesOnce,
  type OutboxRow,
} from '../../repositories/outbox-messages';
import { findPasswordLink } from '../../repositories/password-links';
import { findRoles } from '../../repositories/roles';
import { findPassword, findUsers } from '../../repositories/users';
import { perStrapi } from '../../utils/per-strapi';
import { notFound } from '../../utils/errors';
import { isoOrNull } from '../../utils/iso';
import { refuse } from '../../utils/validate';
import { hashCode, linkAddress, makePasswordLink } from './password-links';
import { levelAndProductOf } from './mail-values';
import { readResetPage } from './reset-page';
import { siteOriginOf } from './site-origin';
import type { MailKind } from './mailbox';
import { NotReadyError, type Delivery } from './outbox-lane';
import { sendMail } from './send-mail';
import { nowOf } from '../background';

export const WELCOME = 'mail.welcome';

const DAY_MS = 86_400_000;
/** Between two links that a member asks for, and how many there are in a day. */
const PAUSE_MS = 600_000;
const MOST_A_DAY = 5;

export const welcomeKey = (connectionId: number, userId: number): string =>
  `welcome:${connectionId}:${userId}`;

/**
 * In the transaction that created the accounts: one welcome mail for each of them, ever. Its message holds no personal
 * data; who is greeted, and where, is read when it leaves.
 */
export const queueWelcomes = (
  db: Database,
  connectionId: number,
  welcomes: readonly { readonly memberId: number; readonly userId: number; readonly at: number }[]
): Promise<void> =>
  queueMessagesOnce(
    db,
    welcomes.map(({ memberId, userId, at }) => ({
      key: welcomeKey(connectionId, userId),
      connectionId,
      topic: WELCOME,
      payload: { userId, isResent: false },
      memberId,
      at,
    }))
  );

export function showWelcome(message: OutboxRow | null): WelcomeMailState | null {
  if (!message) return null;
  const isQueued = message.state === 'queued';
  return {
    state: message.state === 'dead' ? 'gave-up' : message.state,
    queuedAt: new Date(message.queuedAt).toISOString(),
    sentAt: isoOrNull(message.sentAt),
    attempts: message.attempts,
    nextAttemptAt: isQueued ? isoOrNull(message.nextAttemptAt) : null,
    error: message.error && wordOf(message.error),
  };
}

export const welcomePayload = z.object({ userId: z.int(), isResent: z.boolean() });
type WelcomePayload = z.output<typeof welcomePayload>;

/** Sends one welcome mail: with a link made now, and the words of now. */
async function deliver(
  strapi: Core.Strapi,
  { userId, isResent }: WelcomePayload,
  message: OutboxRow
): Promise<Delivery> {
  const db = database(strapi);
  const [member] = message.memberId === null ? [] : await findMembers(db, [message.memberId]);
  const [user] = await findUsers(strapi, db, [userId]);
  const connection = await findConnection(db);
  const { settings } = connection;
  const { isOn } = settings.welcomeMail;
  const hasPassword = user !== undefined && (await findPassword(strapi, db, user.id)) !== null;
  const reason = whyNoWelcome({
    member: member ?? null,
    user: user ? { ...user, hasPassword } : null,
    isResent,
    isOn,
  });
  if (reason !== null || !member || !user?.email) {
    return { state: 'skipped', reason: reason ?? 'account-gone' };
  }
  const resetPage = await readResetPage(strapi);
  if (resetPage === null) throw new NotReadyError('reset-page-missing');
  const origin = siteOriginOf(strapi, connection);
  if (origin === null) throw new NotReadyError('site-address-missing');

  const code = await makePasswordLink(strapi, db, {
    connection,
    member,
    user: { id: user.id, email: user.email },
  });
  const mail = renderMail(settings.welcomeMail, {
    name: mailablePerson(member.firstName),
    site: new URL(resetPage).hostname,
    product: (await levelAndProductOf(strapi, db, member.id)).product,
    level: (await findRoles(strapi, db)).find(({ id }) => id === user.roleId)?.name ?? '',
    link: linkAddress(strapi, origin, code),
  });
  await sendMail(strapi, user.email, mail);
  return { state: 'sent' };
}

export const welcomeMails = {
  topic: WELCOME,
  payload: welcomePayload,
  deliver,
} satisfies MailKind<WelcomePayload>;

const SAMPLE = {
  name: 'Ann',
  product: 'Meal Plan',
  level: 'Gold',
} as const;

/** As long as a real one, and the code of no link. */
const SAMPLE_CODE = 'Sample-4f9c2e71-of-a-link-that-opens-no-one';

/** Welcome mails as administrators see them. */
export const welcomeMailOf = perStrapi(({ strapi }) => ({
  async preview(template: PreviewWelcomeBody, { origin }: Viewer): Promise<WelcomePreview> {
    const resetPage = (await readResetPage(strapi)) ?? 'https://members.example.com/set-password';
    const { subject, text } = renderMail(template, {
      ...SAMPLE,
      site: new URL(resetPage).hostname,
      link: linkAddress(strapi, origin, SAMPLE_CODE),
    });
    return { subject, text };
  },

  /** Sends another one on request, even to a member who already has a password. */
  async resend(memberId: number, { actor }: Viewer): Promise<void> {
    const [member] = await findMembers(database(strapi), [memberId]);
    if (!member) throw notFound('There is no such member.');
    const { userId } = member;
    if (userId === null || member.erasedAt !== null || member.isTest) {
      throw refuse(['id'], member.isTest ? 'mail-test-member' : 'mail-no-account');
    }
    await inTransaction(strapi, async (db) => {
      const about = { connectionId: member.connectionId, memberId };
      const at = nowOf(strapi);
      // Its place is taken: one that waits or was given up is not to be waited for any more.
      await deleteUnsentMails(db, memberId);
      await queueMessage(db, {
        ...about,
        topic: WELCOME,
        payload: { userId, isResent: true },
        at,
      });
      await insertActivity(db, {
        ...about,
        happenedAt: at,
        code: 'member.welcome-resent',
        values: {},
        actor,
      });
    });
  },

  /**
   * Asked for by someone who has an old link of theirs: mailed to the account's own address, at most once in ten
   * minutes and five times a day. Says nothing about whether it was. False: there is no such link.
   */
  async renew(code: string): Promise<boolean> {
    const link = await findPasswordLink(database(strapi), hashCode(code));
    const [member] = link ? await findMembers(database(strapi), [link.memberId]) : [];
    if (!link || !member) return false;
    await inTransaction(strapi, async (db) => {
      await lockMembers(db, [member.id]);
      const now = nowOf(strapi);
      const asked = { topic: WELCOME, since: now - DAY_MS };
      const { queuedAt, waiting } = await countRecentMessages(db, member.id, asked);
      const last = Math.max(0, ...queuedAt);
      if (waiting > 0 || queuedAt.length >= MOST_A_DAY || now - last < PAUSE_MS) return;
      await queueMessage(db, {
        connectionId: link.connectionId,
        topic: WELCOME,
        payload: { userId: link.userId, isResent: true },
        memberId: member.id,
        at: now,
      });
    });
    return true;
  },

  async stateOf(memberId: number): Promise<WelcomeMailState | null> {
    return showWelcome(await findLastMessage(database(strapi), memberId, WELCOME));
  },
}));
