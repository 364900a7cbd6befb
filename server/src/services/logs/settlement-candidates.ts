import type { NamedId, SettlementCandidate } from '../../../../contracts/webhook-log';
import { locate } from '../../core/entitlements/locate';
import { purchasesOfOthersNamedBy, type NamedPurchase } from '../../core/entitlements/named-ids';
import type { Database } from '../../repositories/database';
import { findEntitlementsOf, type StoredEntitlement } from '../../repositories/entitlements';
import type { EventRow } from '../../repositories/event-row';
import { findMembers } from '../../repositories/members';
import { findNeighborhood } from '../../repositories/neighborhoods';
import type { WebhookLogRow } from '../../repositories/webhook-logs';
import { showPerson } from '../../core/viewer/masks';
import type { Viewer } from '../../core/viewer/viewer';
import { foldRows } from '../engine';

export interface Candidate {
  readonly row: StoredEntitlement;
  /** The id that names another person's purchase; null: the buyer's own. */
  readonly namedBy: NamedId | null;
}

/** As many other people as are worth a choice: a placeholder that slipped through may name thousands. */
const MOST_OTHERS = 20;

/** Purchases that a held event may mean: all of its buyer's, those of its product first, then those that its ids name. */
export async function findCandidates(
  db: Database,
  log: WebhookLogRow,
  fact: EventRow
): Promise<Candidate[]> {
  const own = log.memberId === null ? [] : await findEntitlementsOf(db, [log.memberId]);
  const isOfProduct = ({ productId }: StoredEntitlement) => productId === log.productId;
  const sorted = [...own.filter(isOfProduct), ...own.filter((row) => !isOfProduct(row))];
  return [
    ...sorted.map((row) => ({ row, namedBy: null })),
    ...(log.reason === 'conflicting-id' ? await findOthers(db, fact) : []),
  ];
}

async function findOthers(db: Database, fact: EventRow): Promise<Candidate[]> {
  // What strangers share an id with it is found with the event; the rest of their purchases only with themselves.
  const near = await findNamed(db, fact, []);
  const memberIds = [...new Set(near.flatMap(({ purchase }) => purchase.memberId ?? []))];
  const others = memberIds.slice(0, MOST_OTHERS);
  const stored = await findEntitlementsOf(db, others);
  return (await findNamed(db, fact, others)).flatMap(({ purchase, kind, id }) => {
    const row = stored.find(
      ({ productId, purchaseKey }) =>
        productId === purchase.productId && purchaseKey === purchase.key
    );
    return row ? { row, namedBy: { kind, id } } : [];
  });
}

async function findNamed(
  db: Database,
  { connectionId, productId, factHash }: EventRow,
  memberIds: readonly number[]
): Promise<NamedPurchase[]> {
  const seed = { productIds: [productId], memberIds, factHashes: [factHash] };
  const { rows } = await findNeighborhood(db, connectionId, seed);
  const ledger = await foldRows(rows);
  const located = locate(ledger)(factHash);
  return located ? purchasesOfOthersNamedBy(ledger, located.event) : [];
}

/** The same for the panel; who the other people are, only for those who may see it. */
export async function showCandidates(
  db: Database,
  log: WebhookLogRow,
  fact: EventRow,
  viewer: Viewer
): Promise<SettlementCandidate[]> {
  const found = await findCandidates(db, log, fact);
  const others = found.flatMap(({ row, namedBy }) => (namedBy === null ? [] : row.memberId));
  const owners = await findMembers(db, [...new Set(others)]);
  return found.map(({ row, namedBy }) => {
    const owner = owners.find(({ id }) => id === row.memberId);
    return {
      purchase: row.id,
      productName: row.productName,
      orderIds: row.orderIds,
      state: row.state,
      startedAt: row.startedAt,
      other:
        namedBy && owner ? { namedBy, memberId: owner.id, ...showPerson(viewer, owner) } : null,
    };
  });
}
