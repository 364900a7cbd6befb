import type { Core } from '@strapi/strapi';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import {
  accountInMail,
  claimMailOf,
  dateInMail,
  renderClaimMail,
  signsInHere,
} from '../../core/mail/claim';
import { mailablePerson } from '../../core/mail/mailable';
import { addClaimLink, deleteClaimLink, findLiveLinks } from '../../repositories/claim-links';
import { findConnection } from '../../repositories/connections';
import { database } from '../../repositories/database';
import type { OutboxRow } from '../../repositories/outbox-messages';
import { findRegistered } from '../../repositories/users';
import { readConfig } from '../../utils/read-config';
import { publicAddress } from '../../utils/site-address';
import { nowOf } from '../background';
import {
  CLAIM,
  hashCode,
  levelAndProductOf,
  NotReadyError,
  readSiteLanguage,
  sendMail,
  siteOriginOf,
  type Delivery,
  type MailKind,
} from '../messages';
import { readClaim } from './claim-facts';

const DAY_MS = 86_400_000;
export const CLAIM_LINK_MS = 7 * DAY_MS;
/** Asking again ends no link that was mailed before; so there are never more than these. */
const MOST_LIVE = 3;

const claimPayload = z.object({ userId: z.int() });
type ClaimPayload = z.output<typeof claimPayload>;

/** What the mail says, and whether it goes at all, is decided when it leaves. */
async function deliver(
  strapi: Core.Strapi,
  { userId }: ClaimPayload,
  message: OutboxRow
): Promise<Delivery> {
  const db = database(strapi);
  const claim = await readClaim(strapi, db, { memberId: message.memberId ?? 0, userId });
  const kind = claim && claimMailOf(claim.facts);
  if (!claim || !kind) return { state: 'skipped', reason: 'claim-over' };
  const { member, user, email } = claim;
  const connection = await findConnection(db);
  const origin = siteOriginOf(strapi, connection);
  if (origin === null) throw new NotReadyError('site-address-missing');
  const live = await findLiveLinks(db, userId, nowOf(strapi) - CLAIM_LINK_MS);
  if (live.length >= MOST_LIVE) return { state: 'skipped', reason: 'enough-links' };
  const code = randomBytes(32).toString('base64url');
  const codeHash = hashCode(code);
  await addClaimLink(db, {
    connectionId: connection.id,
    memberId: member.id,
    userId,
    codeHash,
    madeAt: nowOf(strapi),
  });
  const language = await readSiteLanguage(strapi);
  const mail = renderClaimMail(kind, language, {
    ...(await levelAndProductOf(strapi, db, member.id)),
    name: mailablePerson(member.firstName),
    site: new URL(publicAddress(strapi, origin)).hostname,
    account: accountInMail(user),
    registered: dateInMail((await findRegistered(strapi, db, userId)) ?? nowOf(strapi), language),
    provider: signsInHere(user) ? '' : (user.provider ?? ''),
    link: claimAddress(strapi, origin, code),
  });
  try {
    await sendMail(strapi, email, mail);
  } catch (error) {
    // No one has it: it must not count as one of those that work.
    await deleteClaimLink(db, codeHash);
    throw error;
  }
  return { state: 'sent' };
}

/** The site's own page where its configuration names one, else the plugin's. */
function claimAddress(strapi: Core.Strapi, origin: string, code: string): string {
  const { claimPage } = readConfig(strapi);
  if (claimPage === null) return `${publicAddress(strapi, origin)}claim-link/${code}`;
  const url = new URL(claimPage);
  url.searchParams.set('code', code);
  return url.toString();
}

export const claimMails = {
  topic: CLAIM,
  payload: claimPayload,
  deliver,
} satisfies MailKind<ClaimPayload>;
