import type { Core } from '@strapi/strapi';
import { buyersOfNewSales } from '../../core/entitlements/arrivals';
import { database, inTransaction, type Database } from '../../repositories/database';
import { findEntitlementsOf } from '../../repositories/entitlements';
import { findProductsOfMembers } from '../../repositories/events';
import {
  findMembers,
  findSharers,
  lockMembers,
  wereLeftAlone,
  type MemberRow,
} from '../../repositories/members';
import type { Seed } from '../../repositories/neighborhoods';
import { breathe } from '../../utils/breathe';
import { deriveAll, isByRules, writeDerived } from './derived';
import { readWorld } from './known-world';
import { bringUpToDate } from './bring-up-to-date';
import { askingSite, type Answers } from './ask-site';
import { readRules, type ConnectionRules } from './rules';
import { noteBadIds } from './shared-ids';
import { lookAgainAtHeld } from './outcomes';
import type { Cause, Settled } from './standing';
import { membersInTurn, withAllProducts } from './turns';

/** Other workers may decide about the same members in the meantime; then all is read again. */
const MAX_READINGS = 20;
/** For this many, the world is read before any lock is taken, so that others need not wait for it. */
const READINGS_AHEAD = 4;
/** From so many facts on, entitlements are derived ahead too. */
const MANY = 500;

interface Neighborhood {
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
}

type Finish = (db: Database, settled: Settled) => Promise<void>;

/**
 * Folds the neighborhood of the seed, of whatever products, writes the entitlements and the access of every member in
 * it, looks again at held webhooks, and lets `finish` add to the same transaction.
 *
 * Everything is read and folded before the transaction, which on SQLite keeps all others waiting; it holds the members
 * and continues only if no other worker has locked one of them since. A fact that came since is left to its own webhook, which
 * decides about the same members afterwards.
 */
export const recomputeNeighborhood = (
  strapi: Core.Strapi,
  asked: Neighborhood,
  finish: Finish = () => Promise.resolve()
): Promise<void> => askingSite(strapi, (answers) => recompute(strapi, asked, answers, finish));

async function recompute(
  strapi: Core.Strapi,
  asked: Neighborhood,
  answers: Answers,
  finish: Finish
): Promise<void> {
  const { connection, cause, now, newFacts = [] } = asked;
  let { seed } = asked;
  const read = (db: Database) => readWorld(db, connection.id, seed, newFacts);

  for (let reading = 1; reading <= MAX_READINGS; reading += 1) {
    const ahead = await read(database(strapi));
    const whole = await withAllProducts(database(strapi), ahead, seed);
    if (whole !== seed) {
      seed = whole;
      continue;
    }
    const { memberIds } = ahead;
    const derived =
      ahead.found.rows.length < MANY
        ? null
        : await deriveAll(
            ahead,
            { connectionId: connection.id, memberIds },
            await readRules(strapi, database(strapi), connection),
            now
          );
    const isDone = await inTransaction(strapi, async (db) => {
      let members = await lockMembers(db, memberIds);
      await breathe();
      const areHeld = (ids: readonly number[]) => ids.every((id) => memberIds.includes(id));
      if (!areHeld(await findSharers(db, memberIds))) return false;
      let world = ahead;
      if (!wereLeftAlone(ahead.members, members)) {
        if (reading <= READINGS_AHEAD) return false;
        world = await read(db);
      }
      if (!areHeld(world.memberIds)) return false;
      if (asked.enter) {
        await asked.enter(db);
        world = await read(db);
        members = await findMembers(db, memberIds);
      }

      const { found, locate: located } = world;
      const rules = await readRules(strapi, db, connection);
      const decided = membersInTurn(members, seed, located);
      const ids = decided.map(({ id }) => id);
      const isAhead =
        world === ahead && ids.length === memberIds.length && derived && isByRules(derived, rules);
      const deciding = { connectionId: connection.id, memberIds: ids };
      const due = isAhead ? derived : await deriveAll(world, deciding, rules, now);
      const written = await writeDerived(db, due, members, decided);
      await breathe();
      const recreateFor = buyersOfNewSales(newFacts, located, world.rowOf);
      const isAsked = ({ id }: MemberRow) => seed.memberIds.includes(id);
      // Of the members that share an account, the one asked about is returned with the change.
      const inTurn = [...decided.filter(isAsked), ...decided.filter((row) => !isAsked(row))];
      const standings = await bringUpToDate(strapi, db, {
        connection,
        rules,
        now,
        cause,
        members,
        inTurn,
        written,
        recreateFor,
        answers,
      });
      const settled = { ...world, rows: found.rows, rules, standings };
      await breathe();
      await lookAgainAtHeld(db, settled, { except: cause.webhookLogId, now });
      await breathe();
      await finish(db, settled);
      // Last, because buyers who share an id wait for each other from here on.
      const lead = asked.leadAtAnotherAddress ?? null;
      await noteBadIds(db, connection.id, { ...world.ledger, facts: world.facts, lead }, now);
      return true;
    });
    if (isDone) return;
  }
  throw new Error('The members to be held kept changing.');
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
  await askingSite(strapi, (answers) =>
    inTransaction(strapi, async (db) => {
      let members = await lockMembers(db, ids);
      if (enter) {
        await enter(db);
        members = await findMembers(db, ids);
      }
      const rules = await readRules(strapi, db, connection);
      const written = { stored: await findEntitlementsOf(db, ids), derived: new Set<never>() };
      await bringUpToDate(strapi, db, {
        ...{ connection, rules, now, cause, written, answers },
        ...{ members, inTurn: members, recreateFor: [] },
      });
    })
  );
}
