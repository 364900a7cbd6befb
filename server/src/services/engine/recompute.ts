import type { Core } from '@strapi/strapi';
import { entitlementOf } from '../../core/entitlements/entitlement';
import type { Ledger } from '../../core/entitlements/fact';
import { foldFacts } from '../../core/entitlements/fold';
import { locate, type Locate } from '../../core/entitlements/locate';
import { database, inTransaction, type Database } from '../../repositories/database';
import { replaceEntitlements } from '../../repositories/entitlements';
import { findProductsOfMembers, toFacts, toSettlements } from '../../repositories/events';
import type { EventRow } from '../../repositories/event-row';
import { findNeighborhood, type Neighborhood, type Seed } from '../../repositories/neighborhoods';
import { findMembers, findSharers, lockMembers, type MemberRow } from '../../repositories/members';
import { releaseRows } from '../../repositories/new-rules';
import { breathe } from '../../utils/breathe';
import { settleMember } from './settle-member';
import { readRules, type ConnectionRules, type Rules } from './rules';
import { noteBadIds } from './shared-ids';
import { lookAgainAtHeld } from './outcomes';
import type { Cause, Settled, Standing } from './standing';
import { membersInTurn, withAllProducts } from './turns';

/** Locks are taken before the neighbourhood is read for good; when it turns out wider, all starts again. */
const MAX_WIDENINGS = 20;

/**
 * Folds the neighborhood of the seed, of whatever products, writes the entitlements and the access of every member in
 * it, looks again at held webhooks, and lets `finish` add to the same transaction.
 */
export async function recomputeNeighborhood(
  strapi: Core.Strapi,
  asked: {
    readonly connection: ConnectionRules;
    readonly seed: Seed;
    /** Facts of the webhook at hand: if one is a new sale, a buyer whose account was deleted gets a new one. */
    readonly newFacts?: readonly string[];
    /** A lead that turned up with another address, to be counted over all products. */
    readonly leadAtAnotherAddress?: string | null;
    /** Enters in the same transaction what the fold is to read; it may link nothing that the seed does not name. */
    readonly enter?: (db: Database) => Promise<void>;
    readonly cause: Cause;
    readonly now: number;
  },
  finish: (db: Database, settled: Settled) => Promise<void> = () => Promise.resolve()
): Promise<void> {
  const { connection, cause, now } = asked;
  let { seed } = asked;
  const search = (db: Database) => findTouched(db, connection.id, seed);
  let { memberIds } = await search(database(strapi));

  for (let widening = 0; widening < MAX_WIDENINGS; widening += 1) {
    const wider = await inTransaction(strapi, async (db) => {
      let members = await lockMembers(db, memberIds, now);
      await breathe();
      let found = await search(db);
      if (found.memberIds.some((id) => !memberIds.includes(id))) return found.memberIds;
      const whole = await withAllProducts(db, members, seed, found);
      if (whole !== seed) {
        seed = whole;
        return (await search(db)).memberIds;
      }
      if (asked.enter) {
        await asked.enter(db);
        members = await findMembers(db, memberIds);
        found = await search(db);
      }

      await breathe();
      const facts = toFacts(found.rows);
      const ledger = foldFacts(facts, toSettlements(found.rows));
      await breathe();
      const rules = await readRules(strapi, db, connection);
      const located = locate(ledger);
      const decided = membersInTurn(members, seed, located);
      await writeEntitlements(db, { members, decided, found, ledger, rules, now });
      await breathe();
      const recreateFor = buyersOfNewSales(located, found.rows, asked.newFacts ?? []);
      const isAsked = ({ id }: MemberRow) => seed.memberIds.includes(id);
      // Of those who share an account, who is asked about is told what changed.
      const inTurn = [...decided.filter(isAsked), ...decided.filter((row) => !isAsked(row))];
      const standings = await settleAll(strapi, db, inTurn, { rules, now, cause, recreateFor });
      const settled = { rows: found.rows, ledger, locate: located, rules, standings };
      await breathe();
      await lookAgainAtHeld(db, settled, { except: cause.webhookLogId, now });
      await breathe();
      await finish(db, settled);
      // Last, because buyers who share an id wait for each other from here on.
      const lead = asked.leadAtAnotherAddress ?? null;
      await noteBadIds(db, connection.id, { ...ledger, facts, lead }, now);
      return null;
    });
    if (wider === null) return;
    memberIds = [...wider];
  }
  throw new Error('The members to be held kept changing.');
}

/** All who influence each other: through the facts, and through an account that several members share. */
export async function findTouched(
  db: Database,
  connectionId: number,
  seed: Seed
): Promise<Neighborhood> {
  let { memberIds } = seed;
  for (;;) {
    const found = await findNeighborhood(db, connectionId, { ...seed, memberIds });
    const sharers = await findSharers(db, found.memberIds);
    if (sharers.every((id) => found.memberIds.includes(id))) return found;
    memberIds = [...found.memberIds, ...sharers];
  }
}

/** Of those who are decided about; what was another's until now and is theirs leaves the other. */
async function writeEntitlements(
  db: Database,
  known: {
    readonly members: readonly MemberRow[];
    readonly decided: readonly MemberRow[];
    readonly found: Neighborhood;
    readonly ledger: Ledger;
    readonly rules: Rules;
    readonly now: number;
  }
): Promise<void> {
  const { members, decided, found, ledger, rules, now } = known;
  const { connectionId } = rules;
  const memberIds = decided.map(({ id }) => id);
  const derived = deriveEntitlements(connectionId, memberIds, ledger, { rules, now });
  await releaseRows(db, connectionId, {
    purchaseKeys: derived.map(({ purchaseKey }) => purchaseKey),
    memberIds: members.flatMap((member) => (decided.includes(member) ? [] : member.id)),
  });
  const scope = { connectionId, productIds: found.productIds, memberIds, at: now };
  await replaceEntitlements(db, scope, derived);
}

/** Only of the members whose neighborhood this is: of strangers who share an id not everything is known here. */
export function deriveEntitlements(
  connectionId: number,
  memberIds: readonly number[],
  ledger: Ledger,
  { rules, now }: { readonly rules: Rules; readonly now: number }
) {
  const isHere = new Set(memberIds);
  return ledger.purchases.flatMap((purchase) => {
    const { memberId } = purchase;
    if (memberId === null || !isHere.has(memberId)) return [];
    return { ...entitlementOf(purchase, rules.mappings, now), connectionId, memberId };
  });
}

/** The owners of the purchases that these facts are the first to tell of, if they are sales; repeats are not new. */
function buyersOfNewSales(
  located: Locate,
  rows: readonly EventRow[],
  newFacts: readonly string[]
): readonly number[] {
  return newFacts.flatMap((hash) => {
    const { event, purchases } = located(hash) ?? {};
    const memberId = purchases?.[0]?.memberId ?? null;
    if (event?.kind !== 'sale' || memberId === null) return [];
    const hashes = new Set(event.facts.map((fact) => fact.hash));
    const first = rows.find((row) => hashes.has(row.factHash));
    return first?.factHash === hash ? memberId : [];
  });
}

async function settleAll(
  strapi: Core.Strapi,
  db: Database,
  members: readonly MemberRow[],
  asked: { rules: Rules; now: number; recreateFor: readonly number[]; cause: Cause }
): Promise<Map<number, Standing>> {
  const standings = new Map<number, Standing>();
  for (const member of members) {
    const mayRecreate = asked.recreateFor.includes(member.id);
    standings.set(member.id, await settleMember(strapi, db, { ...asked, member, mayRecreate }));
  }
  return standings;
}

/** Everything of one member: each product folded, then the access decided. */
export async function recomputeMember(
  strapi: Core.Strapi,
  asked: {
    readonly connection: ConnectionRules;
    readonly memberId: number;
    /** To be held and settled along with the member. */
    readonly alongWith?: readonly number[];
    /** Enters in the same transaction what the decision is to read; the member is held. */
    readonly enter?: (db: Database) => Promise<void>;
    readonly cause: Cause;
    readonly now: number;
  }
): Promise<void> {
  const { connection, memberId, enter, cause, now } = asked;
  const memberIds = [memberId, ...(asked.alongWith ?? [])];
  const products = await findProductsOfMembers(database(strapi), [memberId]);
  for (const [index, productId] of products.entries()) {
    await recomputeNeighborhood(strapi, {
      connection,
      seed: { productIds: [productId], memberIds, factHashes: [] },
      ...(enter && index === 0 ? { enter } : {}),
      cause,
      now,
    });
  }
  if (products.length > 0) return;
  const ids = [...new Set([...memberIds, ...(await findSharers(database(strapi), memberIds))])];
  await inTransaction(strapi, async (db) => {
    let members = await lockMembers(db, ids, now);
    if (enter) {
      await enter(db);
      members = await findMembers(db, ids);
    }
    const rules = await readRules(strapi, db, connection);
    await settleAll(strapi, db, members, { rules, now, cause, recreateFor: [] });
  });
}
