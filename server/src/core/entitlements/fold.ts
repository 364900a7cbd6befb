import type { Fact, Ledger, LedgerEvent, Settlement } from './fact';
import { gatherEvents } from './events';
import { joinByIds } from './groups';
import { compareEvents, isPayment } from './order';
import { PurchaseDraft } from './purchases';

/**
 * Folds all facts of one product into purchases: facts → events → groups tied by ids → purchases, with the
 * groups that no id ties given to the purchase they can only mean.
 *
 * A pure function of the *set* of facts and settlements: any order, any repetition, either surface give the same
 * ledger. `docs/access.md` walks through six histories.
 */
export function foldProduct(
  facts: readonly Fact[],
  settlements: readonly Settlement[] = []
): Ledger {
  const unique = [...new Map(facts.map((fact) => [fact.hash, fact])).values()];
  const groups = joinByIds(gatherEvents(unique));
  const drafts = groups.filter(provesPurchase).map((events) => new PurchaseDraft(events));
  const unmatched: LedgerEvent[] = [];

  const loose = groups.filter((events) => !provesPurchase(events)).sort(compareGroups);
  for (const events of loose) {
    const home = settledHome(events, drafts, settlements) ?? likelyHome(events, drafts);
    if (home === 'none') unmatched.push(...events);
    else if (home === 'own') drafts.push(new PurchaseDraft(events));
    else home.join(events);
  }

  return {
    purchases: drafts
      .map((draft) => draft.finish())
      .sort((a, b) => compareEvents(a.firstPayment, b.firstPayment)),
    unmatched: unmatched.sort(compareEvents),
  };
}

/** A sale proves a purchase; a later payment does when it names the subscription or first order it belongs to. */
function provesPurchase(events: readonly LedgerEvent[]): boolean {
  return events.some(
    (event) =>
      event.kind === 'sale' ||
      (isPayment(event.kind) &&
        (event.internalIds.size > 0 || event.processorIds.size > 0 || event.originalIds.size > 0))
  );
}

function compareGroups(a: readonly LedgerEvent[], b: readonly LedgerEvent[]): number {
  const [first, second] = [a[0], b[0]];
  return first && second ? compareEvents(first, second) : 0;
}

type Home = PurchaseDraft | 'own' | 'none';

/** What a person settled by hand; the latest word counts. Null when nobody did, or the purchase is not there. */
function settledHome(
  events: readonly LedgerEvent[],
  drafts: readonly PurchaseDraft[],
  settlements: readonly Settlement[]
): Home | null {
  const hashes = new Set(events.flatMap((event) => event.facts.map((fact) => fact.hash)));
  const latest = settlements
    .filter((settlement) => hashes.has(settlement.eventHash))
    .reduce<Settlement | null>(
      (best, next) => (!best || next.sequence > best.sequence ? next : best),
      null
    );
  if (!latest) return null;
  const { purchaseHash } = latest;
  if (purchaseHash === null) return 'none';
  return drafts.find((draft) => draft.holdsFact(purchaseHash)) ?? null;
}

/** The only purchase these events can mean, if there is one. */
function likelyHome(events: readonly LedgerEvent[], drafts: readonly PurchaseDraft[]): Home {
  const [first] = events;
  if (!first) return 'none';
  const person = events.find((event) => event.person !== null)?.person ?? null;
  const candidates =
    person === null
      ? []
      : drafts.filter(
          (draft) =>
            draft.firstPayment.person === person &&
            compareEvents(draft.firstPayment, first) < 0 &&
            !draft.contradicts(events)
        );
  const [single] = candidates;
  if (single && candidates.length === 1) return single;

  const running = candidates
    .filter((draft) => !draft.hadEndedBefore(first))
    .sort((a, b) => compareEvents(a.firstPayment, b.firstPayment));
  const [oldest] = running;
  if (oldest && (running.length === 1 || running.every(({ type }) => type === 'one-time'))) {
    return oldest;
  }
  return events.some(({ kind }) => isPayment(kind)) ? 'own' : 'none';
}
