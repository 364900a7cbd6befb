/** Reference model, part 6: endings, failed charges and partial refunds, each by itself, and the renewals left over. */
import type { LedgerEvent, Settlement, Unmatched } from '../../server/src/core/entitlements/fact';
import {
  compareEvents,
  inOrder,
  isEnding,
  isPresent,
  isReversal,
  isSamePerson,
  ownOf,
  relate,
  share,
} from './reference-events';
import { Ids } from './reference-named';
import type { Bought, Floating, Paid } from './reference-purchases';
import {
  beganBefore,
  buyerOf,
  compareBegin,
  hadProduct,
  holdsFact,
  settlementOf,
  typeOf,
} from './reference-purchases';
import type { Attached } from './reference-state';
import { isPaidInFullBefore, pricePointOf, referenceState } from './reference-state';

function differ(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size > 0 && b.size > 0 && !share(a, b);
}

/** Puts everything that is no payment where it belongs. */
export class Placement {
  private readonly placed = new Map<LedgerEvent, readonly Bought[]>();
  private readonly floats = new Map<LedgerEvent, Bought>();
  /** Endings whose S and R say where others of the same person belong; earlier ones are asked first. */
  private readonly teachers: LedgerEvent[] = [];
  private readonly left = new Map<LedgerEvent, Unmatched['why']>();
  private readonly ids: ReadonlyMap<LedgerEvent, Ids>;

  constructor(
    private readonly paid: Paid,
    private readonly others: readonly LedgerEvent[],
    private readonly settlements: readonly Settlement[]
  ) {
    this.ids = new Map(
      others.map((event) => [event, new Ids(event, paid.purchases, paid.floating)])
    );
    for (const payment of paid.setAside) this.left.set(payment, 'set-aside');

    const verdicts = inOrder(others).map((event) => ({
      event,
      verdict: this.idsOf(event).verdict,
    }));
    for (const { event, verdict } of verdicts) {
      if (verdict.kind === 'placed') this.placed.set(event, verdict.purchases);
    }
    for (const { event, verdict } of verdicts) {
      if (verdict.kind === 'placed' || verdict.kind === 'with-floating') continue;
      if (!this.settle(event) && verdict.kind === 'held') this.left.set(event, verdict.why);
    }
    // Ids win over what a person settled, also in what they teach. Both came in order.
    this.teachers.push(...[...this.placed.keys()].filter(({ kind }) => isEnding(kind)));
    this.placeTheRest();
    for (const { event, verdict } of verdicts) {
      if (verdict.kind !== 'with-floating') continue;
      const [renewal] = verdict.floating.renewals;
      const home = renewal && this.floats.get(renewal);
      if (home) this.placed.set(event, [home]);
      else this.left.set(event, 'unmatched');
    }
  }

  get attached(): Attached[] {
    return this.paid.purchases.map((bought) => this.attachedTo(bought));
  }

  get unmatched(): Unmatched[] {
    return [...this.left]
      .map(([event, why]) => ({ event, why }))
      .sort((a, b) => compareEvents(a.event, b.event));
  }

  private idsOf(event: LedgerEvent): Ids {
    return this.ids.get(event) ?? new Ids(event, this.paid.purchases, this.paid.floating);
  }

  private attachedTo(bought: Bought): Attached {
    return {
      bought,
      floating: [...this.floats].filter(([, home]) => home === bought).map(([event]) => event),
      endings: [...this.placed]
        .filter(([, homes]) => homes.includes(bought))
        .map(([event]) => event),
    };
  }

  private isRunning(bought: Bought, moment: LedgerEvent): boolean {
    return referenceState(this.attachedTo(bought), moment).kind !== 'ended';
  }

  /** True if what a person settled applies. */
  private settle(event: LedgerEvent): boolean {
    const settlement = settlementOf(event, this.settlements);
    if (!settlement) return false;
    const { purchaseHash } = settlement;
    if (purchaseHash === null) {
      this.left.set(event, 'set-aside');
      return true;
    }
    const bought = this.paid.purchases.find(({ payments }) =>
      payments.some((payment) => holdsFact(payment, purchaseHash))
    );
    const ending = [...this.placed].find(([other]) => holdsFact(other, purchaseHash));
    const homes = bought ? [bought] : ending?.[1];
    if (homes) this.placed.set(event, homes);
    return homes !== undefined;
  }

  /** In order: what names nothing known, and the renewals that may belong to several. */
  private placeTheRest(): void {
    const unnamed = this.others.filter((event) => {
      const isOfFloating = this.idsOf(event).verdict.kind === 'with-floating';
      return !isOfFloating && !this.placed.has(event) && !this.left.has(event);
    });
    const floating = new Map(this.paid.floating.map((one) => [one.renewals[0], one]));
    const renewals = [...floating.keys()].filter((event) => event !== undefined);
    for (const event of inOrder([...unnamed, ...renewals])) {
      const renewal = floating.get(event);
      if (renewal) this.placeFloating(renewal);
      else this.place(event, this.learned(event) ?? this.guessed(event));
    }
    for (const event of inOrder(unnamed)) {
      if (this.placed.has(event)) continue;
      const homes = this.learned(event);
      if (homes) this.place(event, homes);
      else this.left.set(event, 'unmatched');
    }
  }

  private place(event: LedgerEvent, homes: readonly Bought[] | undefined): void {
    if (!homes) return;
    this.placed.set(event, homes);
    if (isEnding(event.kind)) this.teachers.push(event);
  }

  private processorIdsOf(event: LedgerEvent): ReadonlySet<string> {
    return this.idsOf(event).isProcessorIdAbsent ? new Set() : event.processorIds;
  }

  /** Where another ending of this person with the same S, else the same R, was placed. */
  private learned(event: LedgerEvent): readonly Bought[] | undefined {
    const lessons = this.teachers
      .filter((other) => other.productId === event.productId && isSamePerson(event, other))
      .map((teacher) => ({ teacher, homes: this.homesBy(teacher, event) }))
      .filter(({ homes }) => homes.length > 0);
    const lesson =
      lessons.find(({ teacher }) => share(teacher.internalIds, event.internalIds)) ??
      lessons.find(({ teacher }) => share(teacher.processorIds, this.processorIdsOf(event)));
    return lesson?.homes;
  }

  /** Where it was placed, without what is a stranger's to the event and not to the teacher: there is no third person. */
  private homesBy(teacher: LedgerEvent, event: LedgerEvent): Bought[] {
    const isStranger = (one: Bought, to: LedgerEvent) => relate(buyerOf(one), to) === 'strangers';
    return (this.placed.get(teacher) ?? []).filter(
      (one) => !isStranger(one, event) || isStranger(one, teacher)
    );
  }

  private guessed(event: LedgerEvent): readonly Bought[] | undefined {
    const near = this.paid.purchases.filter(
      (one) => hadProduct(one, event.productId) && beganBefore(one, event)
    );
    const candidates = ownOf(event, near, buyerOf)
      .filter((one) => !this.contradicts(event, one))
      .filter((one) => !(event.kind === 'cancellation' && isPaidInFullAt(one, event)))
      .sort(compareBegin);
    if (candidates.length === 1) return candidates;
    const running = candidates.filter((one) => this.isRunning(one, event));
    if (running.length === 1) return running;
    const pricePoints = new Set(running.map(pricePointOf).filter(isPresent));
    const areAlike = running.every((one) => typeOf(one) === 'one-time') && pricePoints.size <= 1;
    return running.length > 0 && areAlike ? running.slice(0, 1) : undefined;
  }

  /** An id says that it belongs to something else. */
  private contradicts(event: LedgerEvent, { payments, ...rest }: Bought): boolean {
    const idsOf = (read: (payment: LedgerEvent) => Iterable<string>): Set<string> =>
      new Set(payments.flatMap((payment) => [...read(payment)]));
    const processorIds = this.processorIdsOf(event);
    const originals = idsOf(({ originalIds }) => originalIds);
    const orderOf = ({ orderId }: LedgerEvent): string[] => (orderId === null ? [] : [orderId]);
    const sales = idsOf((payment) => (payment.kind === 'sale' ? orderOf(payment) : []));
    if (
      differ(
        event.internalIds,
        idsOf(({ internalIds }) => internalIds)
      )
    )
      return true;
    if (
      differ(
        processorIds,
        idsOf((payment) => payment.processorIds)
      )
    )
      return true;
    if (differ(event.originalIds, new Set([...originals, ...sales]))) return true;

    if (typeOf({ payments, ...rest }) === 'subscription') return false;
    const known = new Set([...originals, ...idsOf(orderOf), ...orderOf(event)]);
    const takesBack = isReversal(event.kind) || event.kind === 'partial-refund';
    const named = [...event.originalIds, ...(takesBack ? event.parentIds : [])];
    if (event.kind !== 'cancellation' && named.some((id) => !known.has(id))) return true;
    // The IPN says of a sale that it is no subscription; Outbound only says nothing.
    const isToldAsOneTime = payments.some(
      ({ kind, surfaces }) => kind === 'sale' && surfaces.includes('ipn')
    );
    return isToldAsOneTime && (event.internalIds.size > 0 || processorIds.size > 0);
  }

  /** It counts for the latest begun of those that run then, and reopens none. */
  private placeFloating({ renewals, pool }: Floating): void {
    const [first] = renewals;
    if (!first) return;
    const latest = pool
      .filter((one) => this.isRunning(one, first))
      .sort(compareBegin)
      .at(-1);
    for (const renewal of renewals) {
      if (latest) this.floats.set(renewal, latest);
      else this.left.set(renewal, 'unmatched');
    }
  }
}

function isPaidInFullAt(bought: Bought, event: LedgerEvent): boolean {
  return isPaidInFullBefore(bought, (payment) => compareEvents(payment, event) < 0);
}
