import type { AccountStatus } from '../access/account';
import { levelsIf } from '../access/decide';
import { byRank } from '../access/level-sets';
import { denies } from '../access/overrides';
import { arePaymentsKnown, firstRowOf, type Arrival } from '../entitlements/arrivals';
import type { Ledger, LedgerEvent, ProductChange, Purchase } from '../entitlements/fact';
import { isPayment } from '../entitlements/kinds';
import type { Locate, Located } from '../entitlements/locate';
import { isSamePerson } from '../entitlements/persons';
import { ReversedPayments } from '../entitlements/reversed';
import { termOf } from '../entitlements/term';
import { normaliseEmail } from '../members/email';
import { mappingFor, type MappingRule } from '../rules/mappings';
import { GUIDE_POLICY } from '../rules/policy';
import { ignores, type Rules } from '../rules/rules';
import type { Case, ReportedResult } from './case';

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

/** A case, and what its sentence has to name beside it. */
export interface SeenCase {
  readonly asked: Case;
  readonly memberId: number | null;
  readonly memberResult: ReportedResult | null;
  readonly mapping: MappingRule | null;
  /** The change of product that the event is the first to tell of. */
  readonly change: ProductChange | null;
  /** Whether an override denies its owner this level now. */
  readonly isDenied: (roleId: number) => boolean;
}

/** The event that this fact reported, once for each purchase that it belongs to, or as one that belongs to none. */
export function readCases(
  world: DecidedWorld,
  fact: JudgedFact,
  now: number
): readonly [SeenCase, ...SeenCase[]] {
  const located = world.locate(fact.hash);
  const first = located && firstRowOf(located.event, world.rowOf);
  if (!located || !first) throw new Error('The fold lost an event.');
  const [purchase = null, ...others] = located.purchases;
  const read = (one: Purchase | null) => readCase(world, { fact, located, first, now }, one);
  return [read(purchase), ...others.map(read)];
}

function readCase(
  world: DecidedWorld,
  asked: {
    readonly fact: JudgedFact;
    readonly located: Located;
    /** The row that reported the event first. */
    readonly first: ArrivedFact;
    readonly now: number;
  },
  purchase: Purchase | null
): SeenCase {
  const { rowOf, rules } = world;
  const { fact, located, first, now } = asked;
  const { event, unmatched } = located;
  const memberId =
    purchase?.memberId ?? event.facts.find(({ memberId: owner }) => owner)?.memberId ?? null;
  const memberResult = memberId === null ? null : (world.results.get(memberId) ?? null);
  const productId = purchase?.productId ?? event.productId;
  const pricePoint = purchase?.pricePoint ?? event.pricePoint;
  const mapping = mappingFor(rules.mappings, productId, pricePoint);
  const change = changeBy(event, purchase);
  const before = once(() => purchase && purchaseAsKnownBefore(world, first, purchase));
  const ifLive = (live: boolean) =>
    purchase && memberResult ? levelsIf(memberResult.input, purchase.key, live) : [];
  const isDenied = (roleId: number) =>
    memberResult !== null && denies(memberResult.overrides, roleId, memberResult.input.now);
  return {
    memberId,
    memberResult,
    mapping,
    change,
    isDenied,
    asked: {
      event,
      duplicateOf: first.webhookLogId === fact.webhookLogId ? null : first.webhookLogId,
      unmatched: unmatched?.why ?? null,
      get hasBought() {
        return hasBought(world.ledger, event);
      },
      amount: rowOf.get(fact.hash)?.amount ?? null,
      changesProduct: change !== null && before()?.productId !== productId,
      get isOfOldProduct() {
        return purchase !== null && new ReversedPayments(paidOf(purchase)).isOfOldProduct(event);
      },
      offerIgnored: mapping === null && ignores(rules, { productId, pricePoint }),
      purchase,
      term: purchase && termOf(purchase.history, mapping ?? GUIDE_POLICY, now),
      termBefore: once(() => {
        const known = before();
        return (
          known &&
          termOf(
            known.history,
            mappingFor(rules.mappings, known.productId, known.pricePoint) ?? GUIDE_POLICY,
            now
          )
        );
      }),
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
    },
  };
}

/** Its person bought the product, at whatever time. */
const hasBought = ({ purchases }: Ledger, event: LedgerEvent): boolean =>
  purchases.some(
    (purchase) =>
      isSamePerson(purchase.firstPayment, event) &&
      paymentsOf(purchase).some(({ productId }) => productId === event.productId)
  );

/** The change of product that this payment is the first to tell of. */
const changeBy = (
  { kind, productId, date }: LedgerEvent,
  purchase: Purchase | null
): ProductChange | null =>
  purchase?.changes.findLast(
    ({ to, at }) => isPayment(kind) && to === productId && at !== null && at === date
  ) ?? null;

const paymentsOf = ({ events }: Purchase): LedgerEvent[] =>
  events.filter(({ kind }) => isPayment(kind));

const hashesOfPayments = (purchase: Purchase): string[] =>
  paymentsOf(purchase).flatMap(({ facts }) => facts.map(({ hash }) => hash));

function paidOf(purchase: Purchase) {
  const payments = paymentsOf(purchase);
  const products = new Set(payments.map((payment) => payment.productId));
  return { payments, changes: purchase.changes, products, productId: purchase.productId };
}

/** No account could be found for it: because there is no address, or because the one there is cannot be trusted. */
function accountStatus(memberResult: ReportedResult | null, email: string | null): AccountStatus {
  const status = memberResult?.account.status ?? 'no-address';
  const checked = normaliseEmail(email);
  const isUntrusted = !checked.ok && checked.problem === 'untrusted';
  return status === 'no-address' && isUntrusted ? 'untrusted-address' : status;
}

/** The purchase by the facts that had arrived before this event's first one. */
function purchaseAsKnownBefore(
  { rowOf, foldBefore }: DecidedWorld,
  first: ArrivedFact,
  purchase: Purchase
): Purchase | null {
  if (!arePaymentsKnown(purchase, rowOf, first)) return null;
  const hashes = new Set(hashesOfPayments(purchase));
  return (
    foldBefore(first).purchases.find((known) =>
      hashesOfPayments(known).some((hash) => hashes.has(hash))
    ) ?? null
  );
}

/** Asked several times, worked out once. */
export function once<Value>(work: () => Value): () => Value {
  let done: { readonly value: Value } | null = null;
  return () => (done ??= { value: work() }).value;
}
