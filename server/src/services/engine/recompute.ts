import type { Core } from '@strapi/strapi';
import { isByEarlierRules } from '../../core/access/new-rules';
import { areApart } from '../../core/entitlements/apart';
import { buyersOfNewSales } from '../../core/entitlements/arrivals';
import { database, inTransaction, type Database } from '../../repositories/database';
import { findProductsOfMembers } from '../../repositories/events';
import {
  findMembers,
  findSharers,
  lockMembers,
  wereLeftAlone,
  type MemberRow,
} from '../../repositories/members';
import { TooLargeError, type Seed } from '../../repositories/neighborhoods';
import { breathe } from '../../utils/breathe';
import { deriveAll, isByRules, writeDerived, type Derived } from './derived';
import { readHeldWorld, readWorld, type World } from './known-world';
import { bringUpToDate } from './bring-up-to-date';
import { askingSite, type Answers } from './ask-site';
import { readRules, type ConnectionRules } from './rules';
import { noteBadIds } from './shared-ids';
import { lookAgainAtHeld } from './outcomes';
import type { Cause, Recomputed } from './member-result';
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
  /** Leads that turned up with another address, to be counted over all products. */
  readonly leadsAtAnotherAddress?: readonly string[];
  /** Enters in the same transaction what the fold is to read; it may link nothing that the seed does not name. */
  readonly enter?: (db: Database) => Promise<void>;
  readonly cause: Cause;
  /** Of members who have a cause of their own. */
  readonly causes?: ReadonlyMap<number, Cause>;
  /** Epoch ms. */
  readonly now: number;
}

type Finish = (db: Database, recomputed: Recomputed) => Promise<void>;

/**
 * Folds the neighborhood of the seed, of whatever products, writes the entitlements and the access of every member in
 * it, looks again at held webhooks, and lets `finish` add to the same transaction.
 */
export const recomputeNeighborhood = (
  strapi: Core.Strapi,
  asked: Neighborhood,
  finish: Finish = () => Promise.resolve()
): Promise<void> =>
  askingSite(strapi, async (answers) => {
    const given = { ...asked, answers, finish };
    if (!(await recomputeAtOnce(strapi, given))) await recomputeAhead(strapi, given);
  });

type Given = Neighborhood & { readonly answers: Answers; readonly finish: Finish };

/**
 * Several members in one transaction, each as if alone. False: some have to do with each other, or there is too much to be
 * read at once, and nothing was done.
 */
export const recomputeApart = (
  strapi: Core.Strapi,
  asked: Neighborhood,
  finish: Finish
): Promise<boolean> =>
  askingSite(strapi, (answers) =>
    recomputeAtOnce(strapi, { ...asked, answers, finish }, isOfStrangers)
  );

/** The members share no event, no purchase and no account, and none waits for an answer about new rules. */
function isOfStrangers({ members, memberIds, ledger }: World): boolean {
  const accounts = members.flatMap(({ userId }) => userId ?? []);
  return (
    new Set(accounts).size === accounts.length &&
    !members.some(isByEarlierRules) &&
    areApart(ledger, memberIds)
  );
}

/** What keeps a transaction from being finished: all of it is undone, and begins again with the world read ahead. */
class NotAtOnceError extends Error {}

/**
 * The usual case: the members of the seed are all whom it concerns, and have few facts. Everything happens in one
 * transaction. False: it does not suit this case, and nothing was done.
 */
async function recomputeAtOnce(
  strapi: Core.Strapi,
  asked: Given,
  suits: (world: World) => boolean = () => true
): Promise<boolean> {
  const { connection, seed, newFacts = [] } = asked;
  if (asked.enter || seed.memberIds.length === 0) return false;
  try {
    await inTransaction(strapi, async (db) => {
      const members = await lockMembers(db, seed.memberIds);
      const about = { connectionId: connection.id, seed, newFacts, members, most: MANY };
      const world = await readHeldWorld(db, about);
      if (!world || !suits(world) || (await withAllProducts(db, world, seed)) !== seed)
        throw new NotAtOnceError();
      await finishWorld(strapi, db, asked, { world, members, seed, ahead: null });
    });
    return true;
  } catch (error) {
    if (error instanceof NotAtOnceError || error instanceof TooLargeError) return false;
    throw error;
  }
}

/**
 * Everything is read and folded before the transaction, which on SQLite keeps all others waiting; it holds the members
 * and continues only if no other worker has locked one of them since. A fact that came since is left to its own webhook, which
 * decides about the same members afterwards.
 */
async function recomputeAhead(strapi: Core.Strapi, asked: Given): Promise<void> {
  const { connection, now, newFacts = [] } = asked;
  let { seed } = asked;
  const read = (db: Database) => readWorld(db, { connectionId: connection.id, seed, newFacts });

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
      const isAhead = world === ahead && derived !== null;
      await finishWorld(strapi, db, asked, {
        ...{ world, members, seed },
        ahead: isAhead ? derived : null,
      });
      return true;
    });
    if (isDone) return;
  }
  throw new Error('The members to be held kept changing.');
}

/** From the folded world to the last row; the caller holds the members. */
async function finishWorld(
  strapi: Core.Strapi,
  db: Database,
  asked: Given,
  read: {
    readonly world: World;
    readonly members: readonly MemberRow[];
    readonly seed: Seed;
    /** Entitlements of all these members, derived before the transaction; null: they were not. */
    readonly ahead: Derived | null;
  }
): Promise<void> {
  const { connection, cause, now, newFacts = [], answers } = asked;
  const { world, members, seed, ahead } = read;
  const { found, locate } = world;
  const rules = await readRules(strapi, db, connection);
  const decided = membersInTurn(members, seed, locate);
  const ids = decided.map(({ id }) => id);
  const isAhead = ahead !== null && ids.length === members.length && isByRules(ahead, rules);
  const deciding = { connectionId: connection.id, memberIds: ids };
  const due = isAhead ? ahead : await deriveAll(world, deciding, rules, now);
  const written = await writeDerived(db, due, members, decided);
  await breathe();
  const recreateFor = buyersOfNewSales(newFacts, locate, world.rowOf);
  const isAsked = ({ id }: MemberRow) => seed.memberIds.includes(id);
  // Of the members that share an account, the one asked about is returned with the change.
  const inTurn = [...decided.filter(isAsked), ...decided.filter((row) => !isAsked(row))];
  const results = await bringUpToDate(strapi, db, {
    ...{ connection, rules, now, members, inTurn, written, recreateFor, answers },
    causeOf: (memberId) => asked.causes?.get(memberId) ?? cause,
  });
  const recomputed = { ...world, rows: found.rows, rules, results };
  await breathe();
  const own = [cause, ...(asked.causes?.values() ?? [])].flatMap(
    ({ webhookLogId }) => webhookLogId ?? []
  );
  await lookAgainAtHeld(db, recomputed, { except: own, now });
  await breathe();
  await asked.finish(db, recomputed);
  // Last, because buyers who share an id wait for each other from here on.
  const leads = asked.leadsAtAnotherAddress ?? [];
  await noteBadIds(db, connection.id, { ...world.ledger, facts: world.facts, leads }, now);
}

interface Recompute {
  readonly connection: ConnectionRules;
  /** Enters in the same transaction what is to be read for it; the members are held. */
  readonly enter?: (db: Database) => Promise<void>;
  readonly cause: Cause;
  readonly now: number;
}

/** Everything of these members, in one transaction: all their products folded, then the access of each decided. */
export async function recomputeTogether(
  strapi: Core.Strapi,
  { memberIds, ...asked }: Recompute & { readonly memberIds: readonly number[] }
): Promise<void> {
  const productIds = await findProductsOfMembers(database(strapi), memberIds);
  const seed = { productIds, memberIds, factHashes: [] };
  await recomputeNeighborhood(strapi, { ...asked, seed });
}

export const recomputeMember = (
  strapi: Core.Strapi,
  { memberId, ...asked }: Recompute & { readonly memberId: number }
): Promise<void> => recomputeTogether(strapi, { ...asked, memberIds: [memberId] });
