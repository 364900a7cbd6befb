import type { Overview, SharedIdFound } from '../../../../contracts/overview';
import {
  ADDRESSES_OF_A_SHARED_LEAD,
  addressesByLead,
  badIdsOf,
  namesId,
  newestLogOf,
} from '../../core/entitlements/bad-ids';
import type { Fact, SharedId } from '../../core/entitlements/fact';
import type { Database } from '../../repositories/database';
import { countAddressesByLead } from '../../repositories/events';
import {
  countOpenSharedIds,
  findOpenSharedIds,
  noteSharedIds,
  type FoundId,
} from '../../repositories/shared-ids';
import { findExistingLogs } from '../../repositories/webhook-log-list';

/** The most that one neighborhood reports at once: those with most buyers. */
const MOST_AT_ONCE = 100;
const SHOWN = 3;

/**
 * Stores the ids that the fold found to prove nothing, in the transaction of the fold. If nothing is shared, which is
 * the usual case, it sends no statement.
 */
export async function noteBadIds(
  db: Database,
  connectionId: number,
  known: {
    readonly facts: readonly Fact[];
    readonly sharedIds: readonly SharedId[];
    /** Leads that turned up with another address. */
    readonly leads: readonly string[];
  },
  now: number
): Promise<void> {
  if (db.isTrial) return;
  const { facts, sharedIds, leads } = known;
  const found: FoundId[] = [
    ...badIdsOf(facts, sharedIds).map(({ space, ...rest }) => ({ kind: space, ...rest })),
    ...(await findSharedLeads(db, facts, leads)),
  ];
  const most = found.sort((a, b) => b.buyers - a.buyers).slice(0, MOST_AT_ONCE);
  const exampleOf = ({ kind, id }: FoundId): number | null => {
    const isNamed = (fact: Fact) =>
      kind === 'lead' ? fact.leadToken === id : namesId(fact, { space: kind, id });
    return newestLogOf(facts, isNamed);
  };
  await noteSharedIds(db, connectionId, most, { exampleOf, now });
}

/** Counted over all products, but only for leads that turned up with another address. */
async function findSharedLeads(
  db: Database,
  facts: readonly Fact[],
  seen: readonly string[]
): Promise<FoundId[]> {
  const asked = new Set(seen);
  for (const [token, addresses] of addressesByLead(facts)) if (addresses > 1) asked.add(token);
  if (asked.size === 0) return [];
  const leads = [...asked].slice(0, MOST_AT_ONCE);
  const memberIds = facts.flatMap(({ leadToken, memberId }) =>
    memberId !== null && leads.includes(leadToken ?? '') ? memberId : []
  );
  const counted = await countAddressesByLead(db, [...new Set(memberIds)], leads);
  return [...counted].flatMap(([id, buyers]) =>
    buyers < ADDRESSES_OF_A_SHARED_LEAD ? [] : { kind: 'lead', id, buyers }
  );
}

/** For the overview: what was not put away, or has grown since. */
export async function readSharedIds(
  db: Database,
  connectionId: number
): Promise<Overview['sharedIds']> {
  const count = await countOpenSharedIds(db, connectionId);
  if (count === 0) return { count, ids: [] };
  const rows = await findOpenSharedIds(db, connectionId, { first: 'most-buyers', limit: SHOWN });
  const logs = await findExistingLogs(
    db,
    rows.flatMap(({ webhookLogId }) => webhookLogId ?? [])
  );
  return {
    count,
    ids: rows.map(
      (row): SharedIdFound => ({
        id: row.id,
        kind: row.kind,
        value: row.value,
        buyers: row.buyers,
        firstSeenAt: new Date(row.firstSeenAt).toISOString(),
        lastSeenAt: new Date(row.lastSeenAt).toISOString(),
        webhookLogId: logs.has(row.webhookLogId ?? 0) ? row.webhookLogId : null,
      })
    ),
  };
}
