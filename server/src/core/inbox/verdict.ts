import type { AccountStatus } from '../access/account';
import { levelsIf } from '../access/decide';
import { byRank } from '../access/level-sets';
import { denies } from '../access/overrides';
import { arePaymentsKnown, firstRowOf, type Arrival } from '../entitlements/arrivals';
import type { Ledger, LedgerEvent, Purchase } from '../entitlements/fact';
import { isPayment } from '../entitlements/kinds';
import type { Locate, Located } from '../entitlements/locate';
import { isSamePerson } from '../entitlements/persons';
import { ReversedPayments } from '../entitlements/reversed';
import { termOf, type Term } from '../entitlements/term';
import { normaliseEmail } from '../members/email';
import { mappingFor, type MappingRule } from '../rules/mappings';
import { GUIDE_POLICY } from '../rules/policy';
import { ignores, roleName, type Rules } from '../rules/rules';
import type { Case, ReportedResult } from './case';
import { effectOf, type Effect } from './effect';
import { judge } from './judge';
import type { Outcome } from './outcome';
import { valuesOf } from './values';
import type { MessageValues } from '../wording/sentence';

/** A fact as it arrived: by which webhook, and the amount as Kartra sent it. */
export interface ArrivedFact extends Arrival {
  readonly webhookLogId: number;
  readonly amount: string | null;
}

/** A neighborhood after everything known was folded and the access of every member in it was decided. */
export interface DecidedWorld {
  readonly rowOf: ReadonlyMap<string, ArrivedFact>;
  readonly ledger: Ledger;
  readonly locate: Locate;
  readonly rules: Rules;
  readonly results: ReadonlyMap<number, ReportedResult>;
  /** What the fold said before this fact arrived. Costs a fold: asked late. */
  readonly foldBefore: (first: ArrivedFact) => Ledger;
}

export interface JudgedFact {
  readonly hash: string;
  readonly webhookLogId: number;
  /** As the webhook gave it. */
  readonly email: string | null;
  /** What its owner had, when another member's turn already did what the fact asks for. */
  readonly roleBefore?: { readonly name: string | null } | null;
}

export interface Verdict {
  readonly outcome: Outcome;
  readonly purchase: Purchase | null;
  readonly term: Term | null;
  readonly memberId: number | null;
  readonly duplicateOf: number | null;
  readonly mapping: MappingRule | null;
  /** What the sentence says beside its words, and what the account had and has. Costs more than the outcome. */
  told(): {
    readonly values: MessageValues;
    readonly effect: Effect | null;
  };
}

/** What the webhook that brought this fact did. */
export function judgeFact(world: DecidedWorld, fact: JudgedFact, now: number): Verdict {
  const located = world.locate(fact.hash);
  if (!located) throw new Error('The fold lost an event.');
  // An ending may end several lines of one subscription: the one that it changed says most.
  const verdicts = (located.purchases.length > 0 ? located.purchases : [null]).map((purchase) =>
    judgeFor(world, fact, located, purchase, now)
  );
  const best = verdicts.find(({ outcome }) => outcome.reason !== 'no-change') ?? verdicts[0];
  if (!best) throw new Error('An event was not judged.');
  return best;
}

function judgeFor(
  world: DecidedWorld,
  fact: JudgedFact,
  { event, unmatched }: Located,
  purchase: Purchase | null,
  now: number
): Verdict {
  const { rowOf, rules } = world;
  const first = firstRowOf(event, rowOf);
  if (!first) throw new Error('The fold made up an event.');

  const memberId =
    purchase?.memberId ?? event.facts.find(({ memberId: owner }) => owner)?.memberId ?? null;
  const memberResult = memberId === null ? null : (world.results.get(memberId) ?? null);
  const productId = purchase?.productId ?? event.productId;
  const pricePoint = purchase?.pricePoint ?? event.pricePoint;
  const mapping = mappingFor(rules.mappings, productId, pricePoint);
  const before = once((): Purchase | null =>
    purchase ? purchaseAsKnownBefore(world, first, purchase) : null
  );
  const termBefore = once((): Term | null => {
    const known = before();
    if (!known) return null;
    const rule = mappingFor(rules.mappings, known.productId, known.pricePoint);
    return termOf(known.history, rule ?? GUIDE_POLICY, now);
  });
  const ifLive = (live: boolean) =>
    purchase && memberResult ? levelsIf(memberResult.input, purchase.key, live) : [];
  const isDenied = (roleId: number) =>
    memberResult !== null && denies(memberResult.overrides, roleId, memberResult.input.now);
  const asked: Case = {
    event,
    duplicateOf: first.webhookLogId === fact.webhookLogId ? null : first.webhookLogId,
    unmatched: unmatched?.why ?? null,
    get hasBought() {
      return hasBought(world.ledger, event);
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
    levels: memberResult?.levels ?? [],
    get levelsIfLive() {
      return ifLive(true);
    },
    get levelsWithout() {
      return ifLive(false);
    },
    isDenied: mapping?.roleIds.every(isDenied) === true,
    roleChange: memberResult?.roleChange ?? null,
    account: accountStatus(memberResult, fact.email),
    accountCreated: memberResult?.account.created ?? false,
    isDoneAlready: Boolean(fact.roleBefore),
  };
  const outcome = judge(asked);
  const roleBefore = fact.roleBefore
    ? fact.roleBefore.name
    : roleName(rules, memberResult?.roleBefore ?? null);
  return {
    outcome,
    purchase,
    term: asked.term,
    memberId,
    duplicateOf: asked.duplicateOf,
    mapping,
    told: once(() => ({
      values: valuesOf(asked, {
        rules,
        memberResult,
        change: changeBy(event, purchase),
        before: roleBefore,
        isDenied,
        now,
      }),
      effect: outcome.state === 'ignored' ? null : effectOn(rules, memberResult, roleBefore),
    })),
  };
}

/** Its person bought the product, at whatever time. */
const hasBought = ({ purchases }: Ledger, event: LedgerEvent): boolean =>
  purchases.some(
    ({ firstPayment, events }) =>
      isSamePerson(firstPayment, event) &&
      events.some(({ kind, productId }) => isPayment(kind) && productId === event.productId)
  );

/** The change of product that this payment is the first to tell of. */
function changeBy(
  event: LedgerEvent,
  purchase: Purchase | null
): Purchase['changes'][number] | null {
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

/** No account could be found for it: because there is no address, or because the one there is cannot be trusted. */
function accountStatus(memberResult: ReportedResult | null, email: string | null): AccountStatus {
  const status = memberResult?.account.status ?? 'no-address';
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
  { rowOf, foldBefore }: DecidedWorld,
  first: ArrivedFact,
  purchase: Purchase
): Purchase | null {
  if (!arePaymentsKnown(purchase, rowOf, first)) return null;
  const hashes = new Set(
    purchase.events.flatMap(({ kind, facts }) =>
      isPayment(kind) ? facts.map(({ hash }) => hash) : []
    )
  );
  return (
    foldBefore(first).purchases.find(({ events }) =>
      events.some(
        ({ kind, facts }) => isPayment(kind) && facts.some(({ hash }) => hashes.has(hash))
      )
    ) ?? null
  );
}

function effectOn(
  rules: Rules,
  memberResult: ReportedResult | null,
  before: string | null
): Effect | null {
  if (!memberResult?.account.user) return null;
  const after = roleName(rules, memberResult.roleAfter);
  return effectOf({ before, after, accountCreated: memberResult.account.created });
}
