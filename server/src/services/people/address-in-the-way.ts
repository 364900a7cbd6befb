import type { Core } from '@strapi/strapi';
import { normaliseEmail, type NormalizedEmail } from '../../core/members/email';
import type { RefusalCode } from '../../core/wording/refusals';
import type { Viewer } from '../../core/viewer/viewer';
import { insertActivity } from '../../repositories/activities';
import { database, type Database } from '../../repositories/database';
import { findIdentitiesOf } from '../../repositories/member-identities';
import { findMembers } from '../../repositories/members';
import { findUsersAlike, findUsersByEmail, renameUser } from '../../repositories/users';
import { notFound } from '../../utils/errors';
import { refuse } from '../../utils/validate';
import { nowOf } from '../background';
import { readConnectionRules, recomputeTogether } from '../engine';

interface Asked {
  readonly id: number;
  readonly userId: number;
  readonly viewer: Viewer;
}

/**
 * Strapi signs in the first account whose address or username is equal, so a buyer whose address is another account's username could
 * not use an account of their own. That account is renamed, and keeps its e-mail address; then the member is brought up
 * to date, which gives them theirs. One transaction does both.
 */
export async function renameInTheWay(
  strapi: Core.Strapi,
  { id, userId, viewer: { actor } }: Asked
): Promise<void> {
  const refused = (code: RefusalCode) => refuse(['renameAccount'], code);
  const [member] = await findMembers(database(strapi), [id]);
  if (!member) throw notFound('There is no such member.');
  if (member.heldReason !== 'address-in-the-way') throw refused('account-not-in-the-way');
  const now = nowOf(strapi);
  const enter = async (db: Database): Promise<void> => {
    const address = await addressOf(db, id);
    const alike = address && (await findUsersAlike(strapi, db, [address])).get(address);
    const user = alike?.find((one) => one.id === userId);
    if (!address || !user) throw refused('account-not-in-the-way');
    const own = (await findUsersByEmail(strapi, db, [address])).get(address) ?? [];
    const after = `${user.username.split('@')[0]}-${userId}`;
    const isOwn = own.some((one) => one.id === userId);
    await renameUser(strapi, userId, after);
    const still = (await findUsersAlike(strapi, db, [address])).get(address) ?? [];
    // Its e-mail address is alike too: the transaction takes the new name back.
    if (isOwn || still.some((one) => one.id === userId)) throw refused('account-same-address');
    await insertActivity(db, {
      connectionId: member.connectionId,
      happenedAt: now,
      code: 'account.renamed',
      values: { userId, after },
      actor,
      memberId: id,
    });
  };
  await recomputeTogether(strapi, {
    connection: await readConnectionRules(strapi),
    memberIds: [id],
    enter,
    cause: { webhookLogId: null, actor },
    now,
  });
}

async function addressOf(db: Database, memberId: number): Promise<NormalizedEmail | null> {
  for (const { type, value } of await findIdentitiesOf(db, [memberId])) {
    const checked = normaliseEmail(type === 'email' ? value : null);
    if (checked.ok) return checked.email;
  }
  return null;
}
