import type { Effect } from '../../../contracts/webhook-log';
import { mappingFor } from '../core/access/mappings';
import { byRank, nameSet } from '../core/access/level-sets';
import { GUIDE_POLICY } from '../core/access/policy';
import { nameKind, nameProduct } from '../core/activity/sentences';
import type { LedgerEvent, Purchase } from '../core/entitlements/fact';
import { foldProduct } from '../core/entitlements/fold';
import { historyOf } from '../core/entitlements/history';
import { termOf, type Term } from '../core/entitlements/term';
import { effectOf } from '../core/inbox/effect';
import { judge, type AccountStatus, type Case, type Outcome } from '../core/inbox/judge';
import { normaliseEmail } from '../core/members/email';
import { findRoleBeforeCatchingUp } from '../repositories/activities';
import type { Database } from '../repositories/database';
import { toFacts, toSettlements, type EventRow } from '../repositories/events';
import type { LogResult } from '../repositories/webhook-log-queue';
import type { Standing } from './member-access';
import { roleName, type Rules } from './rules';
import type { Settled } from './recompute';

export interface Verdict {
  readonly outcome: Outcome;
  readonly result: LogResult;
  readonly purchase: Purchase | null;
  readonly term: Term | null;
}

/** What the webhook that brought this fact did, with everything that is stored beside it. */
export function judgeFact(
  settled: Settled,
  fact: {
    readonly hash: string;
    readonly webhookLogId: number;
    /** As the webhook gave it. */
    readonly email: string | null;
    /** What its owner had, when somebody else's turn already did what the fact asks for. */
    readonly roleBefore?: { readonly name: string | null } | null;
  },
  now: number
): Verdict {
  const { ledger, rows, rules, productId } = settled;
  const holds = (event: LedgerEvent) => event.facts.some(({ hash }) => hash === fact.hash);
  const purchase = ledger.purchases.find(({ events }) => events.some(holds)) ?? null;
  const event = [...(purchase?.events ?? []), ...ledger.unmatched].find(holds);
  if (!event) throw new Error('The fold lost an event.');

  const hashes = new Set(event.facts.map(({ hash }) => hash));
  const [first] = rows.filter((row) => hashes.has(row.factHash));
  if (!first) throw new Error('The fold made up an event.');

  const member =
    purchase?.memberId ?? event.facts.find(({ memberId }) => memberId)?.memberId ?? null;
  const standing = member === null ? null : (settled.standings.get(member) ?? null);
  const pricePoint = purchase?.pricePoint ?? event.pricePoint;
  const mapping = mappingFor(rules.mappings, productId, pricePoint);
  const termIn = (of: Purchase): Term => termOf(historyOf(of), mapping ?? GUIDE_POLICY, now);
  const termBefore = once((): Term | null => {
    const known = purchase && purchaseAsKnownBefore(rows, first, purchase);
    return known && termIn(known);
  });
  const asked: Case = {
    event,
    duplicateOf: first.webhookLogId === fact.webhookLogId ? null : first.webhookLogId,
    isSetAside: isSetAside(rows, hashes),
    offerIgnored: mapping === null && rules.ignores(productId, pricePoint),
    purchase,
    term: purchase && termIn(purchase),
    termBefore,
    keepsRefunded: mapping?.onRefund === 'keep',
    mappedLevels: byRank(mapping?.roleIds ?? [], rules.levels),
    levels: standing?.levels ?? [],
    levelsIfLive: (purchase && standing?.levelsIf(purchase.key, true)) ?? [],
    levelsWithout: (purchase && standing?.levelsIf(purchase.key, false)) ?? [],
    isDenied: mapping?.roleIds.every((roleId) => standing?.denies(roleId)) === true,
    decision: standing?.decision ?? null,
    account: accountStatus(standing, fact.email),
    accountCreated: standing?.account.created ?? false,
    isDoneAlready: Boolean(fact.roleBefore),
  };
  const outcome = judge(asked);
  const before = fact.roleBefore
    ? fact.roleBefore.name
    : roleName(rules, standing?.roleBefore ?? null);
  return {
    outcome,
    purchase,
    term: asked.term,
    result: {
      state: outcome.state,
      reason: outcome.reason,
      code: outcome.code,
      values: valuesOf(asked, settled, standing, before, now),
      effect: outcome.state === 'ignored' ? null : effectOn(rules, standing, before),
      memberId: member,
      duplicateOf: asked.duplicateOf,
      mappingId: mapping?.id ?? null,
      mappingVersion: mapping?.version ?? null,
      finishedAt: now,
    },
  };
}

/** The fact is known before its turn comes: another turn of its owner may have done already what it asks for. */
export async function judgeNewFact(
  db: Database,
  settled: Settled,
  { factHash, recordedAt }: EventRow,
  {
    now,
    ...told
  }: { readonly webhookLogId: number; readonly email: string | null; readonly now: number }
): Promise<Verdict> {
  const fact = { hash: factHash, ...told };
  const verdict = judgeFact(settled, fact, now);
  const memberId = verdict.result.memberId ?? null;
  const standing = memberId === null ? undefined : settled.standings.get(memberId);
  if (memberId === null || !standing || standing.roleBefore !== standing.roleAfter) return verdict;
  const roleBefore = await findRoleBeforeCatchingUp(db, memberId, recordedAt);
  return roleBefore ? judgeFact(settled, { ...fact, roleBefore }, now) : verdict;
}

/** Nobody could be found for it: because there is no address, or because the one there is cannot be trusted. */
function accountStatus(standing: Standing | null, email: string | null): AccountStatus {
  const status = standing?.account.status ?? 'no-address';
  const checked = normaliseEmail(email);
  const isUntrusted = !checked.ok && checked.problem === 'untrusted';
  return status === 'no-address' && isUntrusted ? 'untrusted-address' : status;
}

/** Asked several times, worked out once. */
function once<Value>(work: () => Value): () => Value {
  let done: { readonly value: Value } | null = null;
  return () => (done ??= { value: work() }).value;
}

/** The purchase by the facts that had arrived before this event's first one. */
function purchaseAsKnownBefore(
  rows: readonly EventRow[],
  first: EventRow,
  purchase: Purchase
): Purchase | null {
  const earlier = rows.filter((row) => row.id < first.id);
  const known = foldProduct(toFacts(earlier), toSettlements(earlier));
  const hashes = new Set(purchase.events.flatMap(({ facts }) => facts.map(({ hash }) => hash)));
  return (
    known.purchases.find(({ events }) =>
      events.some(({ facts }) => facts.some(({ hash }) => hashes.has(hash)))
    ) ?? null
  );
}

/** Whether the latest word about this event was that it belongs to no purchase. */
function isSetAside(rows: readonly EventRow[], hashes: ReadonlySet<string>): boolean {
  const latest = rows.findLast(({ settles }) => settles !== null && hashes.has(settles));
  return latest !== undefined && latest.settledTo === null;
}

function valuesOf(
  asked: Case,
  settled: Settled,
  standing: Standing | null,
  before: string | null,
  now: number
) {
  const { rules, productId } = settled;
  const { event, purchase, term } = asked;
  const because = standing?.decision?.because;
  const other =
    because?.type === 'entitlement'
      ? standing?.entitlements.find(({ purchaseKey }) => purchaseKey === because.id)
      : undefined;
  return {
    product: nameProduct(productId, event.productName ?? purchase?.productName ?? null),
    kind: nameKind(event.kind),
    order: event.orderId,
    level: nameSet(levelsTold(asked, standing).map((roleId) => roleName(rules, roleId))),
    current: roleName(rules, asked.levels[0] ?? null),
    before,
    after: roleName(rules, standing?.roleAfter ?? null),
    otherProduct: other ? nameProduct(other.productId, other.productName) : null,
    veto: standing?.account.veto ?? null,
    goneAt:
      asked.account === 'deleted'
        ? new Date(standing?.member.userGoneAt ?? now).toISOString()
        : null,
    n: asked.duplicateOf,
    until: term?.endsOn ?? null,
    purchaseBefore: asked.termBefore()?.state ?? null,
    purchaseAfter: term?.state ?? null,
  };
}

/**
 * What a sentence calls the level: of a purchase that gives the highest, all that its mapping gives and nobody denies;
 * of an event of another one, the highest there is.
 */
function levelsTold(
  { event, mappedLevels, levelsIfLive }: Case,
  standing: Standing | null
): readonly number[] {
  const [highest] = levelsIfLive;
  const isOther = highest !== undefined && !mappedLevels.includes(highest);
  if (isOther && mappedLevels.length === 1 && event.kind !== 'sale') return [highest];
  const given = mappedLevels.filter((roleId) => !standing?.denies(roleId));
  return given.length > 0 ? given : mappedLevels;
}

function effectOn(rules: Rules, standing: Standing | null, before: string | null): Effect | null {
  if (!standing?.account.user) return null;
  const after = roleName(rules, standing.roleAfter);
  return effectOf({ before, after, accountCreated: standing.account.created });
}
