import { rootOf, type Draft } from './drafts';
import type { LedgerEvent, Settlement, Unmatched } from './fact';
import { compareEvents } from './order';
import { scopesOf } from './persons';
import { compareDrafts } from './purchases';

/** A renewal with several purchases to choose from. */
export interface Floating {
  readonly event: LedgerEvent;
  /** The same order at other dates: it goes where the event goes. */
  readonly alongWith: readonly LedgerEvent[];
  /** Whether a purchase is one of them, of those of its person and product that started before it. */
  readonly mayMean: (draft: Draft) => boolean;
}

/** Renewals that name nothing but their own order, once each has found its purchase or has several to choose from. */
export interface LooseRenewals {
  /** Purchases of their own: no purchase that they could renew started before them. */
  readonly own: readonly Draft[];
  /** Several purchases could be meant: which one depends on what runs at that time. */
  readonly floating: readonly Floating[];
  readonly setAside: readonly Unmatched[];
}

/** Purchases of one person and product that started so far. */
interface Begun {
  readonly subscriptions: Set<Draft>;
  readonly oneTime: Set<Draft>;
}

/**
 * Gives each loose renewal to the only purchase of its person and product that started before it, subscriptions
 * before one-time purchases (RULES M3). `drafts` are the proven purchases; those that get a renewal grow.
 */
export function placeRenewals(
  drafts: readonly Draft[],
  loose: readonly Draft[],
  settledTo: (event: LedgerEvent) => Settlement | null
): LooseRenewals {
  const own: Draft[] = [];
  const floating: Floating[] = [];
  /** Renewals that made a one-time purchase a subscription. */
  const madeBy = new Map<Draft, LedgerEvent>();
  const setAside: Unmatched[] = [];
  const begun = new Map<string, Begun>();
  const waiting = [...drafts].sort(compareDrafts).reverse();

  for (const renewal of loose) {
    const first = renewal.firstPayment;
    for (let next = waiting.at(-1); next && compareEvents(next.firstPayment, first) < 0; ) {
      begin(begun, next);
      waiting.pop();
      next = waiting.at(-1);
    }
    if (renewal.payments.some((payment) => settledTo(payment)?.purchaseHash === null)) {
      setAside.push(...renewal.payments.map((event) => ({ event, why: 'set-aside' as const })));
      continue;
    }
    const pool = poolOf(begun, renewal);
    const [only] = pool;
    if (!only) {
      own.push(renewal);
      begin(begun, renewal);
    } else if (pool.size === 1) {
      removeFrom(begun, only);
      if (only.type === 'one-time') madeBy.set(only, first);
      only.renewBy(renewal);
      begin(begun, only);
    } else {
      const isOfSubscriptions = only.type === 'subscription';
      const mayMean = (draft: Draft) =>
        !isOfSubscriptions || (draft.type === 'subscription' && !isLater(madeBy.get(draft), first));
      const alongWith = renewal.payments.filter((payment) => payment !== first);
      floating.push({ event: first, alongWith, mayMean });
    }
  }
  return { own, floating, setAside };
}

const isLater = (event: LedgerEvent | undefined, other: LedgerEvent): boolean =>
  event !== undefined && compareEvents(event, other) > 0;

const scopesOfDraft = ({ products, firstPayment }: Draft): string[] =>
  [...products].flatMap((product) => scopesOf(product, firstPayment));

function begin(begun: Map<string, Begun>, draft: Draft): void {
  for (const scope of scopesOfDraft(draft)) {
    const known = begun.get(scope) ?? { subscriptions: new Set(), oneTime: new Set() };
    begun.set(scope, known);
    (draft.type === 'subscription' ? known.subscriptions : known.oneTime).add(draft);
  }
}

function removeFrom(begun: ReadonlyMap<string, Begun>, draft: Draft): void {
  for (const scope of scopesOfDraft(draft)) {
    begun.get(scope)?.subscriptions.delete(draft);
    begun.get(scope)?.oneTime.delete(draft);
  }
}

/** Those that all payments of the renewal may belong to. */
function poolOf(begun: ReadonlyMap<string, Begun>, renewal: Draft): ReadonlySet<Draft> {
  const pool = poolOfBuyer(begun, renewal);
  if (renewal.payments.length === 1) return pool;
  return new Set([...pool].filter(({ firstPayment }) => renewal.mayBeOf(firstPayment)));
}

/** An equal lead beats an equal e-mail. */
function poolOfBuyer(begun: ReadonlyMap<string, Begun>, renewal: Draft): ReadonlySet<Draft> {
  for (const scope of scopesOf(renewal.firstPayment.productId, renewal.firstPayment)) {
    const known = begun.get(scope);
    if (!known) continue;
    if (known.subscriptions.size > 0) return known.subscriptions;
    if (known.oneTime.size > 0) return known.oneTime;
  }
  return new Set();
}

/** The purchases themselves, without those that became part of another. */
export const rootsOf = (drafts: readonly Draft[]): Draft[] => [...new Set(drafts.map(rootOf))];
