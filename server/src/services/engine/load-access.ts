import type { Core } from '@strapi/strapi';
import { normaliseEmail, type NormalizedEmail } from '../../core/members/email';
import { refusalOfRole, startRole, type RoleRefusal } from '../../core/rules/roles';
import { siteOf, type Rules } from '../../core/rules/rules';
import type { Database } from '../../repositories/database';
import { findIdentitiesOf } from '../../repositories/member-identities';
import { findMembersByUser, type MemberRow } from '../../repositories/members';
import { findOverridesOf } from '../../repositories/overrides';
import { findActionsOfRoles } from '../../repositories/roles';
import { findUsersAlike, lockUsers, type SiteUser } from '../../repositories/users';
import type { AccessWorld } from './access-world';

type Given = Pick<
  AccessWorld,
  'rules' | 'now' | 'members' | 'entitlements' | 'derived' | 'sendsWelcome' | 'answers'
>;

/** Reads, for any number of members, what is not given yet; the caller holds them. Accounts are held from here on. */
export async function loadAccess(
  strapi: Core.Strapi,
  db: Database,
  given: Given,
  /** Those who are decided about; the others only share an account with one of them. */
  inTurn: readonly MemberRow[]
): Promise<AccessWorld> {
  const own = await lockUsers(
    strapi,
    db,
    inTurn.flatMap(({ userId }) => userId ?? [])
  );
  const hasAccount = new Set(own.map(({ id }) => id));
  const addresses = await findAddresses(
    db,
    inTurn.filter(({ userId }) => userId === null || !hasAccount.has(userId))
  );
  const found = await findAccounts(strapi, db, [...new Set(addresses.values())]);
  const alike = [...found.values()].flat();
  const foundIds = [...new Set(alike.map(({ id }) => id))];
  const users = [...new Map([...own, ...alike].map((user) => [user.id, user])).values()];
  const overrides = await findOverridesOf(
    db,
    given.members.map(({ id }) => id),
    users.map(({ id }) => id)
  );
  return {
    ...given,
    overrides,
    users,
    addresses,
    accountsAlike: new Map([...found].map(([address, all]) => [address, all.map(({ id }) => id)])),
    membersOfAccount: await findMembersOf(db, foundIds),
    refusals: await findRefusals(strapi, db, given.rules),
  };
}

/** The first address known for each that can be trusted. */
async function findAddresses(
  db: Database,
  members: readonly MemberRow[]
): Promise<Map<number, NormalizedEmail>> {
  const addresses = new Map<number, NormalizedEmail>();
  if (members.length === 0) return addresses;
  const ids = members.map(({ id }) => id);
  for (const { memberId, type, value } of await findIdentitiesOf(db, ids)) {
    if (type !== 'email' || value === null || addresses.has(memberId)) continue;
    const checked = normaliseEmail(value);
    if (checked.ok) addresses.set(memberId, checked.email);
  }
  return addresses;
}

/** As they are now: on SQLite no other transaction writes at the same time; elsewhere they are read once more while they are held. */
async function findAccounts(
  strapi: Core.Strapi,
  db: Database,
  addresses: readonly NormalizedEmail[]
): Promise<ReadonlyMap<NormalizedEmail, readonly SiteUser[]>> {
  const found = await findUsersAlike(strapi, db, addresses);
  if (found.size === 0 || db.client === 'sqlite') return found;
  const ids = [...found.values()].flat().map(({ id }) => id);
  const held = new Map((await lockUsers(strapi, db, ids)).map((user) => [user.id, user]));
  return new Map(
    [...found].map(([address, users]) => [address, users.map((user) => held.get(user.id) ?? user)])
  );
}

async function findMembersOf(
  db: Database,
  userIds: readonly number[]
): Promise<Map<number, number[]>> {
  const members = new Map<number, number[]>();
  for (const { id, userId } of await findMembersByUser(db, ...userIds)) {
    if (userId !== null) members.set(userId, [...(members.get(userId) ?? []), id]);
  }
  return members;
}

/** Of every role that a member may be given. */
async function findRefusals(
  strapi: Core.Strapi,
  db: Database,
  rules: Rules
): Promise<Map<number, RoleRefusal | null>> {
  const start = startRole(siteOf(rules));
  const ids = [...rules.levels.map(({ roleId }) => roleId), ...(start === null ? [] : [start])];
  const actions = await findActionsOfRoles(strapi, db, ids);
  return new Map(
    ids.map((id) => {
      const role = rules.roles.all.find((one) => one.id === id) ?? null;
      return [id, refusalOfRole(role, actions.get(id) ?? [])];
    })
  );
}
