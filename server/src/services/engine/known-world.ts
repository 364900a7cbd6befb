import { arePaymentsKnown, firstRowOf, rowsBefore } from '../../core/entitlements/arrivals';
import type { Fact, Ledger } from '../../core/entitlements/fact';
import { locate, type Locate } from '../../core/entitlements/locate';
import type { Database } from '../../repositories/database';
import { findEntitlementsOf, type StoredEntitlement } from '../../repositories/entitlements';
import type { EventRow } from '../../repositories/event-row';
import { toFacts, toSettlements } from '../../repositories/events';
import { findMembers, findSharers, type MemberRow } from '../../repositories/members';
import { findNeighborhood, type Neighborhood, type Seed } from '../../repositories/neighborhoods';
import { foldPatiently, foldRows } from './patient-fold';

/** Everything about a neighborhood that deciding about its members reads, as it was at one time. */
export interface World {
  /** The members to lock, read first: if another worker locked one since, it has decided something. */
  readonly members: readonly MemberRow[];
  readonly memberIds: readonly number[];
  readonly found: Neighborhood;
  /** In order of their entry. */
  readonly facts: readonly Fact[];
  readonly ledger: Ledger;
  readonly locate: Locate;
  /** Rows by the hash of their fact. */
  readonly rowOf: ReadonlyMap<string, EventRow>;
  /** Entitlements of these members. */
  readonly stored: readonly StoredEntitlement[];
  /** What the fold said before each of the new facts, by the id of the row that reported its event first. */
  readonly before: ReadonlyMap<number, Ledger>;
}

interface Asked {
  readonly connectionId: number;
  readonly seed: Seed;
  readonly newFacts: readonly string[];
}

/** Reads and folds all of it, with turns for others: thousands of facts take a while. */
export async function readWorld(db: Database, asked: Asked): Promise<World> {
  for (let { memberIds } = asked.seed; ; ) {
    const members = await findMembers(db, memberIds);
    const found = await findTouched(db, asked.connectionId, asked.seed);
    if (found.memberIds.every((id) => memberIds.includes(id))) {
      return worldOf(db, asked, members, found);
    }
    memberIds = [...new Set([...memberIds, ...found.memberIds])];
  }
}

/** The same of members who are held; null if the facts concern others too. Throws a `TooLargeError` from many facts on. */
export async function readHeldWorld(
  db: Database,
  asked: Asked & { readonly members: readonly MemberRow[]; readonly most: number }
): Promise<World | null> {
  const { members, most } = asked;
  const found = await findTouched(db, asked.connectionId, asked.seed, most);
  const isHeld = (id: number) => members.some((member) => member.id === id);
  return found.memberIds.every(isHeld) ? worldOf(db, asked, members, found) : null;
}

async function worldOf(
  db: Database,
  { newFacts }: Asked,
  members: readonly MemberRow[],
  found: Neighborhood
): Promise<World> {
  const memberIds = members.map(({ id }) => id);
  const stored = await findEntitlementsOf(db, memberIds);
  const rowOf = new Map(found.rows.map((row) => [row.factHash, row]));
  const folded = await foldAll(found.rows, rowOf, newFacts);
  return { members, memberIds, found, rowOf, stored, ...folded };
}

async function foldAll(
  rows: readonly EventRow[],
  rowOf: ReadonlyMap<string, EventRow>,
  newFacts: readonly string[]
): Promise<Pick<World, 'facts' | 'ledger' | 'locate' | 'before'>> {
  const facts = toFacts(rows);
  const ledger = await foldPatiently(facts, toSettlements(rows));
  const located = locate(ledger);
  const before = new Map<number, Ledger>();
  for (const hash of newFacts) {
    const { event, purchases } = located(hash) ?? { event: null, purchases: [] };
    const first = event && firstRowOf(event, rowOf);
    const isKnownBefore = purchases.some(
      (purchase) => first && arePaymentsKnown(purchase, rowOf, first)
    );
    if (!first || !isKnownBefore) continue;
    before.set(first.id, await foldRows(rowsBefore(rows, first)));
  }
  return { facts, ledger, locate: located, before };
}

/** All who influence each other: through the facts, and through an account that several members share. */
export async function findTouched(
  db: Database,
  connectionId: number,
  seed: Seed,
  most?: number
): Promise<Neighborhood> {
  let { memberIds } = seed;
  for (;;) {
    const found = await findNeighborhood(db, connectionId, { ...seed, memberIds }, most);
    const sharers = await findSharers(db, found.memberIds);
    if (sharers.every((id) => found.memberIds.includes(id))) return found;
    memberIds = [...found.memberIds, ...sharers];
  }
}
