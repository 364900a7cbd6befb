import type { LedgerEvent, Purchase } from './fact';
import { compareEvents, isPayment } from './order';
import { stateOf, typeOf } from './state';

type IdSpace = 'parentIds' | 'originalIds' | 'internalIds' | 'processorIds';

/** A purchase while it is being put together: its events in order, growing as loose groups join. */
export class PurchaseDraft {
  private events: LedgerEvent[];

  constructor(events: readonly LedgerEvent[]) {
    this.events = [...events].sort(compareEvents);
  }

  get first(): LedgerEvent {
    const [first] = this.events;
    if (!first) throw new Error('A purchase has at least one event.');
    return first;
  }

  get firstPayment(): LedgerEvent {
    return this.events.find((event) => isPayment(event.kind)) ?? this.first;
  }

  get type(): 'one-time' | 'subscription' {
    return typeOf(this.events);
  }

  holdsFact(hash: string): boolean {
    return this.events.some((event) => event.facts.some((fact) => fact.hash === hash));
  }

  join(events: readonly LedgerEvent[]): void {
    this.events = [...this.events, ...events].sort(compareEvents);
  }

  hadEndedBefore(event: LedgerEvent): boolean {
    const earlier = this.events.filter((own) => compareEvents(own, event) < 0);
    return stateOf(earlier).kind === 'ended';
  }

  /** Whether an id says that these events belong to something else. */
  contradicts(events: readonly LedgerEvent[]): boolean {
    const orders = new Set([...this.orderIds(), ...idsOf(this.events, 'originalIds')]);
    const originals = idsOf(events, 'originalIds');
    if (areApart(idsOf(this.events, 'internalIds'), idsOf(events, 'internalIds'))) return true;
    if (areApart(idsOf(this.events, 'processorIds'), idsOf(events, 'processorIds'))) return true;
    if (areApart(orders, originals)) return true;
    // A cancellation may carry any order number; a one-time purchase has only its own.
    if (this.type === 'subscription' || events.every(({ kind }) => kind === 'cancellation')) {
      return false;
    }
    const named = [...idsOf(events, 'parentIds'), ...originals];
    return named.length > 0 && !named.some((id) => orders.has(id));
  }

  finish(): Purchase {
    const { events, firstPayment } = this;
    const payments = events.filter((event) => isPayment(event.kind));
    const latest = (read: (event: LedgerEvent) => string | null) =>
      payments.map(read).findLast((value) => value !== null) ?? null;
    return {
      key: this.first.key,
      type: this.type,
      events,
      firstPayment,
      lastPayment: payments.at(-1) ?? firstPayment,
      state: stateOf(events),
      productName: latest((event) => event.productName),
      pricePoint: latest((event) => event.pricePoint),
      memberId: firstPayment.facts.find((fact) => fact.memberId !== null)?.memberId ?? null,
    };
  }

  private orderIds(): string[] {
    return this.events.flatMap((event) => (isPayment(event.kind) ? (event.orderId ?? []) : []));
  }
}

function idsOf(events: readonly LedgerEvent[], space: IdSpace): Set<string> {
  return new Set(events.flatMap((event) => [...event[space]]));
}

/** Both name ids of one space, and none is the same. */
function areApart(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size > 0 && b.size > 0 && ![...a].some((id) => b.has(id));
}
