/** Ledgers and histories as small plain values: what the tests compare, and what a counter-example prints. */
import type { Fact, Ledger, LedgerEvent, Purchase } from '../../server/src/core/entitlements/fact';
import type { Moment } from '../../server/src/core/entitlements/history';

function summariseEvent(event: LedgerEvent): object {
  return {
    key: event.key,
    kind: event.kind,
    date: event.date,
    facts: [...new Set(event.facts.map((fact) => fact.hash))].sort(),
    productId: event.productId,
    leadToken: event.leadToken,
    emailToken: event.emailToken,
    surfaces: event.surfaces,
    orderId: event.orderId,
    payNumber: event.payNumber,
    productName: event.productName,
    pricePoint: event.pricePoint,
    trial: event.trial,
    trialDays: event.trialDays,
    paymentsLeft: event.paymentsLeft,
    parentIds: [...event.parentIds].sort(),
    originalIds: [...event.originalIds].sort(),
    internalIds: [...event.internalIds].sort(),
    processorIds: [...event.processorIds].sort(),
  };
}

function summariseState({ state }: Purchase): object {
  switch (state.kind) {
    case 'active':
    case 'completed':
      return { kind: state.kind };
    case 'past-due':
      return { kind: state.kind, since: state.since.key };
    case 'ended':
      return { kind: state.kind, reason: state.reason, by: state.by.key };
  }
}

/** Whether a moment is of the present product is asked of payments only. */
function summariseMoment({ isPresent, ...moment }: Moment): object {
  return {
    kind: moment.kind,
    date: moment.date,
    trial: moment.trial,
    trialDays: moment.trialDays,
    payNumber: moment.payNumber,
    paymentsLeft: moment.paymentsLeft,
    toldBy: moment.toldBy,
    isPresent: (moment.kind === 'sale' || moment.kind === 'rebill') && isPresent,
    isQuiet: moment.isQuiet,
  };
}

function summarisePurchase(purchase: Purchase): { key: string } {
  const summary = {
    key: purchase.key,
    type: purchase.type,
    state: summariseState(purchase),
    productId: purchase.productId,
    productName: purchase.productName,
    pricePoint: purchase.pricePoint,
    changes: purchase.changes.map(({ from, to, at }) => ({ from, to, at })),
    memberId: purchase.memberId,
    firstPayment: purchase.firstPayment.key,
    lastPayment: purchase.lastPayment.key,
    events: purchase.events.map(summariseEvent),
    history: {
      type: purchase.history.type,
      moments: purchase.history.moments.map(summariseMoment),
    },
  };
  return summary;
}

/** Everything the fold says, in a form that depends on no order of arrival. Purchases and unmatched events are sets. */
export function summarise(ledger: Ledger): {
  purchases: object[];
  unmatched: object[];
  sharedIds: object[];
} {
  const byKey = (a: { key: string }, b: { key: string }): number => (a.key < b.key ? -1 : 1);
  return {
    purchases: ledger.purchases.map(summarisePurchase).sort(byKey),
    unmatched: ledger.unmatched
      .map(({ event, why }) => ({ why, ...summariseEvent(event), key: event.key }))
      .sort(byKey),
    sharedIds: [...ledger.sharedIds].sort((a, b) =>
      JSON.stringify([a.space, a.id]) < JSON.stringify([b.space, b.id]) ? -1 : 1
    ),
  };
}

/** Which of the known facts stand together, as which type and in which state; as text, to be compared. */
export function outline(ledger: Ledger, known: ReadonlySet<string>): string {
  const hashes = (events: readonly LedgerEvent[]): string[][] =>
    events.map((event) => {
      const all = event.facts.map((fact) => fact.hash);
      return [...new Set(all)].filter((hash) => known.has(hash)).sort();
    });
  const purchases = ledger.purchases.map((purchase) =>
    JSON.stringify([purchase.type, summariseState(purchase), hashes(purchase.events)])
  );
  return [
    ...purchases.sort(),
    JSON.stringify(hashes(ledger.unmatched.map(({ event }) => event)).sort()),
  ].join('\n');
}

function isWorthPrinting([name, value]: [string, unknown]): boolean {
  return value !== null && value !== false && !['hash', 'webhookLogId'].includes(name);
}

/** One line for each fact: short hash, then the fields that it has. */
export function printFacts(facts: readonly Fact[]): string {
  return facts
    .map((fact) => {
      const fields = Object.entries(fact).filter(isWorthPrinting);
      return `${fact.hash.slice(0, 6)} ${fields.map(([name, value]) => `${name}=${value}`).join(' ')}`;
    })
    .join('\n');
}

function label(event: LedgerEvent): string {
  return `${event.kind}:${event.facts.map((fact) => fact.hash.slice(0, 6)).join('+')}`;
}

export function printLedger(ledger: Ledger): string {
  const purchases = ledger.purchases.map((purchase) => {
    const { state } = purchase;
    const how = state.kind === 'ended' ? `ended ${state.reason} by ${label(state.by)}` : state.kind;
    const { changes, productId } = purchase;
    const product = [...changes.map(({ from }) => from), productId].join('→');
    return `${purchase.type} ${product} ${how} [${purchase.events.map(label).join(', ')}]`;
  });
  const unmatched = ledger.unmatched.map(({ event, why }) => `${why} ${label(event)}`);
  return [...purchases.sort(), `unmatched [${unmatched.join(', ')}]`].join('\n');
}
