import type { Core } from '@strapi/strapi';
import type { Proof } from '../../core/access/proof';
import { normaliseEmail, type NormalizedEmail } from '../../core/members/email';
import { refusalOfRole, startRole, type RoleRefusal } from '../../core/rules/roles';
import { siteOf, type Rules } from '../../core/rules/rules';
import { findProofs } from '../../repositories/account-proofs';
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
  const { addresses, addressSince } = await findAddresses(
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
    proofs: await findKnownProofs(strapi, db, foundIds),
    addressSince,
    membersOfAccount: await findMembersOf(db, foundIds),
    refusals: await findRefusals(strapi, db, given.rules),
  };
}

/** The first address known for each that can be trusted, and since when it is known (epoch ms). */
async function findAddresses(
  db: Database,
  members: readonly MemberRow[]
): Promise<{ addresses: Map<number, NormalizedEmail>; addressSince: Map<number, number> }> {
  const addresses = new Map<number, NormalizedEmail>();
  const addressSince = new Map<number, number>();
  if (members.length === 0) return { addresses, addressSince };
  const firstSeen = new Map(members.map(({ id, firstSeenAt }) => [id, firstSeenAt]));
  for (const identity of await findIdentitiesOf(db, [...firstSeen.keys()])) {
    const { memberId, type, value, seenAt } = identity;
    if (type !== 'email' || value === null || addresses.has(memberId)) continue;
    const checked = normaliseEmail(value);
    if (!checked.ok) continue;
    addresses.set(memberId, checked.email);
    addressSince.set(memberId, seenAt ?? firstSeen.get(memberId) ?? 0);
  }
  return { addresses, addressSince };
}

async function findKnownProofs(
  strapi: Core.Strapi,
  db: Database,
  userIds: readonly number[]
): Promise<ReadonlyMap<number, Proof>> {
  const rows = [...(await findProofs(strapi, db, userIds))];
  return new Map(
    rows.flatMap(([userId, { kind, at }]) => (kind === null ? [] : [[userId, { kind, at }]]))
  );
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
