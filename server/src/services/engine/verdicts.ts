import type { Effect } from '../../../../contracts/webhook-log';
import { mappingFor } from '../../core/rules/mappings';
import { levelsIf } from '../../core/access/decide';
import { denies } from '../../core/access/overrides';
import { byRank, nameSet } from '../../core/access/level-sets';
import { GUIDE_POLICY } from '../../core/rules/policy';
import { nameKind, nameProduct } from '../../core/wording/names';
import type { LedgerEvent, Purchase } from '../../core/entitlements/fact';
import { foldFacts } from '../../core/entitlements/fold';
import type { Located } from '../../core/entitlements/locate';
import { isPayment } from '../../core/entitlements/kinds';
import { isSamePerson } from '../../core/entitlements/persons';
import { ReversedPayments } from '../../core/entitlements/reversed';
import { termOf, type Term } from '../../core/entitlements/term';
import { effectOf } from '../../core/inbox/effect';
import type { AccountStatus } from '../../core/access/account';
import { judge, type Case, type Outcome } from '../../core/inbox/judge';
import { normaliseEmail } from '../../core/members/email';
import { ignores, roleName, type Rules } from '../../core/rules/rules';
import { findRoleBeforeCatchingUp } from '../../repositories/activities';
import type { Database } from '../../repositories/database';
import { toFacts, toSettlements } from '../../repositories/events';
import type { EventRow } from '../../repositories/event-row';
import type { LogResult } from '../../repositories/webhook-log-queue';
import { arePaymentsKnown, firstRowOf, rowsBefore } from './known-world';
import type { Standing, Settled } from './standing';

export interface Verdict {
  readonly outcome: Outcome;
  readonly result: LogResult;
  readonly purchase: Purchase | null;
  readonly term: Term | null;
}

interface JudgedFact {
  readonly hash: string;
  readonly webhookLogId: number;
  /** As the webhook gave it. */
  readonly email: string | null;
  /** What its owner had, when somebody else's turn already did what the fact asks for. */
  readonly roleBefore?: { readonly name: string | null } | null;
}

/** What the webhook that brought this fact did, with everything that is stored beside it. */
export function judgeFact(settled: Settled, fact: JudgedFact, now: number): Verdict {
  const located = settled.locate(fact.hash);
  if (!located) throw new Error('The fold lost an event.');
  // An ending may end several lines of one subscription: the one that it changed says most.
  const verdicts = (located.purchases.length > 0 ? located.purchases : [null]).map((purchase) =>
    judgeFor(settled, fact, located, purchase, now)
  );
  const best = verdicts.find(({ outcome }) => outcome.reason !== 'no-change') ?? verdicts[0];
  if (!best) throw new Error('An event was not judged.');
  return best;
}

function judgeFor(
  settled: Settled,
  fact: JudgedFact,
  { event, unmatched }: Located,
  purchase: Purchase | null,
  now: number
): Verdict {
  const { rowOf, rules } = settled;
  const first = firstRowOf(event, rowOf);
  if (!first) throw new Error('The fold made up an event.');

  const member =
    purchase?.memberId ?? event.facts.find(({ memberId }) => memberId)?.memberId ?? null;
  const standing = member === null ? null : (settled.standings.get(member) ?? null);
  const productId = purchase?.productId ?? event.productId;
  const pricePoint = purchase?.pricePoint ?? event.pricePoint;
  const mapping = mappingFor(rules.mappings, productId, pricePoint);
  const before = once((): Purchase | null =>
    purchase ? purchaseAsKnownBefore(settled, first, purchase) : null
  );
  const termBefore = once((): Term | null => {
    const known = before();
    if (!known) return null;
    const rule = mappingFor(rules.mappings, known.productId, known.pricePoint);
    return termOf(known.history, rule ?? GUIDE_POLICY, now);
  });
  const asked: Case = {
    event,
    duplicateOf: first.webhookLogId === fact.webhookLogId ? null : first.webhookLogId,
    unmatched: unmatched?.why ?? null,
    get hasBought() {
      return settled.ledger.purchases.some(
        ({ firstPayment, events }) =>
          isSamePerson(firstPayment, event) &&
          events.some((one) => isPayment(one.kind) && one.productId === event.productId)
      );
    },
    amount: rowOf.get(fact.hash)?.amount ?? null,
    changesProduct: changeBy(event, purchase) !== null && before()?.productId !== productId,
    get isOfOldProduct() {
      return purchase !== null && new ReversedPayments(paidOf(purchase)).isOfOldProduct(event);
    },
    offerIgnored: mapping === null && ignores(rules, { productId, pricePoint }),
    purchase,
    term: purchase && termOf(purchase.history, mapping ?? GUIDE_POLICY, now),
    termBefore,
    keepsRefunded: mapping?.onRefund === 'keep',
    mappedLevels: byRank(mapping?.roleIds ?? [], rules.levels),
    levels: standing?.levels ?? [],
    get levelsIfLive() {
      return purchase && standing ? levelsIf(standing.input, purchase.key, true) : [];
    },
    get levelsWithout() {
      return purchase && standing ? levelsIf(standing.input, purchase.key, false) : [];
    },
    isDenied: mapping?.roleIds.every((roleId) => isDenied(standing, roleId)) === true,
    decision: standing?.decision ?? null,
    account: accountStatus(standing, fact.email),
    accountCreated: standing?.account.created ?? false,
    isDoneAlready: Boolean(fact.roleBefore),
  };
  const outcome = judge(asked);
  const roleBefore = fact.roleBefore
    ? fact.roleBefore.name
    : roleName(rules, standing?.roleBefore ?? null);
  const result = once(
    (): LogResult => ({
      state: outcome.state,
      reason: outcome.reason,
      code: outcome.code,
      values: valuesOf(asked, rules, standing, roleBefore, now),
      effect: outcome.state === 'ignored' ? null : effectOn(rules, standing, roleBefore),
      memberId: member,
      duplicateOf: asked.duplicateOf,
      mappingId: mapping?.id ?? null,
      mappingVersion: mapping?.version ?? null,
      finishedAt: now,
    })
  );
  return {
    outcome,
    purchase,
    term: asked.term,
    // Costs more than the outcome, which most often turns out to be what it was.
    get result() {
      return result();
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

/** The change of product that this payment is the first to tell of. */
function changeBy(event: LedgerEvent, purchase: Purchase | null) {
  if (!purchase || !isPayment(event.kind) || event.date === null) return null;
  return (
    purchase.changes.findLast(({ to, at }) => to === event.productId && at === event.date) ?? null
  );
}

function paidOf({ events, changes, productId }: Purchase) {
  const payments = events.filter(({ kind }) => isPayment(kind));
  const products = new Set(payments.map((payment) => payment.productId));
  return { payments, changes, products, productId };
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
  { rows, rowOf, before }: Settled,
  first: EventRow,
  purchase: Purchase
): Purchase | null {
  if (!arePaymentsKnown(purchase, rowOf, first)) return null;
  const earlier = rowsBefore(rows, first);
  const known = before.get(first.id) ?? foldFacts(toFacts(earlier), toSettlements(earlier));
  const hashes = new Set(
    purchase.events.flatMap(({ kind, facts }) =>
      isPayment(kind) ? facts.map(({ hash }) => hash) : []
    )
  );
  return (
    known.purchases.find(({ events }) =>
      events.some(
        ({ kind, facts }) => isPayment(kind) && facts.some(({ hash }) => hashes.has(hash))
      )
    ) ?? null
  );
}

function valuesOf(
  asked: Case,
  rules: Rules,
  standing: Standing | null,
  before: string | null,
  now: number
) {
  const { event, purchase, term } = asked;
  const because = standing?.decision?.because;
  const other =
    because?.type === 'entitlement'
      ? standing?.entitlements.find(({ purchaseKey }) => purchaseKey === because.id)
      : undefined;
  // An ending may name a product that the subscription had before.
  const meant = purchase && !isPayment(event.kind) ? purchase : event;
  return {
    product: nameProduct(
      meant.productId,
      meant.productName ?? event.productName ?? purchase?.productName ?? null
    ),
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
    ...changeValues(asked, rules),
    ...(standing?.isByNewRules ? { newRules: true } : {}),
  };
}

/** "Changed from Family Plan to Starter on May 3; Gold → Silver." */
function changeValues(
  { event, purchase, changesProduct, isOfOldProduct: isOld }: Case,
  rules: Rules
) {
  if (isOld) return { refunded: event.productName ?? event.productId };
  const change = changesProduct ? changeBy(event, purchase) : null;
  if (!change || !purchase) return {};
  const ofOld = purchase.events.filter(
    (one) => isPayment(one.kind) && one.productId === change.from
  );
  const last = ofOld.findLast(({ pricePoint }) => pricePoint !== null);
  const names = ofOld.map(({ productName }) => productName);
  const mapping = mappingFor(rules.mappings, change.from, last?.pricePoint ?? null);
  return {
    fromProduct: nameProduct(change.from, names.findLast((name) => name !== null) ?? null),
    fromLevel: nameSet(
      byRank(mapping?.roleIds ?? [], rules.levels).map((roleId) => roleName(rules, roleId))
    ),
    changedAt: change.at,
  };
}

/**
 * What a sentence calls the level: of a purchase that gives the highest, all that its mapping gives and nobody denies;
 * of an event of another one, the highest there is.
 */
function levelsTold(
  { event, mappedLevels, levelsIfLive, changesProduct }: Case,
  standing: Standing | null
): readonly number[] {
  const [highest] = levelsIfLive;
  const isOther = highest !== undefined && !mappedLevels.includes(highest);
  const isNew = event.kind === 'sale' || changesProduct;
  if (isOther && mappedLevels.length === 1 && !isNew) return [highest];
  const given = mappedLevels.filter((roleId) => !isDenied(standing, roleId));
  return given.length > 0 ? given : mappedLevels;
}

const isDenied = (standing: Standing | null, roleId: number): boolean =>
  standing !== null && denies(standing.input.overrides, roleId, standing.input.now);

function effectOn(rules: Rules, standing: Standing | null, before: string | null): Effect | null {
  if (!standing?.account.user) return null;
  const after = roleName(rules, standing.roleAfter);
  return effectOf({ before, after, accountCreated: standing.account.created });
}
