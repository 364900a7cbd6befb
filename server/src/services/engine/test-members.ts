import type { Core } from '@strapi/strapi';
import type { NormalizedEmail } from '../../core/members/email';
import { database, inTransaction } from '../../repositories/database';
import { findIdentitiesOf, findIdentity } from '../../repositories/member-identities';
import { findMembers, findMembersByUser, lockMembers } from '../../repositories/members';
import { deleteTestMember } from '../../repositories/test-members';
import { deleteUser, findUsersByEmail } from '../../repositories/users';

/** Whether a member or a user that no test made has this address. Tests leave them alone. */
export async function isSomebodys(
  strapi: Core.Strapi,
  connectionId: number,
  email: NormalizedEmail
): Promise<boolean> {
  const db = database(strapi);
  const identity = await findIdentity(db, connectionId, 'email', email);
  const [member] = identity ? await findMembers(db, [identity.memberId]) : [];
  if (member) return !member.isTest;
  const users = (await findUsersByEmail(strapi, db, [email])).get(email) ?? [];
  if (users.length === 0) return false;
  const tied = await findMembersByUser(db, ...users.map(({ id }) => id));
  return !tied.some(({ isTest }) => isTest);
}

/** The member, the account made for them, and all that tests brought. False when this is no test member. */
export async function removeTestMember(strapi: Core.Strapi, id: number): Promise<boolean> {
  const [known] = await findMembers(database(strapi), [id]);
  if (!known?.isTest) return false;
  return inTransaction(strapi, async (db) => {
    const [member] = await lockMembers(db, [id]);
    if (!member?.isTest) return false;
    const identities = await findIdentitiesOf(db, [id]);
    const emails = identities.flatMap(({ type, value }) =>
      type === 'email' && value ? value : []
    );
    await deleteTestMember(db, id, emails);
    // Never a real user's account: a test member is tied only to the one that was created for it.
    if (member.userId !== null) await deleteUser(strapi, db, member.userId);
    return true;
  });
}
