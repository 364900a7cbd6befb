import type { Core } from '@strapi/strapi';
import type { Buyer } from '../../core/kartra/event';
import { normaliseEmail, type NormalizedEmail } from '../../core/members/email';
import { nameKey } from '../../core/members/name';
import { database, type Database } from '../../repositories/database';
import {
  findTies,
  hashIdentity,
  moveTie,
  tieIdentities,
  type IdentityRow,
  type IdentityType,
} from '../../repositories/member-identities';
import {
  createMembersOnce,
  findMembers,
  findMembersByUser,
  updateMembers,
  type MemberRow,
  type NewMember,
} from '../../repositories/members';
import { findUsersByEmail } from '../../repositories/users';
import type { MemberChanges } from './draft';
import { hasNewLead, tiesOfOthers } from './moved-addresses';
import { removeTestMember } from './test-members';

/** Who a webhook is about, as ties in the database; null where the webhook names no one. */
export interface Person {
  readonly memberId: number | null;
  readonly leadToken: string | null;
  readonly emailToken: string | null;
  /** The member was first known by another address than this webhook names. */
  readonly isAtAnotherAddress: boolean;
}

interface Named {
  readonly buyer: Buyer;
  readonly isTest: boolean;
}

/** A webhook's buyer, with an address only where it is one that can be trusted. */
interface Sought extends Named {
  readonly leadId: string | null;
  readonly email: NormalizedEmail | null;
}

interface About {
  readonly connectionId: number;
  readonly now: number;
}

export const NO_ONE: Person = {
  memberId: null,
  leadToken: null,
  emailToken: null,
  isAtAnotherAddress: false,
};

/**
 * Finds the members that webhooks name, each by Kartra lead id and then by e-mail, or makes them, with few statements for
 * any number. Every insert yields to a row that is there already, so any number of instances come to the same members.
 * Ties are sticky. One that comes earlier in the list comes first.
 */
export async function identifyBuyers(
  strapi: Core.Strapi,
  asked: About & { readonly named: readonly Named[] }
): Promise<Person[]> {
  const db = database(strapi);
  const sought = asked.named.map(seek);
  const ties = await tieAll(strapi, db, asked, sought);
  const members = await rememberAll(db, asked, sought, ties);
  const people: Person[] = [];
  for (const [index, one] of sought.entries()) {
    const { lead, address, memberId } = ties[index] ?? {};
    const member = memberId === undefined ? undefined : members.get(memberId);
    if (memberId === undefined) people.push(NO_ONE);
    else if (member?.isTest === true && !one.isTest) {
      // A real person buys under the address of a test: what the test gave isn't theirs.
      await removeTestMember(strapi, memberId);
      people.push(...(await identifyBuyers(strapi, { ...asked, named: [one] })));
    } else {
      people.push({
        memberId,
        leadToken: lead ? String(lead.id) : null,
        emailToken: address ? String(address.id) : null,
        isAtAnotherAddress: one.email !== null && (member?.email ?? one.email) !== one.email,
      });
    }
  }
  return people;
}

function seek({ buyer, isTest }: Named): Sought {
  const checked = normaliseEmail(buyer.email);
  return { buyer, isTest, leadId: buyer.leadId, email: checked.ok ? checked.email : null };
}

interface Tied {
  readonly lead?: IdentityRow;
  readonly address?: IdentityRow;
  readonly memberId?: number;
  /** Something about the member became known by this webhook. */
  readonly hasNews?: boolean;
}

type Value = Pick<IdentityRow, 'value'> & { readonly type: IdentityType; readonly value: string };

const valuesOf = ({ leadId, email }: Sought): Value[] => [
  ...(leadId === null ? [] : [{ type: 'lead' as const, value: leadId }]),
  ...(email === null ? [] : [{ type: 'email' as const, value: email }]),
];

const keyOf = ({ type, value }: Value): string => hashIdentity(type, value);

/** The ties of each, made where there were none. */
async function tieAll(
  strapi: Core.Strapi,
  db: Database,
  { connectionId, now }: About,
  sought: readonly Sought[]
): Promise<Tied[]> {
  const values = sought.flatMap(valuesOf);
  const before = await readTies(db, connectionId, values);
  const unknown = sought.filter((one) => valuesOf(one).every((value) => !before.has(keyOf(value))));
  const newLeads = sought.filter((one) => hasNewLead(one, before));
  const byAccount = await membersWhoseUserHas(
    strapi,
    db,
    [...unknown, ...newLeads].flatMap(({ email }) => email ?? [])
  );
  const moving = await tiesOfOthers(db, newLeads, before, byAccount);
  /** Of each value, its member; a text is the origin of one that is still to be made. */
  const owner = new Map<string, number | string>(
    [...before].flatMap(([key, { memberId }]) => (moving.has(key) ? [] : [[key, memberId]]))
  );
  const newMembers: NewMember[] = [];
  const newTies: (Value & { readonly owner: number | string })[] = [];
  for (const one of sought) {
    const own = valuesOf(one);
    if (own.length === 0) continue;
    const known =
      own.map((value) => owner.get(keyOf(value))).find((found) => found !== undefined) ??
      (one.email === null ? undefined : byAccount.get(one.email));
    if (known === undefined) newMembers.push(newMember(one, { connectionId, now }));
    for (const value of own) {
      if (owner.has(keyOf(value))) continue;
      const mine = known ?? originOf(one);
      owner.set(keyOf(value), mine);
      newTies.push({ ...value, owner: mine });
    }
  }
  const made = await createMembersOnce(db, newMembers);
  const idOf = (found: number | string): number => {
    const id = typeof found === 'number' ? found : made.get(found);
    if (id === undefined) throw new Error('A buyer has no member.');
    return id;
  };
  // Before the lead is tied: if the process ends in between, the next try finds the address with its new owner.
  for (const { owner: mine, ...value } of newTies) {
    const tie = moving.get(keyOf(value));
    if (tie) await moveTie(db, tie, idOf(mine));
  }
  await tieIdentities(
    db,
    newTies.map(({ owner: mine, ...value }) => ({
      ...value,
      memberId: idOf(mine),
      connectionId,
      seenAt: now,
    }))
  );
  const after = newTies.length === 0 ? before : await readTies(db, connectionId, values);
  return sought.map((one) => {
    const own = valuesOf(one);
    const [lead, address] = (['lead', 'email'] as const).map((type) => {
      const value = own.find((known) => known.type === type);
      return value && after.get(keyOf(value));
    });
    const memberId = lead?.memberId ?? address?.memberId;
    if (memberId === undefined) return {};
    const isNew = own.some((value) => !before.has(keyOf(value)) || moving.has(keyOf(value)));
    const isTorn = address !== undefined && address.memberId !== memberId;
    return {
      ...(lead ? { lead } : {}),
      ...(address ? { address } : {}),
      memberId,
      hasNews: isNew || isTorn,
    };
  });
}

const originOf = ({ leadId, email }: Sought): string =>
  email === null ? hashIdentity('lead', leadId ?? '') : hashIdentity('email', email);

const newMember = (one: Sought, { connectionId, now }: About): NewMember => ({
  connectionId,
  originKey: originOf(one),
  firstSeenAt: now,
  isTest: one.isTest,
  firstName: one.buyer.firstName,
  lastName: one.buyer.lastName,
  nameKey: nameKey(one.buyer),
  email: one.email,
  lookForOthersAt: now,
});

async function readTies(
  db: Database,
  connectionId: number,
  values: readonly Value[]
): Promise<Map<string, IdentityRow>> {
  const ties = values.length === 0 ? [] : await findTies(db, connectionId, values);
  return new Map(ties.map((row) => [row.valueHash, row]));
}

/** A member who changed their address on the site may buy under the new one, with a lead that isn't known yet. */
async function membersWhoseUserHas(
  strapi: Core.Strapi,
  db: Database,
  emails: readonly NormalizedEmail[]
): Promise<Map<NormalizedEmail, number>> {
  const users = await findUsersByEmail(strapi, db, emails);
  const ids = [...users.values()].flat().map(({ id }) => id);
  const oldest = new Map<number, number>();
  for (const { id, userId } of await findMembersByUser(db, ...ids)) {
    if (userId !== null && !oldest.has(userId)) oldest.set(userId, id);
  }
  return new Map(
    [...users].flatMap(([email, accounts]) => {
      const [memberId] = accounts.flatMap(({ id }) => oldest.get(id) ?? []);
      return memberId === undefined ? [] : [[email, memberId] as const];
    })
  );
}

/** What the webhooks told of the members beside their ties. */
async function rememberAll(
  db: Database,
  { now }: About,
  sought: readonly Sought[],
  ties: readonly Tied[]
): Promise<Map<number, MemberRow>> {
  const ids = [...new Set(ties.flatMap(({ memberId }) => memberId ?? []))];
  const found = ids.length === 0 ? [] : await findMembers(db, ids);
  const members = new Map(found.map((member) => [member.id, member]));
  const changes = new Map<number, MemberChanges>();
  for (const [index, { buyer, email }] of sought.entries()) {
    const { memberId, hasNews = false } = ties[index] ?? {};
    const member = memberId === undefined ? undefined : members.get(memberId);
    if (!member || member.erasedAt !== null) continue;
    const change = newsOf(member, buyer, { email, hasNews, now });
    if (Object.keys(change).length === 0) continue;
    members.set(member.id, { ...member, ...change });
    changes.set(member.id, { ...changes.get(member.id), ...change });
  }
  await updateMembers(db, changes);
  return new Map(found.map((member) => [member.id, member]));
}

/** A name or address never overwrites a better one with nothing; the first address stays the one shown. */
function newsOf(
  member: MemberRow,
  { firstName, lastName }: Buyer,
  seen: { readonly email: NormalizedEmail | null; readonly hasNews: boolean; readonly now: number }
): MemberChanges {
  const names = {
    ...(firstName !== null && firstName !== member.firstName ? { firstName } : {}),
    ...(lastName !== null && lastName !== member.lastName ? { lastName } : {}),
    ...(member.email === null && seen.email !== null ? { email: seen.email } : {}),
  };
  const key = nameKey({ ...member, ...names });
  const isToBeLookedAt =
    (seen.hasNews || key !== member.nameKey) && member.lookForOthersAt !== seen.now;
  return {
    ...names,
    ...(key === member.nameKey ? {} : { nameKey: key }),
    ...(isToBeLookedAt ? { lookForOthersAt: seen.now } : {}),
  };
}
