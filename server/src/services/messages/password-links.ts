import type { Core } from '@strapi/strapi';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { passwordLink } from '../../core/mail/welcome';
import { findConnection, type StoredConnection } from '../../repositories/connections';
import { database, inTransaction, type Database } from '../../repositories/database';
import type { MemberRow } from '../../repositories/members';
import {
  addPasswordLink,
  notePlanted,
  openPasswordLink,
  takePasswordLinks,
  type PasswordLinkRow,
} from '../../repositories/password-links';
import { clearResetToken, findResetToken, setResetToken } from '../../repositories/reset-tokens';
import { findPassword, findUsers } from '../../repositories/users';
import { publicAddress } from '../../utils/site-address';
import { nowOf } from '../background';
import { readResetPage } from './reset-page';

const HOUR_MS = 3_600_000;
const LINK_MS = 7 * 24 * HOUR_MS;
/** How long users-permissions, which keeps a code in clear and forever, is left with one. */
const PLANTED_MS = HOUR_MS;

export type OpenedLink =
  /** On to the site's page for a new password. */
  | { readonly type: 'open'; readonly address: string }
  /** Too old, or its account has another password or address by now. */
  | { readonly type: 'ended' }
  /** No link of ours, or its account can't be used. */
  | { readonly type: 'unknown' }
  /** The site has no page for a new password at present. */
  | { readonly type: 'unavailable' };

export const hashCode = (code: string): string => createHash('sha256').update(code).digest('hex');

export const linkAddress = (strapi: Core.Strapi, origin: string, code: string): string =>
  `${publicAddress(strapi, origin)}password-link/${code}`;

/** The account as the link was made for it: nothing that opens it when this is read. */
async function hashAccount(
  strapi: Core.Strapi,
  db: Database,
  account: { readonly id: number; readonly email: string | null; readonly salt: string }
): Promise<string> {
  const password = await findPassword(strapi, db, account.id);
  return createHmac('sha256', account.salt)
    .update(JSON.stringify([account.email, password]))
    .digest('hex');
}

/** A link for one account, of which only a hash is stored; the code to mail. */
export async function makePasswordLink(
  strapi: Core.Strapi,
  db: Database,
  asked: {
    readonly connection: Pick<StoredConnection, 'id' | 'salt'>;
    readonly member: Pick<MemberRow, 'id'>;
    readonly user: { readonly id: number; readonly email: string };
  }
): Promise<string> {
  const { connection, member, user } = asked;
  const code = randomBytes(32).toString('base64url');
  await addPasswordLink(db, {
    connectionId: connection.id,
    memberId: member.id,
    userId: user.id,
    codeHash: hashCode(code),
    accountHash: await hashAccount(strapi, db, { ...user, salt: connection.salt }),
    madeAt: nowOf(strapi),
  });
  return code;
}

/** What opening a link does: for an hour, users-permissions takes the code that the site's page is opened with. */
export async function openLink(strapi: Core.Strapi, code: string): Promise<OpenedLink> {
  const page = await readResetPage(strapi);
  const { salt } = await findConnection(database(strapi));
  return inTransaction(strapi, async (db): Promise<OpenedLink> => {
    const now = nowOf(strapi);
    const link = await openPasswordLink(db, hashCode(code), now);
    const [user] = link ? await findUsers(strapi, db, [link.userId]) : [];
    if (!link || !user?.email || user.blocked) return { type: 'unknown' };
    if (now >= link.madeAt + LINK_MS) return { type: 'ended' };
    if (link.accountHash !== (await hashAccount(strapi, db, { ...user, salt }))) {
      return { type: 'ended' };
    }
    if (page === null) return { type: 'unavailable' };
    return { type: 'open', address: passwordLink(page, await plant(strapi, db, { link, now })) };
  });
}

/** The code for users-permissions: the one it has from this link while that lives, else a new one. */
async function plant(
  strapi: Core.Strapi,
  db: Database,
  { link, now }: { readonly link: PasswordLinkRow; readonly now: number }
): Promise<string> {
  const until = now + PLANTED_MS;
  const known = await findResetToken(strapi, db, link.userId);
  const isOwn = known !== null && hashCode(known) === link.plantedHash;
  // As long as the codes that users-permissions makes itself.
  const code = isOwn ? known : randomBytes(64).toString('hex');
  if (!isOwn) await setResetToken(strapi, link.userId, code);
  await notePlanted(db, link.id, { hash: hashCode(code), until });
  return code;
}

/** Takes back what a link gave to users-permissions. A code that came from elsewhere stays. */
export async function takeBackPlanted(
  strapi: Core.Strapi,
  db: Database,
  link: PasswordLinkRow
): Promise<void> {
  const known = await findResetToken(strapi, db, link.userId);
  if (known !== null && hashCode(known) === link.plantedHash) {
    await clearResetToken(strapi, db, link.userId, known);
  }
}

/** All links of a member, and what they opened. In the caller's transaction. */
export async function endPasswordLinks(
  strapi: Core.Strapi,
  db: Database,
  memberId: number
): Promise<void> {
  for (const link of await takePasswordLinks(db, memberId)) {
    await takeBackPlanted(strapi, db, link);
  }
}
