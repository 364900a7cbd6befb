import type { Core } from '@strapi/strapi';
import { entitlementOf } from '../core/entitlements/entitlement';
import type { Ledger } from '../core/entitlements/fact';
import { foldProduct } from '../core/entitlements/fold';
import { database, inTransaction, type Database } from '../repositories/database';
import { replaceEntitlements } from '../repositories/entitlements';
import {
  findNeighbourhood,
  findProductsOfMembers,
  toFacts,
  toSettlements,
  type EventRow,
  type Neighbourhood,
} from '../repositories/events';
import { findMembers, findSharers, lockMembers, type MemberRow } from '../repositories/members';
import { breathe } from '../utils/breathe';
import { settleMember, type Standing } from './member-access';
import { readRules, type Rules } from './rules';
import { lookAgainAtHeld } from './outcomes';

export interface ConnectionRules {
  readonly id: number;
  readonly fallbackRoleId: number | null;
}

export interface Cause {
  readonly webhookLogId: number | null;
  /** Who did it, for the activity; null: a webhook. */
  readonly actor: string | null;
  /** Nobody did: a date was reached. */
  readonly isDue?: true;
}

/** One product as it stands after everything known was folded and every touched member settled. */
export interface Settled {
  readonly productId: string;
  readonly rows: readonly EventRow[];
  readonly ledger: Ledger;
  readonly rules: Rules;
  readonly standings: ReadonlyMap<number, Standing>;
}

/** Locks are taken before the neighbourhood is read for good; when it turns out wider, all starts again. */
const MAX_WIDENINGS = 20;

/**
 * Folds the neighbourhood of the seed within one product, writes the entitlements and the access of every member in
 * it, looks again at held webhooks, and lets `finish` add to the same transaction.
 */
export async function recomputeProduct(
  strapi: Core.Strapi,
  asked: {
    readonly connection: ConnectionRules;
    readonly productId: string;
    readonly seed: {
      readonly memberIds: readonly number[];
      readonly factHashes: readonly string[];
    };
    /** Fact of the webhook at hand: if it is a new sale, a buyer whose account was deleted gets a new one. */
    readonly newFact?: string;
    /** Enters in the same transaction what the fold is to read; it may link nothing that the seed does not name. */
    readonly enter?: (db: Database) => Promise<void>;
    readonly cause: Cause;
    readonly now: number;
  },
  finish: (db: Database, settled: Settled) => Promise<void> = () => Promise.resolve()
): Promise<void> {
  const { connection, productId, seed, cause, now } = asked;
  const search = (db: Database) => findTouched(db, connection.id, productId, seed);
  let { memberIds } = await search(database(strapi));

  for (let widening = 0; widening < MAX_WIDENINGS; widening += 1) {
    const wider = await inTransaction(strapi, async (db) => {
      let members = await lockMembers(db, memberIds, now);
      await breathe();
      let found = await search(db);
      if (found.memberIds.some((id) => !memberIds.includes(id))) return found.memberIds;
      if (asked.enter) {
        await asked.enter(db);
        members = await findMembers(db, memberIds);
        found = await search(db);
      }

      const ledger = foldProduct(toFacts(found.rows), toSettlements(found.rows));
      await breathe();
      const rules = await readRules(strapi, db, connection);
      await replaceEntitlements(
        db,
        { connectionId: connection.id, productId, memberIds, at: now },
        deriveEntitlements(connection.id, productId, ledger, { rules, now })
      );
      await breathe();
      const recreateFor = buyerOfNewSale(ledger, found.rows, asked.newFact);
      const isAsked = ({ id }: MemberRow) => seed.memberIds.includes(id);
      // Of those who share an account, who is asked about is told what changed.
      const inTurn = [...members.filter(isAsked), ...members.filter((row) => !isAsked(row))];
      const standings = await settleAll(strapi, db, inTurn, { rules, now, cause, recreateFor });
      const settled = { productId, rows: found.rows, ledger, rules, standings };
      await breathe();
      await lookAgainAtHeld(db, settled, { except: cause.webhookLogId, now });
      await breathe();
      await finish(db, settled);
      return null;
    });
    if (wider === null) return;
    memberIds = [...wider];
  }
  throw new Error('The members to be held kept changing.');
}

/** All who influence each other: through the facts, and through an account that several members share. */
async function findTouched(
  db: Database,
  connectionId: number,
  productId: string,
  seed: { readonly memberIds: readonly number[]; readonly factHashes: readonly string[] }
): Promise<Neighbourhood> {
  let { memberIds } = seed;
  for (;;) {
    const found = await findNeighbourhood(db, connectionId, productId, { ...seed, memberIds });
    const sharers = await findSharers(db, found.memberIds);
    if (sharers.every((id) => found.memberIds.includes(id))) return found;
    memberIds = [...found.memberIds, ...sharers];
  }
}

function deriveEntitlements(
  connectionId: number,
  productId: string,
  ledger: Ledger,
  { rules, now }: { readonly rules: Rules; readonly now: number }
) {
  return ledger.purchases.flatMap((purchase) => {
    const { memberId } = purchase;
    if (memberId === null) return [];
    return { ...entitlementOf(purchase, productId, rules.mappings, now), connectionId, memberId };
  });
}

/** The owner of the purchase that this fact is the first to tell of, if it is a sale; repeats are not new. */
function buyerOfNewSale(
  ledger: Ledger,
  rows: readonly EventRow[],
  newFact: string | undefined
): number | null {
  const sale = ledger.purchases
    .flatMap(({ events, memberId }) => events.map((event) => ({ event, memberId })))
    .find(({ event }) => event.facts.some(({ hash }) => hash === newFact));
  if (sale?.event.kind !== 'sale') return null;
  const hashes = new Set(sale.event.facts.map(({ hash }) => hash));
  const first = rows.find((row) => hashes.has(row.factHash));
  return first?.factHash === newFact ? sale.memberId : null;
}

async function settleAll(
  strapi: Core.Strapi,
  db: Database,
  members: readonly MemberRow[],
  asked: { rules: Rules; now: number; recreateFor: number | null; cause: Cause }
): Promise<Map<number, Standing>> {
  const standings = new Map<number, Standing>();
  for (const member of members) {
    const mayRecreate = member.id === asked.recreateFor;
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
    await recomputeProduct(strapi, {
      connection,
      productId,
      seed: { memberIds, factHashes: [] },
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
    await settleAll(strapi, db, members, { rules, now, cause, recreateFor: null });
  });
}
